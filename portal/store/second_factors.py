"""Second factors as stored: the sealed secret, recovery codes as hashes, and half-sessions, which open no page."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from portal.store import tables

_people, _codes, _halves = tables.staff, tables.staff_recovery_codes, tables.staff_half_sessions

_THEM = _people.c.id == bindparam("person")
_SET = _people.update().where(_THEM).values(
    factor=bindparam("sealed"), factor_since=bindparam("since"), factor_step=bindparam("step")
)  # fmt: skip
_TAKEN = _people.update().where(_THEM).values(factor_step=bindparam("step"))
_ADD_CODE = _codes.insert()
_THEIR_CODES = _codes.c.staff_id == bindparam("person")
_FORGET_CODES = _codes.delete().where(_THEIR_CODES)
_USE_CODE = _codes.delete().where(_codes.c.id == bindparam("code"), _THEIR_CODES)
_COUNT_CODES = select(func.count()).select_from(_codes).where(_THEIR_CODES)
_START = _halves.insert()
_HALF = select(_halves.c.staff_id, _halves.c.created_at, _halves.c.vouched).where(_halves.c.id == bindparam("token"))
_END = _halves.delete().where(_halves.c.id == bindparam("token"))
_FORGET_OLD = _halves.delete().where(_halves.c.created_at < bindparam("before"))


def set_factor(
    conn: Connection, staff_id: int, sealed: bytes | None, since: datetime | None, step: int | None, codes: Iterable[str] = ()
) -> None:
    """Put this secret and the hashes of these recovery codes in the place of any before; None takes the factor away."""
    conn.execute(_SET, {"person": staff_id, "sealed": sealed, "since": since, "step": step})
    conn.execute(_FORGET_CODES, {"person": staff_id})
    for code in codes:
        conn.execute(_ADD_CODE, {"id": code, "staff_id": staff_id})


def code_taken(conn: Connection, staff_id: int, step: int) -> None:
    """Keep for which step a code was taken, so that it is taken once."""
    conn.execute(_TAKEN, {"person": staff_id, "step": step})


def use_recovery_code(conn: Connection, staff_id: int, code: str) -> bool:
    """Whether this person had a recovery code with this hash; they have it no more."""
    return conn.execute(_USE_CODE, {"code": code, "person": staff_id}).rowcount == 1


def recovery_codes_left(conn: Connection, staff_id: int) -> int:
    """How many recovery codes this person has not used."""
    return int(conn.execute(_COUNT_CODES, {"person": staff_id}).scalar_one())


def start_half(conn: Connection, token_id: str, staff_id: int, now: datetime, old: datetime, vouched: str | None = None) -> None:
    """Begin a half-session under the hash of its token, and forget all that began before `old`; `vouched` where the
    council's own sign-in came first, and no password.
    """
    conn.execute(_FORGET_OLD, {"before": old})
    conn.execute(_START, {"id": token_id, "staff_id": staff_id, "created_at": now, "vouched": vouched})


def half(conn: Connection, token_id: str) -> tuple[int, datetime, str | None] | None:
    """Whose half-session this is, when it began, and whether the council's own sign-in vouched for them; or None."""
    row = conn.execute(_HALF, {"token": token_id}).first()
    return (row.staff_id, row.created_at, row.vouched) if row else None


def end_half(conn: Connection, token_id: str) -> bool:
    """End a half-session; whether it was there."""
    return conn.execute(_END, {"token": token_id}).rowcount == 1
