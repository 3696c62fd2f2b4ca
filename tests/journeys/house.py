"""What journeys start from: a portal on a live address, and the sign-in of an officer."""

from dataclasses import dataclass

from config import Settings
from portal.actions.desk import Desk
from portal.seal.return_words import Stretch

EMAIL, PASSWORD = "officer@council.example", "four calm grey horses"
QUICK = Stretch(1, 8192)


@dataclass(frozen=True, slots=True)
class House:
    """A portal that answers at `address`; `desk` is a second desk on the same database and keys."""

    settings: Settings
    desk: Desk
    address: str
    officer_id: int
