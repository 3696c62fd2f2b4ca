"""Who was let into a case, and who is kept out of it: rows that begin and end, and are not taken away."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from portal.casework.sight import KEPT_OUT, Seen
from portal.store.cases import CaseRow
from portal.store.tables import case_people as _people

_NOW = select(_people.c.staff_id, _people.c.as_role).where(_people.c.case_id == bindparam("case"), _people.c.until.is_(None))
_KEPT_OUT_OF = select(_people.c.case_id).where(
    _people.c.staff_id == bindparam("who"), _people.c.as_role == KEPT_OUT, _people.c.until.is_(None)
)
_END = (
    _people.update()
    .where(
        _people.c.case_id == bindparam("case"), _people.c.staff_id == bindparam("who"),
        _people.c.as_role == bindparam("was"), _people.c.until.is_(None),
    )
    .values(until=bindparam("at"))
)  # fmt: skip


def settle(conn: Connection, case_id: int, wanted: Mapping[int, str], at: datetime) -> None:
    """Let exactly these stand, by account and as what: whoever is new begins at `at`, whoever is not wanted ends then."""
    standing = {(row.staff_id, row.as_role) for row in conn.execute(_NOW, {"case": case_id})}
    for who, was in sorted(standing - set(wanted.items())):
        conn.execute(_END, {"case": case_id, "who": who, "was": was, "at": at})
    new = sorted(set(wanted.items()) - standing)
    if new:
        rows = [{"case_id": case_id, "staff_id": who, "as_role": as_role, "since": at} for who, as_role in new]
        conn.execute(_people.insert(), rows)


def kept_out_of(conn: Connection, staff_id: int) -> list[int]:
    """The cases that this member of staff is kept out of."""
    return list(conn.execute(_KEPT_OUT_OF, {"who": staff_id}).scalars())


def seen(conn: Connection, case: CaseRow) -> Seen:
    """What decides who may read this case."""
    now = {row.staff_id: row.as_role for row in conn.execute(_NOW, {"case": case.id})}
    let_in = {who: as_role for who, as_role in now.items() if as_role != KEPT_OUT}
    kept_out = frozenset(who for who, as_role in now.items() if as_role == KEPT_OUT)
    return Seen(case.service_area, case.danger, let_in, kept_out)
