"""One e-mail, whichever way it goes: plain text, and a name of its own under which a second copy is known as one."""

from dataclasses import dataclass, field
from typing import Protocol


class NotDelivered(Exception):
    """It did not leave, or nobody took it. `problem` is a code for officers; `final`: it never can be delivered so."""

    def __init__(self, problem: str, *, final: bool = False) -> None:
        super().__init__(problem)
        self.problem = problem
        self.final = final


@dataclass(frozen=True, slots=True)
class Mail:
    """An e-mail. `name` is the same for every try of one sending."""

    name: str
    to: str = field(repr=False)
    subject: str
    text: str = field(repr=False)
    language: str = "en"
    reply_to: str = ""
    urgent: bool = False


class Carrier(Protocol):
    """Whatever takes an e-mail away."""

    def carry(self, mail: Mail) -> None:
        """Hand it over, or raise `NotDelivered`."""
