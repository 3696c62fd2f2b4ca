"""What is to leave: messages written into the outbox in the transaction of what they tell of, never sent from here.

A message is written wherever somebody is there to get it, whether or not a way out is set up: until one is, it
waits and is shown. Only the council's own case system is unknown unless it is set. What is personal in a message
is closed under the key of its case, so that whoever has no key of the office cannot read it, and whatever erases
the case erases its messages.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from portal.actions.desk import Desk
from portal.casework.case import fold
from portal.casework.contact import Way, stopped
from portal.casework.events import Happened
from portal.casework.messages import Channel, Message
from portal.seal import boxes
from portal.seal.passwords import new_token, token_id
from portal.store import cases, events, outbox
from portal.store.database import Connection

PLACE = "outbox"
LETTER = "letter"

SAFEGUARDING_SCOPE = (
    "danger_what", "danger_who", "danger_reach", "name", "child_name", "find_me",
    "safe_contact", "not_tell", "child_contact", "phone", "email", "address", "trusted_person",
)  # fmt: skip
"""What the front door is told, besides what happened: who, where, and how to reach them safely."""

ADVOCACY_SCOPE = (
    "name", "find_me", "child_name", "child_contact", "contact_way", "phone", "email", "address", "trusted_person",
    "safe_contact", "not_tell", "interpreter_language", "adjustments",
)  # fmt: skip
"""What the advocates are told: how to reach the person safely, and nothing of what it is about."""

Told = list[dict[str, str]]
"""What was asked and said, as worded: `question`, `said`."""


def tell_team(desk: Desk, conn: Connection, case_id: int, now: datetime) -> None:
    """A new case is in the queue."""
    if desk.profile.email:
        _write(desk, conn, Message.NEW_CASE, now, case_id)


def tell_case_system(desk: Desk, conn: Connection, case_id: int, happened: Happened, now: datetime) -> None:
    """Something happened to a case: for the council's own case system, where there is one. A look at it is nothing new."""
    if desk.ways_out.case_system and happened is not Happened.READ:
        _write(desk, conn, Message.CASE_CHANGED, now, case_id, about=happened.value)


def tell_front_door(desk: Desk, conn: Connection, case_id: int, key: bytes | None, now: datetime) -> None:
    """Somebody may be in danger: everything that the front door needs of what was told so far; without a key, that alone.

    In it stands a link of its own, by which they can say that they have it.
    """
    door = desk.profile.front_door
    if door and door.email:
        token = new_token()
        told = {**_danger(conn, case_id, key), "token": token} if key else None
        _write(desk, conn, Message.SAFEGUARDING, now, case_id, key, told, token_id=token_id(token) if key else None)


def _danger(conn: Connection, case_id: int, key: bytes) -> dict[str, Any]:
    points = [boxes.open_json(key, point.sealed, "point") for point in cases.points_of(conn, case_id)]
    happened = [words["what_happened"] for words in points if words.get("what_happened")]
    return {"told": _said(conn, case_id, key, SAFEGUARDING_SCOPE), "happened": happened}


def ask_advocates(desk: Desk, conn: Connection, case_id: int, key: bytes, now: datetime) -> None:
    """The person asked for an advocate: how to reach them, and nothing else."""
    if desk.profile.advocacy and desk.profile.advocacy.email:
        told = {"told": _said(conn, case_id, key, ADVOCACY_SCOPE)}
        _write(desk, conn, Message.ADVOCACY, now, case_id, key, told)


def take_back_referral(desk: Desk, conn: Connection, case_id: int, now: datetime) -> None:
    """The person does not want an advocate after all, and the referral has left: its reference, and nothing of theirs."""
    before = [row for row in outbox.of_case(conn, case_id) if row.kind == Message.ADVOCACY_WITHDRAWN]
    told = any(row.sent or row.done_at is None for row in before)
    if desk.profile.advocacy and desk.profile.advocacy.email and not told:
        _write(desk, conn, Message.ADVOCACY_WITHDRAWN, now, case_id)


def tell_person(desk: Desk, conn: Connection, case_id: int, key: bytes, now: datetime) -> None:
    """There is something to read, for whoever chose to be told by e-mail, unless a rule that an officer set stops it since.

    What they said themselves of how to reach them they said beside choosing this mail, which tells nobody anything.
    """
    address = email_of(conn, case_id, key)
    if address and not stopped(fold(events.of_case(conn, case_id)).talk.rules, Way.EMAIL):
        _write(desk, conn, Message.LETTER_READY, now, case_id, key, {"to": address})


def tell_of_the_day(desk: Desk, conn: Connection, now: datetime) -> None:
    """The day's digest, unless one is still waiting: what it says is counted when it leaves."""
    if (
        desk.profile.email
        and Channel.MAIL in desk.ways_out.channels
        and not outbox.is_waiting(conn, Message.DIGEST.value)
    ):
        _write(desk, conn, Message.DIGEST, now)


def remind(desk: Desk, conn: Connection, recipient: str, now: datetime) -> None:
    """One person's reminders of the day; what is in them is read when they leave, and they name nobody."""
    _write(desk, conn, Message.REMINDERS, now, about=recipient)


def tell_of_quarter(desk: Desk, conn: Connection, staff_id: int, now: datetime) -> None:
    """That a quarter is over, to whoever asked to be told; which one is worked out when it leaves."""
    _write(desk, conn, Message.QUARTER, now, about=str(staff_id))


def withdraw(conn: Connection, case_id: int, kind: Message, now: datetime) -> None:
    """Nobody needs such messages about this case any more."""
    outbox.withdraw(conn, case_id, kind.value, now)


def email_of(conn: Connection, case_id: int, key: bytes) -> str | None:
    """The e-mail address of the person, where they chose to be answered by it; None where they did not."""
    answers = {line["key"]: line["value"] for line in _asked(conn, case_id, key)}
    chosen = answers.get("contact_way") or ()
    return str(answers.get("email") or "") or None if "email" in chosen else None


def _said(conn: Connection, case_id: int, key: bytes, scope: Iterable[str]) -> Told:
    """What was said to the questions in `scope`, in its order; of a question asked twice both answers, once each."""
    lines = list(_asked(conn, case_id, key))
    found = [_line(line) for wanted in scope for line in lines if line["key"] == wanted and line["said"]]
    return [line for number, line in enumerate(found) if line not in found[:number]]


def _line(line: Mapping[str, Any]) -> dict[str, str]:
    return {"question": line["question"], "said": line["said"]}


def _asked(conn: Connection, case_id: int, key: bytes) -> Iterator[Mapping[str, Any]]:
    for paper in cases.papers_of(conn, case_id):
        if paper.kind != LETTER:
            yield from boxes.open_json(key, paper.sealed, "paper")["asked"]


def _write(
    desk: Desk, conn: Connection, kind: Message, now: datetime, case_id: int | None = None,
    key: bytes | None = None, content: Mapping[str, Any] | None = None, **columns: str | None,
) -> None:  # fmt: skip
    sealed = boxes.close_json(key, content, PLACE) if key and content else None
    message_id = outbox.add(conn, kind.value, now, case_id=case_id, sealed=sealed, **columns)
    desk.ways_out.call(conn, message_id, now)
