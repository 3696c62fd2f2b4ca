"""Kept pages: what they are kept as, and how the gaps in them are filled."""

import re
from collections import OrderedDict
from collections.abc import Hashable, Mapping
from threading import Lock
from typing import Any

from markupsafe import Markup, escape

GAP = re.compile("\ue000([^\ue001]*)\ue001")
"""Between characters that no text of ours has."""

MOST_PAGES = 2_000


def gap(name: str) -> Markup:
    """A place on a kept page that is filled for each visitor; it stays empty where nothing has its name."""
    return Markup(f"\ue000{name}\ue001")


def filled(pieces: tuple[str, ...], filling: Mapping[str, Any]) -> str:
    """The page of these pieces with `filling` in its gaps: text is escaped, markup is not."""
    whole = list(pieces)
    whole[1::2] = [escape(filling[name]) if name in filling else "" for name in pieces[1::2]]
    return "".join(whole)


class KeptPages:
    """The least recently shown page is forgotten first."""

    def __init__(self, most: int = MOST_PAGES) -> None:
        self._pages: OrderedDict[Hashable, tuple[str, ...]] = OrderedDict()
        self._most, self._lock = most, Lock()

    def get(self, key: Hashable) -> tuple[str, ...] | None:
        """The page in pieces: what is kept and the names of gaps, in turn."""
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
            return self._pages.get(key)

    def keep(self, key: Hashable, page: str) -> tuple[str, ...]:
        """Keep a page that was rendered with gaps."""
        pieces = tuple(GAP.split(page))
        with self._lock:
            self._pages[key] = pieces
            while len(self._pages) > self._most:
                self._pages.popitem(last=False)
        return pieces
