"""What every shelf can do, whatever it is made of."""

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

_NAME_BYTES = 16
_NAME = re.compile(r"[0-9a-f]{32}")


class NotOnShelf(Exception):
    """Nothing stands under this name."""


class ShelfUnavailable(Exception):
    """The shelf cannot be reached, or is full; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Something on the shelf, and since when it has been there."""

    name: str
    since: datetime


class Shelf(Protocol):
    """A place for sealed files. Every method raises `ShelfUnavailable`."""

    def put(self, name: str, sealed: bytes) -> None:
        """Keep `sealed` under a new name, whole or not at all; when this returns, it lasts."""

    def get(self, name: str) -> bytes:
        """What stands under the name. Raises `NotOnShelf`."""

    def remove(self, name: str) -> None:
        """Take it away, if it is there."""

    def everything(self) -> Iterator[Standing]:
        """All that stands on the shelf."""


class NoShelf:
    """Where there is no shelf, nothing can be kept, and nothing is known to be gone."""

    def put(self, name: str, sealed: bytes) -> None:
        raise ShelfUnavailable("no shelf was set up")

    def get(self, name: str) -> bytes:
        raise ShelfUnavailable("no shelf was set up")

    def remove(self, name: str) -> None:
        raise ShelfUnavailable("no shelf was set up")

    def everything(self) -> Iterator[Standing]:
        return iter(())


NO_SHELF = NoShelf()


def new_name() -> str:
    """A random name that nothing has had before."""
    return secrets.token_hex(_NAME_BYTES)


def is_name(text: str) -> bool:
    """Whether this is a name of ours: other things that lie on the shelf are none of our business."""
    return _NAME.fullmatch(text) is not None
