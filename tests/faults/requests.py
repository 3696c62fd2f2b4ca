"""Hostile requests: whatever a program can send to any page, by any method, in any field.

`faults(app, count, seed)` sends so many and tells what went wrong: an answer of 500 or more, an
exception that came out, a word that was sent and stands in the log or in a header, or markup
that was sent and stands on a page as markup. `python -m tests.faults.requests --count 100000`
is the long form; the suite sends a few hundred.
"""

import argparse
import gc
import io
import logging
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Any
from urllib.parse import quote, quote_from_bytes

from flask import Flask

from portal.actions import drafts
from portal.actions.desk import Desk
from portal.actions.feed import Scope, give_token
from portal.casework.permissions import Role
from portal.questions.declared import DANGER_QUESTIONS, QUESTIONS
from portal.seal.passwords import new_token, token_id
from portal.store import staff as accounts
from portal.web import lasting
from tests.actions.desks import a_case, an_officer
from tests.citizen.people import CHILD_KEPT, PARENT, kept

MARK = "quixotry"
TAG = f"<{MARK}>"
REFERENCE = "KMR-2346-789"
METHODS = ("GET",) * 6 + ("POST",) * 10 + ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", MARK.upper(), "")
FRESH_EVERY = 40
"""After so many requests everybody is signed in anew: some of the requests sign people out."""

FIELDS = sorted({
    *(q.key for q in (*QUESTIONS, *DANGER_QUESTIONS)), "what_happened", "put_right", "matter", "csrf_token", "_skip", "_voice",
    "_remove", "_add", "_new", "website", "voice", "here", "reference", "words", "next", "email", "password", "new_password",
    "route", "reason", "told", "told_at", "text", "read", "handler", "agreed", "ground", "how", "step", "day", "note", "right",
    "kind", "name", "about", "message", "solved", "service", "point-1", "response", "details_given", "enquiry", "view", "after", "limit", "since", "from", "done", "changed", "complainant-month", "months_since-year", "months_since-month",
    "files", "_files", "_take_out", "_on", "again", "age", "procedure", "sure",
    "draft", "part", "asked", "points", "go", "new", "more", "channel", "received", "received-day", "received-month", "received-year", "spoken", "of", "what-1", "right-1", "matter-1", "under-1", "added-1",
    "_language", "_page", "_anew", "_anyway", "cases", "device", "end-password", "end-session", "language", "list", "outcome",
    "who", "investigator", "independent", "works_here", "declared", "statement", "until", "summary", "chair", "second",
    "third", "meets", "findings", "how_known", "confirmed", "terms", "proceedings", "extent", "asks", "sent",
    "recommendations", "decision",
    "own", "organisation", "reach", "scope",
    "purpose", "stage", "by", "number", "answer", "said", "child", "remedies", "amount", "seen", "people", "code", "offer", "old_code", "week",
    "child_alone", "_typed_by", "ways", "rule_reason", "hear_by", "rules", "whom",
    "services", "causes", "nothing_learned", "what", "grade", "owner", "due", "sentence", "evidence", "nameless",
    "at_stage",
    "document", "independent_document", "title", "_chosen",
    "person", "role", "areas", "state", "error", "iss", "out", "first_answer", "on",
    "injustice", "fact", "at_end", "period", "first", "last", "years", "small", "format", "month", "area", "in_time", "section", "version", "referrals", "referrals_source", "in_care",
})  # fmt: skip

VALUES: tuple[bytes, ...] = (
    b"", b"0", b"-1", b"1", b"yes", b"9" * 400, b"\x00", b"\xff\xfe" + MARK.encode(), b"\xc0\xaf", b"\xed\xa0\x80", b"a\r\nX-Evil: " + MARK.encode(),
    TAG.encode(), b'"><script>' + TAG.encode(), b"{{7*7}}" + TAG.encode(), b"%s%s%n", b"' OR 1=1 --" + MARK.encode(), b"../../../config.py",
    b"//evil.example/" + MARK.encode(), "\u202e\u2066\ufeff\u0085\U0001f600".encode(), "ｑｕｉｘ".encode() * 50, b"\xf4\x90\x80\x80",
    (MARK * 3_000).encode(), "e\u0301".encode() * 9_000, b"2026-02-31", b"a1-20261123-1", b"b2-99991231-999999999999999999",
    b"[1,2]", b"\x1b[31m" + MARK.encode(), REFERENCE.encode(), b"%PDF-1.7\n" + TAG.encode(), b"PK\x03\x04" + MARK.encode(), b"\xff\xd8\xff\xe0" + MARK.encode(), b"NaN", b"1e999", "٣".encode(), b"parent", b"True",
)  # fmt: skip

