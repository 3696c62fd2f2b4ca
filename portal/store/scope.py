"""Which cases a reader may see, as conditions of a query: the same rule as `casework/sight`, so that pages and counts are right."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Text, bindparam, select

from portal.casework.sight import KEPT_OUT, Reach, Reader, reach_of
from portal.store.tables import Id, cases
from portal.store.tables import case_people as people

_READER = bindparam("reader", type_=Id)
# Asked by itself, and not for each case: it is read once, and nearly always empty.
_KEPT_OUT = select(people.c.case_id).where(people.c.staff_id == _READER, people.c.as_role == KEPT_OUT, people.c.until.is_(None))
_AS = people.c.as_role == bindparam("reader_role", type_=Text)
_LET_IN = select(people.c.case_id).where(people.c.staff_id == _READER, _AS, people.c.until.is_(None))
_NOT_KEPT_OUT = cases.c.id.not_in(_KEPT_OUT)

_REACHED: dict[Reach, tuple[ColumnElement[bool], ...]] = {
    Reach.EVERY: (_NOT_KEPT_OUT,),
    Reach.AREAS: (_NOT_KEPT_OUT, cases.c.service_area.in_(bindparam("reader_areas", type_=Text, expanding=True))),
    Reach.NAMED: (_NOT_KEPT_OUT, cases.c.id.in_(_LET_IN)),
    Reach.DANGERS: (_NOT_KEPT_OUT, cases.c.danger),
    Reach.NONE: (cases.c.id.is_(None),),
}


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose eyes a query sees with; `None` for a reader is the portal itself, for its own counts."""

    reader: Reader | None = None

    @property
    def reach(self) -> Reach | None:
        """What statements differ by; the rest are values."""
        return reach_of(self.reader.role) if self.reader else None

    def values(self) -> dict[str, Any]:
        """What `conditions` of this reach leave open."""
        if self.reader is None:
            return {}
        named = {"reader": self.reader.id, "reader_role": self.reader.role}
        return named | ({"reader_areas": sorted(self.reader.areas)} if self.reach is Reach.AREAS else {})


ALL = Scope()


def conditions(reach: Reach | None) -> tuple[ColumnElement[bool], ...]:
    """What a case has to be like for whoever has this reach to see it; none for the portal itself."""
    return () if reach is None else _REACHED[reach]
