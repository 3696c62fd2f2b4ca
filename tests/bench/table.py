"""What the bench tells: a line for everything measured, beside its target."""

from collections.abc import Sequence
from dataclasses import dataclass

LEEWAY = 0.05
"""How far beside its target a figure may be before it counts as missed: the machine is never quite still."""


@dataclass(frozen=True, slots=True)
class Target:
    """A figure to reach, or not to go beyond."""

    figure: float
    at_least: bool

    def __str__(self) -> str:
        return f"{'>=' if self.at_least else '<='} {self.figure:g}"

    def missed_by(self, measured: float) -> bool:
        """Whether it is clearly missed."""
        if self.at_least:
            return measured < self.figure * (1 - LEEWAY)
        return measured > self.figure * (1 + LEEWAY)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing measured; `told` says more about it."""

    name: str
    measured: float
    unit: str
    told: str = ""
    target: Target | None = None

    @property
    def missed(self) -> bool:
        """Whether its target is clearly missed."""
        return self.target is not None and self.target.missed_by(self.measured)


def printed(lines: Sequence[Line]) -> str:
    """The table as text."""
    return "\n".join(_row(line) for line in lines)


def _row(line: Line) -> str:
    target = f"target {line.target}" if line.target else ""
    missed = "  MISSED" if line.missed else ""
    return f"{line.name:28}{line.measured:8.2f} {line.unit:18}{target:16}{line.told}{missed}"
