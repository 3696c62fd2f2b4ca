"""Every page of the public side in every state, reached as a visitor reaches it, but without a browser: quickly."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal import limits
from portal.actions import drafts
from portal.actions.desk import Desk
from portal.questions.declared import QUESTIONS
from portal.questions.journey import Journey, Step, journey
from portal.web import cookies
from tests.citizen.people import ANONYMOUS, COUNCILLOR, PARENT, QUESTION, THANKS, WHO, Answers, kept
from tests.citizen.stored import referral_links
from tests.cleaning import made
from tests.conftest import cookie_of
from tests.reading import TOKEN

PEOPLE: dict[str, Answers] = {
    **WHO,
    "someone who says thanks": kept(THANKS, "compliment"),
    "someone who asks": kept(QUESTION, "idea_or_question"),
    "someone without a name": kept(ANONYMOUS),
    "a councillor": kept(COUNCILLOR),
    "a parent who waits": kept({**PARENT, "change_soon": "yes", "stage_so_far": "stage1_overdue", "matter_group": ["child_protection", "education"], "matters": ["cp_conference_decision", "ehc_plan_delay"], "decision_letter": "2026-11-02"}),
}
"""Whose paths lead through every question there is."""

WRONG = ({}, {"": "x" * 30_000}, {"": "not-an-address"}, {"-month": "13", "-year": "20"}, {"-day": "32", "-month": "13", "-year": "20"})
"""What may be typed that no page takes: tried in this order, until the page shows an error."""


@dataclass(frozen=True)
class Shown:
    """A page as the portal answered it."""

    path: str
    status: int
    html: str
    policy: str


@dataclass
class Guest:
    """Somebody at a browser that was told which voice and language they want."""

    app: Flask
    address: str
    voice: str
    language: str
    client: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        self.client = self.app.test_client()
        with self.client.session_transaction(base_url=self.address) as held:
            held.update(voice=self.voice, voice_chosen=True, language=self.language)

    @property
    def desk(self) -> Desk:
        return self.app.extensions["desk"]  # type: ignore[no-any-return]

    def get(self, path: str) -> TestResponse:
        return self._arrived(self.client.get(path, base_url=self.address))

    def post(self, path: str, **data: Any) -> TestResponse:
        """Send this with a token that counts, and follow where it leads."""
        return self.post_with(self.token(), path, **data)

    def token(self) -> str:
        """A token that counts, from a page that anybody may see."""
        page = self.client.get("/return", base_url=self.address).get_data(as_text=True)
        return page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]

    def post_with(self, token: str, path: str, **data: Any) -> TestResponse:
        """Send this from a page that was opened earlier, and follow where it leads."""
        return self._arrived(self.client.post(path, base_url=self.address, data={"csrf_token": token, **data}))

    def holds(self, answers: Answers) -> None:
        """Give them a draft with these answers."""
        draft = drafts.change(self.desk, None, lambda _: dict(answers), datetime.now(UTC))
        self.client.set_cookie("draft", cookie_of(self.app, draft.key), domain="127.0.0.1")

    def _arrived(self, response: TestResponse) -> TestResponse:
        for _ in range(5):
            if not response.location:
                break
            response = self.client.get(urljoin(response.request.path, response.location), base_url=self.address)
        return response


@dataclass(frozen=True)
class State:
    """A page in one state, and how to get to it."""

    page: str
    state: str
    reach: Callable[[Guest], TestResponse | None]

    def shown_to(self, guest: Guest) -> Shown | None:
        """The page as this guest gets it; None where it does not come in this state."""
        answer = self.reach(guest)
        if answer is None:
            return None
        policy = answer.headers.get("Content-Security-Policy", "")
        return Shown(answer.request.path, answer.status_code, TOKEN.sub(r"\1token\2", answer.get_data(as_text=True)), policy)


def every_state(app: Flask) -> list[State]:
    """Every page in every state; pages that nobody has listed here are found by their addresses."""
    listed = [*_questions(), *_around_the_questions(), *_after_sending(), *_problems()]
    return [*listed, *_found(app, {one.page.partition(" ")[0] for one in listed})]


def _found(app: Flask, listed: set[str]) -> Iterator[State]:
    for rule in sorted(app.url_map.iter_rules(), key=str):
        ours = rule.endpoint.startswith("citizen.") and "GET" in (rule.methods or ())
        if ours and not rule.arguments and rule.rule not in listed:
            yield State(rule.rule, "empty", lambda guest, path=rule.rule: _if_it_is_a_page(guest, path))  # type: ignore[misc]


def _if_it_is_a_page(guest: Guest, path: str) -> TestResponse | None:
    """What stands at an address; None where it leads elsewhere, or is no page but a file."""
    answer = guest.get(path)
    return answer if answer.request.path == path and answer.mimetype == "text/html" else None


def _questions() -> Iterator[State]:
    known: set[tuple[str, bool]] = set()
    for answers in PEOPLE.values():
        walked = journey(answers)
        for step in walked.steps:
            name = (step.key, answers.get("complainant") == "child")
            # What a child is asked beside another question has no page of its own.
            if name in known or step.number > 2 or (step.question.beside and name[1]):
                continue
            known.add(name)
            yield from _of_a_question(step, walked, answers)


def asked_of(answers: Answers) -> set[str]:
    """The keys of the questions on the path of these answers."""
    return {step.question.key for step in journey(answers).steps}


NEVER_COLLECTED = {question.key for question in QUESTIONS} - {key for answers in PEOPLE.values() for key in asked_of(answers)}
"""Questions that none of these people is asked: there should be none."""


def _of_a_question(step: Step, walked: Journey, answers: Answers) -> Iterator[State]:
    path, before = f"/ask/{step.key}", _up_to(step, walked, answers)
    page = path + (" (child)" if answers.get("complainant") == "child" else "")

    def empty(guest: Guest) -> TestResponse:
        guest.holds(before)
        return guest.get(path)

    def error(guest: Guest) -> TestResponse | None:
        guest.holds(before)
        for wrong in WRONG:
            answer = guest.post(path, **{f"{_input_of(step)}{part}": value for part, value in wrong.items()})
            if answer.status_code == 400:
                return answer
            guest.holds(before)
        return None

    def filled(guest: Guest) -> TestResponse:
        guest.holds(answers)
        return guest.get(path)

    yield State(page, "empty", empty)
    yield State(page, "error", error)
    yield State(page, "filled", filled)


def _input_of(step: Step) -> str:
    return "what_happened" if step.point else step.key


def _up_to(step: Step, walked: Journey, answers: Answers) -> Answers:
    """The answers of everything before this step."""
    before = [one for one in walked.steps if one.key != step.key][: [one.key for one in walked.steps].index(step.key)]
    kept_keys = {one.question.key for one in before} | {"purpose"}
    given = {key: value for key, value in answers.items() if key in kept_keys or (key == "complainant" and value == "child")}
    if step.number > 1:
        given["points"] = answers["points"][: step.number - 1]
    return given


def _simple(page: str, state: str, path: str, answers: Answers | None = None) -> State:
    def reach(guest: Guest) -> TestResponse:
        if answers:
            guest.holds(answers)
        return guest.get(path)

    return State(page, state, reach)


def _sent(page: str, state: str, path: str, answers: Answers | None = None, **data: Any) -> State:
    def reach(guest: Guest) -> TestResponse:
        if answers:
            guest.holds(answers)
        return guest.post(path, **data)

    return State(page, state, reach)


def _around_the_questions() -> Iterator[State]:
    some = {"purpose": "complaint", "complainant": "parent", "risk_now": "no"}
    yield _simple("/", "empty", "/")
    yield _simple("/", "filled", "/", some)
    yield _simple("/start (begun)", "filled", "/start/complaint", some)
    yield _simple("/gone", "empty", "/gone")
    yield _simple("/danger", "empty", "/danger")
    yield _sent("/danger", "error", "/danger")
    yield _simple("/return", "empty", "/return")
    yield _sent("/return", "error", "/return")
    yield _sent("/return (begun)", "filled", "/return", some, reference="KMR-2346-789", words="one two three four")
    yield _sent("/return", "filled", "/return", reference="KMR-2346-789", words="one two three four")
    yield _simple("/save", "empty", "/save", some)
    yield _sent("/save", "filled", "/save", some)
    yield _simple("/files", "empty", "/files?from=check", PEOPLE["parent"])
    yield _sent("/files", "error", "/files?from=check", PEOPLE["parent"])
    yield State("/files", "filled", _with_a_photo)
    for who, answers in PEOPLE.items():
        if answers["purpose"] == "complaint":
            yield _simple(f"/ask/points ({who})", "filled", "/ask/points", answers)
            yield _simple(f"/result ({who})", "filled", "/result", answers)
        yield _simple(f"/check ({who})", "filled", "/check", answers)


def _with_a_photo(guest: Guest) -> TestResponse:
    guest.holds(PEOPLE["child"])
    return guest.post("/files?from=check", files=(BytesIO(made.jpeg_with_gps()), "a photo with quite a long name 2026-11-23T09-30-00.jpg"))


def _after_sending() -> Iterator[State]:
    for who, answers in PEOPLE.items():
        if who != "a parent who waits":
            yield _sent(f"/done ({who})", "filled", "/check", answers)

    yield State("/case (child)", "filled", lambda guest: _come_back(guest, PEOPLE["child"], "child"))
    yield State("/case (parent)", "filled", lambda guest: _come_back(guest, PEOPLE["parent"], "own"))
    yield State("/case (young person of an advocate)", "filled", lambda guest: _come_back(guest, PEOPLE["advocate"], "child"))
    yield State("/case (ended)", "filled", _advocate_ended)
    for who in ("parent", "child"):
        yield State(f"/case/write ({who})", "empty", lambda guest, who=who: _at_case(guest, who, "write"))
        yield State(f"/case/write ({who})", "error", lambda guest, who=who: _at_case(guest, who, "write", message=""))
        yield State(f"/case ({who}, written)", "filled", lambda guest, who=who: _at_case(guest, who, "write", message="When will you <come>?"))
    yield State("/case/next", "empty", lambda guest: _at_case(guest, "parent", "next"))
    yield State("/about-you", "empty", _about_you)
    yield State("/about-you", "filled", lambda guest: _about_you(guest, age="25_to_34", religion="muslim"))
    yield State("/about-you", "error", lambda guest: _about_you(guest, age="a thousand"))
    yield State("/front-door", "empty", lambda guest: _front_door(guest, confirmed=False))
    yield State("/front-door", "filled", lambda guest: _front_door(guest, confirmed=True))
    yield State("/over", "empty", lambda guest: _too_late(guest, "/ask/name"))
    yield State("/over", "filled", lambda guest: _too_late(guest, "/ask/name", name="Ada Example, and words that are not lost"))
    yield State("/over (sent)", "filled", lambda guest: _too_late(guest, "/check"))
    yield State("/danger", "filled", _in_danger)
    yield State("already sent", "filled", _sent_before)


def _come_back(guest: Guest, answers: Answers, holder: str) -> TestResponse:
    """Sent by one, opened again by whoever has the words."""
    guest.holds(answers)
    guest.post("/check")
    key = cookies.key_of(guest.client.get_cookie("draft", domain="127.0.0.1").value.split(".")[0])  # type: ignore[union-attr]
    draft = drafts.look(guest.desk, key) if key else None
    assert draft and draft.receipt
    words = draft.receipt["words"].get(holder) or next(iter(draft.receipt["words"].values()))
    return guest.post("/return", reference=draft.receipt["reference"], words=" ".join(words))


def _at_case(guest: Guest, who: str, page: str, **typed: str) -> TestResponse:
    """A page of a case that was sent and opened again; sent in turn where something was typed."""
    path = f"{_come_back(guest, PEOPLE[who], 'own').request.path}/{page}"
    return guest.post(path, **typed) if typed else guest.get(path)


def _advocate_ended(guest: Guest) -> TestResponse:
    """The young person whose advocate told us ends it."""
    case = _come_back(guest, PEOPLE["advocate"], "child")
    return guest.post(f"{case.request.path}/end-advocate")


def _about_you(guest: Guest, **given: str) -> TestResponse | None:
    """The questions about equality after sending; nobody who is read to as a child gets them."""
    guest.holds(PEOPLE["parent"])
    guest.post("/check")
    answer = guest.post("/about-you", **given) if given else guest.get("/about-you")
    return answer if answer.request.path == "/about-you" else None


def _front_door(guest: Guest, *, confirmed: bool) -> TestResponse:
    """The page of the link in a referral, before its button was pressed and afterwards."""
    _in_danger(guest)
    path = f"/front-door/{referral_links(guest.desk)[-1]}"
    return guest.post(path) if confirmed else guest.get(path)


def _too_late(guest: Guest, path: str, **typed: str) -> TestResponse:
    """Somebody who sends a page when the time of a shared device is over."""
    guest.holds(PEOPLE["parent"])
    token = guest.token()
    guest.app.config["NOW"] = lambda: datetime.now(UTC) + limits.SHARED_IDLE + timedelta(minutes=1)
    try:
        return guest.post_with(token, path, **typed)
    finally:
        guest.app.config.pop("NOW")


def _in_danger(guest: Guest) -> TestResponse:
    guest.holds({"purpose": "complaint", "complainant": "parent", "risk_now": "yes"})
    page = guest.get("/danger").get_data(as_text=True)
    asked = {name: "They are outside now." for name in _names_of_texts(page)}
    return guest.post("/danger", **asked)


def _names_of_texts(page: str) -> list[str]:
    return re.findall(r'<textarea [^>]*name="([^"]+)"', page)


def _sent_before(guest: Guest) -> TestResponse:
    guest.holds(PEOPLE["parent"])
    guest.post("/check")
    return guest.post("/ask/name", name="Some more words after it was sent")


def _problems() -> Iterator[State]:
    yield _simple("nowhere", "error", "/nowhere")
    yield State("a stale page", "error", lambda guest: guest.client.post("/ask/name", base_url=guest.address, data={"csrf_token": "old", "name": "Ada Example and some more words, so that they stand in a box of their own"}))
