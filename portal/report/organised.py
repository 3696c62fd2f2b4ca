"""Services put together as the council is organised: by the portfolio of a member, and by division."""

import re
from collections.abc import Callable, Mapping, Sequence

from portal.councils import Profile
from portal.report import names
from portal.report.book import Book, Definition, Labels, Names, Setting, across, over_periods
from portal.report.names import UPHELD
from portal.report.tables import Table
from portal.store.report import Ask, Where

LEVELS: Mapping[str, str] = {"portfolio": "Portfolio", "division": "Division"}
"""What a profile may say of a service area, beside its name."""

Made = tuple[Callable[[Setting], Sequence[Ask]], Callable[[Book, Definition], Table | None]]
_NONE = "No service named, or none of these"


def belonging(profile: Profile, level: str) -> dict[str, str]:
    """To which portfolio or division each service area belongs: its code, and the name of it; none where the profile says nothing."""
    return {area.code: name for area in profile.service_areas if (name := getattr(area, level))}


def received_by(level: str, where: Where) -> Made:
    """What was received in each period, by portfolio or division; no table where the council names none."""
    return _where_named(level, lambda into: over_periods("received", "area", LEVELS[level], _names(level), where=where, total="All complaints", group=into))


def outcomes_by(level: str, where: Where) -> Made:
    """What came of a stage that ended in the report's own period, by portfolio or division; as above."""
    return _where_named(
        level,
        lambda into: across(
            "ended", "area", LEVELS[level], _names(level), "outcome", _outcomes,
            where=where, shares_of=UPHELD, share_name="Upheld, at least in part", group=into,
        ),
    )  # fmt: skip


def _where_named(level: str, table: Callable[[Callable[[str], str]], Made]) -> Made:
    """The table with its services put together as the profile says, which is known no sooner than the table is made."""

    def asks(setting: Setting) -> Sequence[Ask]:
        return table(str)[0](setting) if belonging(setting.profile, level) else ()

    def make(book: Book, definition: Definition) -> Table | None:
        belongs = belonging(book.setting.profile, level)
        return table(lambda area: _code(belongs.get(area, "")))[1](book, definition) if belongs else None

    return asks, make


def _names(level: str) -> Labels:
    return lambda book: {_code(name): name for name in belonging(book.setting.profile, level).values()} | {"": _NONE}


def _outcomes(book: Book) -> Names:
    return names.outcomes(book.setting.profile)


def _code(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
