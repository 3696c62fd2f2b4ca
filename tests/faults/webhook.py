"""The council's case system is away for days, answers 503, and takes what it is told without saying so; then it is back."""

import hashlib
import hmac
import json
from collections import defaultdict
from collections.abc import Hashable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from random import Random
from typing import Any

import jsonschema

from portal.actions import handling
from portal.casework.events import Happened
from portal.casework.messages import Message
from portal.handoff.webhook import case_changed, schema_text
from portal.store import events, outbox
from tests.faults.counting_messages import Messages, Taken
from tests.faults.days import Days, Stage, days, free_port
from tests.handoff.outside import Request, WebServer, web_server

SECRET = "a secret that is long enough to be one"
FORM = json.loads(schema_text())
TROUBLE = (Stage(48, there=False), Stage(24, refuses="503"), Stage(24, loses=0.6), Stage(24, refuses="500"))


@dataclass
class Receiver(WebServer):
    """A case system as ours is meant to be used: it checks the signature, and knows by its key what it was told before."""

    dice: Random = field(default_factory=Random)
    loses: float = 0.0
    forged: int = 0
    taken: Taken = field(default_factory=Taken)
    told: defaultdict[str, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    stands: dict[str, Any] = field(default_factory=dict)

    def take(self, request: Request) -> int:
        if self.status == 200:
            self._keep(request)
        return 0 if self.dice.random() < self.loses else self.status

    @contextmanager
    def as_in(self, stage: Stage) -> Iterator[None]:
        """Its server, as it is in this stage."""
        self.status, self.loses = int(stage.refuses or 200), stage.loses
        with web_server(self) if stage.there else nullcontext():
            yield

    def _keep(self, request: Request) -> None:
        said = self._read(request)
        if said is None:
            self.forged += 1
            return
        reference, number = said["case"]["reference"], int(request.headers["Idempotency-Key"])
        known = number in self.told[reference]
        self.taken.add((reference, number), str(said["id"]))
        if not known:
            self.told[reference][number] = said["event"]
            self.stands[reference] = said["case"]

    def _read(self, request: Request) -> dict[str, Any] | None:
        signed = request.headers["Portal-Timestamp"].encode() + b"." + request.body
        if request.headers["Portal-Signature"] != "v1=" + hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest():
            return None
        said: dict[str, Any] = json.loads(request.body)
        jsonschema.validate(said, FORM)
        return said


def webhook_down(people: int, seed: int, receiver: Receiver | None = None) -> Messages:
    """Cases come and are worked on while their system is away; what it was told once it is over."""
    receiver = receiver or Receiver()
    receiver.port, receiver.dice = free_port(), Random(seed)
    with days(webhook=f"{receiver.address}/cases", webhook_secret=SECRET) as here:
        references: list[str] = []
        for writing in here.go_through(TROUBLE, people, receiver.as_in):
            for _ in writing:
                references.append(here.sends(here.begins("parent")))
                _work_on(here, references)
        expected = {told for reference in references for told in _written(here, reference)}
        wrong = receiver.forged + sum(_is_wrong(here, receiver, reference) for reference in references)
        return receiver.taken.count(expected, days=here.gone_by, wrong=wrong)


def _work_on(here: Days, references: list[str]) -> None:
    """The case before the last is taken, and the one before that acknowledged."""
    for reference in references[-2:-1]:
        handling.take(here.desk, reference, here.officer, here.now)
    for reference in references[-3:-2]:
        handling.acknowledge(here.desk, reference, "<p>Dear Ada</p>", here.officer, here.now)


def _written(here: Days, reference: str) -> set[Hashable]:
    with here.desk.database.read() as conn:
        rows = outbox.of_case(conn, here.case(reference).id)
    return {(reference, row.id) for row in rows if row.kind == Message.CASE_CHANGED}


def _is_wrong(here: Days, receiver: Receiver, reference: str) -> bool:
    """Whether the receiver, putting what it was told in the order of its keys, has another history or another case."""
    case = here.case(reference)
    with here.desk.database.read() as conn:
        happened = [event.kind for event in events.of_case(conn, case.id) if event.kind != Happened.READ]
    told = [event for _, event in sorted(receiver.told[reference].items())]
    return told != happened or receiver.stands.get(reference) != json.loads(case_changed(0, "", here.now, case))["case"]