HEADERS = (
    "HTTP_HOST", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_REQUEST_ID", "HTTP_REFERER", "HTTP_ORIGIN", "HTTP_RANGE",
    "HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT_ENCODING", "HTTP_AUTHORIZATION", "HTTP_IF_NONE_MATCH", "HTTP_X_HTTP_METHOD_OVERRIDE",
    "HTTP_X_CSRFTOKEN", "HTTP_USER_AGENT", "HTTP_EXPECT", "HTTP_IF_MODIFIED_SINCE",
)  # fmt: skip

Environ = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


@dataclass(frozen=True, slots=True)
class People:
    """The cookies and the token of those who ask: a parent, a child, a manager, a machine."""

    parent: str
    child: str
    manager: str
    machine: str


@dataclass(frozen=True, slots=True)
class Sent:
    """How many requests were sent, to how many addresses, and what went wrong."""

    count: int
    rules: int
    faults: list[str]

    @property
    def harmless(self) -> bool:
        """Whether nothing at all went wrong."""
        return not self.faults

    def __str__(self) -> str:
        return f"{self.count} requests to {self.rules} addresses with {len(FIELDS)} fields, {len(self.faults)} answered with a 5xx or leaking a word"


def faults(app: Flask, count: int, seed: int) -> list[str]:
    """What went wrong with so many hostile requests; the same seed sends the same ones."""
    with warnings.catch_warnings():
        # An upload that breaks off in the middle leaves the library's file to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        found = list(_faults(app, count, Random(seed), f"{seed}"))
        gc.collect()
    return found


def _faults(app: Flask, count: int, dice: Random, name: str) -> Iterator[str]:
    log = _listening(app)
    rules = sorted({rule.rule for rule in app.url_map.iter_rules()})
    people = _people(app, f"{name}-begin")
    for number in range(count):
        if number % FRESH_EVERY == FRESH_EVERY - 1:
            people = _people(app, f"{name}-{number}")
        app.config["WTF_CSRF_ENABLED"] = number % 5 == 0
        environ = request(dice, rules, people)
        said = f"{name}:{number} {environ['REQUEST_METHOD']} {environ['PATH_INFO'][:60]!r}"
        yield from (f"{said}: {fault}" for fault in _faults_of(app, environ))
        if MARK in log.getvalue().lower():
            yield f"{said}: in the log: {log.getvalue()[:200]}"
        log.seek(0)
        log.truncate()


def request(dice: Random, rules: list[str], people: People) -> Environ:
    """One request that nobody would make by hand."""
    method, body = dice.choice(METHODS), b""
    kind = dice.choice(("application/x-www-form-urlencoded",) * 6 + ("multipart/form-data; boundary=x",) * 2 + ("application/json", "text/plain", "", "a;b=\xff"))
    if method not in ("GET", "HEAD"):
        body = _multipart(dice) if kind.startswith("multipart") else _pairs(dice)
    environ: Environ = {
        "REQUEST_METHOD": method, "SCRIPT_NAME": "", "PATH_INFO": _path(dice, rules), "SERVER_NAME": "localhost",
        "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "localhost", "REMOTE_ADDR": "127.0.0.1",
        "QUERY_STRING": _pairs(dice).decode("latin-1") if dice.random() < 0.3 else "", "HTTP_COOKIE": _cookies(dice, people),
        "CONTENT_TYPE": kind, "CONTENT_LENGTH": dice.choice((str(len(body)),) * 9 + ("x",)), "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(), "wsgi.url_scheme": "http", "wsgi.version": (1, 0), "wsgi.multithread": False,
        "wsgi.multiprocess": False, "wsgi.run_once": False, "HTTP_AUTHORIZATION": f"Bearer {people.machine}",
    }  # fmt: skip
    for name in dice.sample(HEADERS, dice.choice((0, 0, 1, 3))):
        environ[name] = _value(dice)[:200].decode("latin-1").replace("\r", "").replace("\n", "")
    return environ


def send(app: Flask, environ: Environ) -> Answer:
    """Let `app` answer. Raises whatever comes out of it."""
    started: list[tuple[str, list[tuple[str, str]]]] = []
    body = app.wsgi_app(environ, lambda status, headers, *_: started.append((status, headers)))  # type: ignore[arg-type,func-returns-value]
    whole = b"".join(body)
    getattr(body, "close", lambda: None)()
    (status, headers) = started[-1]
    return Answer(int(status[:3]), headers, whole)


