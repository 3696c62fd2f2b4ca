"""What the store holds afterwards: each person's mark, as the office reads it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from portal.actions.desk import Desk
from portal.seal import boxes
from portal.store import cases
from tests.faults.people import Told


class Found(Protocol):
    """What came of a trial: in figures, as it is printed."""

    @property
    def harmless(self) -> bool:
        """Whether nothing was lost, nothing doubled, nothing wrong."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many were acknowledged, and of those how many are lost or stand twice; `answers_lost` of drafts."""

    tried: int
    acknowledged: int
    lost: int
    doubled: int
    unreadable: int
    answers_lost: int

    @property
    def harmless(self) -> bool:
        """Whether nothing was lost and nothing doubled."""
        return not (self.lost or self.doubled or self.unreadable or self.answers_lost)

    def __str__(self) -> str:
        return (
            f"{self.tried} sent, {self.acknowledged} acknowledged, {self.lost} lost, {self.doubled} doubled, "
            f"{self.unreadable} unreadable, {self.answers_lost} answers of drafts lost"
        )


def count(desk: Desk, people: Iterable[Told]) -> Count:
    """Read every case with the office's key, and look for each person's mark in it."""
    told = list(people)
    marks, unreadable = _marks(desk)
    sent = [person for person in told if person.reference]
    return Count(
        tried=len(told),
        acknowledged=len(sent),
        lost=sum(not marks[person.mark] for person in sent),
        doubled=sum(times > 1 for times in marks.values()),
        unreadable=unreadable,
        answers_lost=sum(person.answers_lost for person in told),
    )


def _marks(desk: Desk) -> tuple[Counter[str], int]:
    marks: Counter[str] = Counter()
    unreadable = last = 0
    while True:
        with desk.database.read() as conn:
            batch = cases.after(conn, last, 500)
            points = {case.id: cases.points_of(conn, case.id) for case in batch}
        if not batch:
            return marks, unreadable
        last = batch[-1].id
        for case in batch:
            kept = desk.keys.get(case.key_name)
            if kept is None or desk.office is None:
                unreadable += 1
                continue
            key = desk.office.open(kept.sealed)
            marks.update({boxes.open_json(key, point.sealed, "point")["what_happened"] for point in points[case.id]})
