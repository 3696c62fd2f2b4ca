"""The house as these tests need it: a desk with ways out, the post, and a clock that goes only when told."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from flask import Flask

from portal.actions import delivering, drafts, sending_now, submitting
from portal.actions.desk import Desk
from portal.actions.filing import Manner
from portal.handoff import delivery
from portal.handoff.delivery import Outcome
from portal.handoff.post import Post
from portal.store import cases, outbox
from portal.store.outbox import OutboxRow
from portal.words import Voice, Wording
from tests.actions.desks import NOW
from tests.citizen.people import WHO, Answers
from tests.handoff.outside import Mailbox, WebServer

TEAM, DOOR, ADVOCATES = "childrens-complaints@council.example", "front-door@council.example", "help@advocates.example"
SECRET = "a secret that is long enough to be one"
TOLD = [
    {
        "key": "danger_what",
        "question": "What is happening?",
        "value": "He breaks the door.",
        "said": "He breaks the door.",
    },
    {"key": "danger_who", "question": "Who is in danger?", "value": "Bo, 1 High Street", "said": "Bo, 1 High Street"},
]


def manner(voice: Voice = Voice.ADULT) -> Manner:
    def say(wording: Wording | None) -> str:
        return wording.in_voice(voice) if wording else ""

    return Manner(voice.value, "en", say)


@dataclass
class House:
    """Somebody sends something in, time passes, and what is due leaves."""

    app: Flask
    desk: Desk
    post: Post
    mailbox: Mailbox
    system: WebServer
    now: datetime = NOW

    def somebody_sends(self, who: str = "parent", **changed: Any) -> int:
        """A whole complaint, as sending leaves it; the number of the case."""
        answers: Answers = {**WHO[who], **changed}
        draft = drafts.change(self.desk, None, lambda _: answers, self.now)
        receipt = submitting.submit(
            self.desk, draft.key, manner(Voice.CHILD if who == "child" else Voice.ADULT), self.now
        )
        return self.case_of(receipt["reference"])

    def somebody_is_in_danger(self) -> int:
        draft = drafts.change(
            self.desk, None, lambda _: {"purpose": "complaint", "complainant": "parent", "risk_now": "yes"}, self.now
        )
        after = sending_now.send_now(self.desk, draft.key, TOLD, manner(), self.now)
        assert after.early
        return int(after.early["case_id"])

    def case_of(self, reference: str) -> int:
        with self.desk.database.read() as conn:
            case = cases.by_reference(conn, reference)
        assert case
        return case.id

    def reference_of(self, case_id: int) -> str:
        with self.desk.database.read() as conn:
            case = cases.by_id(conn, case_id)
        assert case
        return case.reference

    def time_passes(self, **by: float) -> None:
        self.now += timedelta(**by)

    def deliver_due(self) -> int:
        """Everything that is due leaves; how many left."""
        with self.app.app_context():
            return delivery.drain(self.desk, self.post, self.now, chance=0.5)

    def deliver(self, message_id: int) -> Outcome:
        with self.app.app_context():
            return delivery.deliver(self.desk, self.post, message_id, self.now, chance=0.5)

    def box(self, case_id: int, kind: str | None = None) -> list[OutboxRow]:
        with self.desk.database.read() as conn:
            rows = outbox.of_case(conn, case_id)
        return [row for row in rows if kind is None or row.kind == kind]

    def waiting(self) -> list[outbox.Listed]:
        return delivering.waiting(self.desk, 0)

    def with_(self, **changed: Any) -> "House":
        """The same with another desk or post."""
        return replace(self, **changed)
