"""One try at a password or a code: whoever guesses waits, by address, at the door and wherever either is asked for again."""

from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil

from portal.actions.second_factor import OldCodeWrong
from portal.actions.staff import SignInRefused
from portal.web import tries
from portal.web.address import mark
from portal.web.clock import now

TOO_MANY_REQUESTS = 429


class TooSoon(Exception):
    """This address has to wait before it may try again; the text is for whoever tries."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"There were many wrong tries from where you are. Wait {seconds} seconds, then try again.")
        self.headers = {"Retry-After": str(seconds)}


@contextmanager
def one_try() -> Iterator[None]:
    """Around what asks for a password or a code. Raises `TooSoon` before it; a refusal in it counts, and goes on up."""
    if wait := tries.signing_in().wait(mark(), now()):
        raise TooSoon(ceil(wait.total_seconds()))
    try:
        yield
    except (SignInRefused, OldCodeWrong):
        tries.signing_in().refused(mark(), now())
        raise
