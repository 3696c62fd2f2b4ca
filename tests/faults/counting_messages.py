"""What came of messages while whoever takes them was away: counted by the receiver, from what it took."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field


@dataclass
class Taken:
    """What a receiver took: each message by what it is about, and the names under which it came."""

    names: defaultdict[Hashable, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, about: Hashable, name: str) -> None:
        """A message came."""
        self.names[about][name] += 1

    def count(
        self, expected: Iterable[Hashable], *, days: float, wrong: int = 0, repeated: Iterable[Hashable] = ()
    ) -> "Messages":
        """What became of the messages that were expected; those `repeated` on purpose are not doubled by it."""
        wanted, on_purpose = set(expected), set(repeated)
        return Messages(
            days=days,
            expected=len(wanted),
            lost=sum(not self.names[about] for about in wanted),
            doubled=sum(len(names) - 1 for about, names in self.names.items() if names and about not in on_purpose),
            repeated=sum(names.total() - len(names) for names in self.names.values()),
            wrong=wrong,
        )


@dataclass(frozen=True, slots=True)
class Messages:
    """`repeated`: taken again under the name they had come under, by which a receiver knows them; `doubled`: under another.

    `wrong`: what came with a false signature, out of its order, or leaving the receiver with something that is not so.
    """

    days: float
    expected: int
    lost: int
    doubled: int
    repeated: int
    wrong: int

    @property
    def harmless(self) -> bool:
        """Whether each message came, and what came again can be known by its name."""
        return not (self.lost or self.doubled or self.wrong)

    def __str__(self) -> str:
        return (
            f"{self.days:g} days, {self.expected} messages, {self.lost} lost, {self.doubled} doubled, {self.wrong} wrong; "
            f"{self.repeated} came again under the same name"
        )
