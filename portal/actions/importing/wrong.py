"""What is wrong with a file that is to be brought in: the line, the field and why."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Wrong:
    """One thing that is wrong: on which line of the file (from 1), in which field (empty: the line as a whole), and why."""

    line: int
    field: str
    why: str

    def __str__(self) -> str:
        return f"line {self.line}, {self.field}: {self.why}" if self.field else f"line {self.line}: {self.why}"


class Unfit(ValueError):
    """A field does not fit: its name and why; whoever knows the line makes a `Wrong` of it."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}")
        self.field = field
        self.why = why


class NotImported(Exception):
    """Nothing was brought in: `wrong` says all that has to be put right first, in the order of the lines."""

    def __init__(self, wrong: Iterable[Wrong]) -> None:
        self.wrong = tuple(sorted(wrong))
        super().__init__(f"{len(self.wrong)} wrong")