def _faults_of(app: Flask, environ: Environ) -> Iterator[str]:
    try:
        answer = send(app, environ)
    except Exception as error:
        yield f"{type(error).__name__} came out of the application"
        return
    if answer.status >= 500:
        yield f"answered {answer.status}"
    # Everything about one person, for that person, is data to be saved: a browser never shows it as a page.
    saved = any(name == "Content-Disposition" and value.startswith("attachment") for name, value in answer.headers)
    if TAG.encode() in answer.body and not saved:
        yield "markup that was sent stands on the page"
    for name, value in answer.headers:
        # The way back to a page after signing in is the address that was asked for.
        if name != "Location" and MARK in value.lower():
            yield f"what was sent stands in {name}"
        if "\r" in value or "\n" in value or name == "X-Evil":
            yield f"{name} was broken up"
        if name == "Location" and (value.startswith("//") or "evil.example" in value.partition("?")[0]):
            yield f"leads elsewhere: {value[:80]}"


def _value(dice: Random) -> bytes:
    return dice.randbytes(dice.randrange(40)) if dice.random() < 0.15 else dice.choice(VALUES)


def _path(dice: Random, rules: list[str]) -> str:
    """The address of a page, its places filled in; sometimes nonsense. As a server hands it over: bytes as latin-1."""
    if dice.random() < 0.05:
        return "/" + _value(dice)[:300].decode("latin-1")
    parts = []
    for part in dice.choice(rules).split("/"):
        if part.startswith("<"):
            right = {"<reference>": REFERENCE, "<key>": dice.choice(QUESTIONS).key, "<purpose>": "complaint", "<kind>": "stage_begun"}.get(part, "1")
            part = right if dice.random() < 0.7 else _value(dice)[:300].decode("latin-1")
        parts.append(part)
    return "/".join(parts)


def _pairs(dice: Random) -> bytes:
    names = dice.choices(FIELDS, k=dice.choice((0, 1, 3, 8)))
    if names and dice.random() < 0.3:
        names += names[:1]
    pairs = [f"{quote(name)}={quote_from_bytes(_value(dice))}" for name in names]
    raw = b"&" + _value(dice) + b"=" + _value(dice)[:50] if dice.random() < 0.1 else b""
    return "&".join(pairs).encode() + raw


def _multipart(dice: Random) -> bytes:
    parts = []
    for name in dice.choices((*FIELDS, *("files",) * 20), k=dice.choice((0, 1, 4))):
        file = f'; filename="{MARK}.txt"' if dice.random() < 0.4 else ""
        parts.append(f'--x\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'.encode() + _value(dice) + b"\r\n")
    return b"".join(parts) + dice.choice((b"--x--\r\n", b"--x", b""))


def _cookies(dice: Random, people: People) -> str:
    jar = {
        "draft": dice.choice((people.parent, people.child)), "staff": people.manager, "case": people.parent,
        "session": _value(dice)[:80].decode("latin-1"),
    }  # fmt: skip
    chosen = [f"{name}={value if dice.random() < 0.85 else _value(dice)[:80].decode('latin-1')}" for name, value in jar.items() if dice.random() < 0.7]
    return "; ".join(chosen)


def _people(app: Flask, name: str) -> People:
    """Everybody with a fresh draft, a session or a token."""
    desk: Desk = app.extensions["desk"]
    clock: Callable[[], datetime] = app.config.get("NOW") or (lambda: datetime.now(UTC))
    now = clock()
    manager, token = an_officer(desk, f"Manager {name}", Role.MANAGER, now), new_token()
    with desk.database.write() as conn:
        accounts.start_session(conn, token_id(token), manager, now)
    begun = [lasting.held(app, drafts.change(desk, None, lambda _, told=told: dict(told), now).key, now) for told in (kept(PARENT), CHILD_KEPT)]  # type: ignore[misc]
    return People(*begun, token, give_token(desk, f"machine {name}", list(Scope), now))


def _listening(app: Flask) -> io.StringIO:
    """Everything that this process would write down."""
    log = io.StringIO()
    logging.basicConfig(level=logging.INFO, handlers=[logging.StreamHandler(log)], force=True)
    app.extensions["watch"].told = lambda *told: log.write(f"{told}\n")
    return log


def sent(count: int, seed: int) -> Sent:
    """So many hostile requests to a portal of their own."""
    from tests.faults.days import days

    with days() as here:
        here.app.config.pop("NOW")
        a_case(here.desk, REFERENCE, datetime.now(UTC))
        return Sent(count, len({rule.rule for rule in here.app.url_map.iter_rules()}), faults(here.app, count, seed))


def main() -> int:
    """The long form, on a database of its own; 1 where anything went wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.requests", description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    found = sent(asked.count, asked.seed)
    print("\n".join([*found.faults[:50], str(found)]))
    return int(not found.harmless)


if __name__ == "__main__":
    sys.exit(main())
