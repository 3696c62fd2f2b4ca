"""The mail server is away for days, refuses, and takes messages without saying so; then it is back."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from email.message import EmailMessage
from random import Random
from typing import Any

from portal.actions import handling
from tests.faults.counting_messages import Messages, Taken
from tests.faults.days import Days, Stage, days, free_port
from tests.handoff.house import ADVOCATES, DOOR, TEAM
from tests.handoff.outside import Mailbox, mail_server, text_of

SENDER = "no-reply@council.example"
DIGEST = "The day in numbers"
DIGESTS = frozenset({DIGEST, "What is due"})
ABOUT = re.compile(r"Reference: (\S+)")
WHO_WRITES = ("parent", "child", "danger", "letter")
TROUBLE = (
    Stage(48, there=False),
    Stage(24, refuses="421 closed for repairs"),
    Stage(24, loses=0.6),
    Stage(24, refuses="451 later, please"),
)


@dataclass
class UnsteadyMailbox(Mailbox):
    """A mailbox whose server may break off after it took a message, so that nobody learns that it did."""

    dice: Random = field(default_factory=Random)
    loses: float = 0.0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        answer = await super().handle_DATA(server, session, envelope)
        if self.dice.random() < self.loses:
            server.transport.abort()
        return answer

    @contextmanager
    def as_in(self, stage: Stage) -> Iterator[None]:
        """Its server, as it is in this stage."""
        self.answer, self.loses = stage.refuses or None, stage.loses
        with mail_server(self) if stage.there else nullcontext():
            yield


def mail_down(people: int, seed: int, box: UnsteadyMailbox | None = None) -> Messages:
    """People complain while nobody can be written to; what the mailbox holds once it is over."""
    box = box or UnsteadyMailbox()
    box.port, box.dice = free_port(), Random(seed)
    with days(mail=f"smtp://127.0.0.1:{box.port}", mail_from=SENDER) as here:
        expected: set[tuple[str, str]] = set()
        for writing in here.go_through(TROUBLE, people, box.as_in):
            confirm_danger(here, box)
            for number in writing:
                expected |= somebody_writes(here, number)
        return taken_by(box).count(expected, days=here.gone_by)


def somebody_writes(here: Days, number: int) -> set[tuple[str, str]]:
    """One of four people; to whom the portal must write because of it, and about what."""
    kind, own = WHO_WRITES[number % len(WHO_WRITES)], f"p{number}@example.org"
    if kind == "child":
        reference = here.sends(here.begins("child"))
        return {(TEAM, reference), (ADVOCATES, reference)}
    if kind == "danger":
        reference = here.sends(here.begins("parent", risk_now="yes"))
        return {(TEAM, reference), (DOOR, reference)}
    reference = here.sends(here.begins("parent", email=own))
    if kind == "parent":
        return {(TEAM, reference)}
    handling.take(here.desk, reference, here.officer, here.now)
    handling.acknowledge(here.desk, reference, "<p>Dear Ada</p>", here.officer, here.now)
    return {(own, own)}


def confirm_danger(here: Days, box: Mailbox) -> None:
    """Whoever reads at the front door that somebody may be in danger rings at once, so that it is not sent again."""
    for message in box.to(DOOR)[here.read_at_front_door :]:
        here.read_at_front_door += 1
        handling.tell_front_door(here.desk, about(message), "Duty worker", "9:40", here.officer, here.now)


def taken_by(box: Mailbox) -> Taken:
    """Every message, by whom it is to and what it is about; a day's digest is about no one case."""
    taken = Taken()
    for message in box.messages:
        if message["Subject"] not in DIGESTS:
            taken.add((str(message["To"]), about(message)), str(message["Message-ID"]))
    return taken


def about(message: EmailMessage) -> str:
    """The reference in it; a person is told none, and is known by their address."""
    found = ABOUT.search(text_of(message))
    return found[1] if found else str(message["To"])
