"""What is to leave: rows written beside what they tell of, leased by whoever delivers them, never lost.

A row waits (`done_at` and `dead_at` empty), is done (delivered, or not wanted any more), or is dead:
tried for days, and left for somebody to look at. A lease is the moment at which it ends; whoever set
that moment may say what came of the row, and nobody else.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Update, and_, bindparam, func, literal, or_, select

from portal.store import tables
from portal.store.database import new_id

_box, _days = tables.outbox, tables.daily_work


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A message as stored. `sealed` opens with the key of its case; it is forgotten once the message is done."""

    id: int
    case_id: int | None
    kind: str
    about: str | None
    created_at: datetime
    due_at: datetime
    sent: int
    tries: int
    leased_until: datetime | None
    done_at: datetime | None
    dead_at: datetime | None
    last_problem: str | None
    sealed: bytes | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A message that has not been settled, with the reference of its case; nothing sealed."""

    id: int
    reference: str | None
    kind: str
    about: str | None
    created_at: datetime
    due_at: datetime
    sent: int
    tries: int
    dead_at: datetime | None
    last_problem: str | None


_ROW = tuple(_box.c[field.name] for field in fields(OutboxRow))
_THIS = _box.c.id == bindparam("message")
_UNSETTLED = _box.c.done_at.is_(None)
_WAITS = and_(_UNSETTLED, _box.c.dead_at.is_(None))
_FREE = or_(_box.c.leased_until.is_(None), _box.c.leased_until <= bindparam("now"))
_OURS = and_(_THIS, _UNSETTLED, _box.c.leased_until == bindparam("lease"))
_SETTLED: dict[str, Any] = {"done_at": bindparam("now"), "leased_until": None, "dead_at": None, "sealed": None}

_ADD = _box.insert()
_BY_ID = select(*_ROW).where(_THIS)
_BY_TOKEN = select(*_ROW).where(_box.c.token_id == bindparam("token"))
_SETTLE = _box.update().where(_THIS, _UNSETTLED).values(**_SETTLED)
_LEASE = (
    _box.update().where(_THIS, _WAITS, _FREE, _box.c.due_at <= bindparam("now")).values(leased_until=bindparam("until"))
)
_DUE = (
    select(_box.c.id)
    .where(_WAITS, _FREE, _box.c.due_at <= bindparam("now"), _box.c.kind.in_(bindparam("kinds", expanding=True)))
    .order_by(_box.c.due_at, _box.c.id)
    .limit(bindparam("most"))
)
_SENT = {"sent": _box.c.sent + 1, "tries": 0, "last_problem": None}
_FINISH = _box.update().where(_OURS).values(**_SETTLED, **_SENT)
_REPEAT = _box.update().where(_OURS).values(**_SENT, leased_until=None, due_at=bindparam("due"))
_DROP = _box.update().where(_OURS).values(**_SETTLED)
_FAIL = (
    _box.update()
    .where(_OURS)
    .values(
        tries=_box.c.tries + 1,
        leased_until=None,
        last_problem=bindparam("problem"),
        due_at=bindparam("due"),
        dead_at=bindparam("dead"),
    )
)
_WITHDRAW = (
    _box.update()
    .where(_box.c.case_id == bindparam("case"), _box.c.kind == bindparam("called"), _UNSETTLED)
    .values(**_SETTLED)
)
_AGAIN = _box.update().where(_THIS, _UNSETTLED).values(due_at=bindparam("now"), tries=0, dead_at=None)
_LIST = (
    select(_box.c.id, tables.cases.c.reference, *(_box.c[field.name] for field in fields(Listed)[2:]))
    .select_from(_box.outerjoin(tables.cases))
    .where(_UNSETTLED)
    .order_by(_box.c.due_at, _box.c.id)
    .limit(bindparam("most"))
)
_COUNT = select(func.count()).select_from(_box)
_OF_CASE = select(*_ROW).where(_box.c.case_id == bindparam("case")).order_by(_box.c.id)
_FORGET = _box.delete().where(_box.c.done_at < bindparam("before"))


def add(
    conn: Connection,
    kind: str,
    now: datetime,
    *,
    case_id: int | None = None,
    about: str | None = None,
    token_id: str | None = None,
    sealed: bytes | None = None,
) -> int:
    """Keep a message that may leave as soon as this transaction is committed; its id."""
    row = {"case_id": case_id, "kind": kind, "about": about, "created_at": now, "due_at": now}
    return new_id(conn.execute(_ADD, row | {"sent": 0, "tries": 0, "token_id": token_id, "sealed": sealed}))


def by_id(conn: Connection, id: int) -> OutboxRow | None:
    """The message, or None."""
    row = conn.execute(_BY_ID, {"message": id}).first()
    return OutboxRow(*row) if row else None


def by_token(conn: Connection, token_id: str) -> OutboxRow | None:
    """The message in which the link of this token stands, or None."""
    row = conn.execute(_BY_TOKEN, {"token": token_id}).first()
    return OutboxRow(*row) if row else None


def of_case(conn: Connection, case_id: int) -> list[OutboxRow]:
    """Every message about a case, first to last."""
    return [OutboxRow(*row) for row in conn.execute(_OF_CASE, {"case": case_id})]


def lease(conn: Connection, id: int, now: datetime, until: datetime) -> OutboxRow | None:
    """The message, which nobody else delivers before `until`; None where it is not due, settled, or somebody has it."""
    got = conn.execute(_LEASE, {"message": id, "now": now, "until": until}).rowcount == 1
    return by_id(conn, id) if got else None


def due(conn: Connection, kinds: Iterable[str], now: datetime, most: int) -> list[int]:
    """Up to `most` messages of these kinds that wait for nobody, soonest first."""
    return list(conn.execute(_DUE, {"kinds": list(kinds), "now": now, "most": most}).scalars())


def finish(conn: Connection, row: OutboxRow, now: datetime) -> bool:
    """It was delivered; False where it is not ours any more: withdrawn meanwhile, or leased to somebody else."""
    return _as_ours(conn, _FINISH, row, now=now)


def repeat(conn: Connection, row: OutboxRow, due_at: datetime) -> bool:
    """It was delivered, and is delivered again from `due_at` on; False where it is not ours any more."""
    return _as_ours(conn, _REPEAT, row, due=due_at)


def drop(conn: Connection, row: OutboxRow, now: datetime) -> bool:
    """Nobody wants it any more; False where it is not ours any more."""
    return _as_ours(conn, _DROP, row, now=now)


def fail(conn: Connection, row: OutboxRow, problem: str, due_at: datetime, dead_at: datetime | None) -> bool:
    """It was not delivered: tried again from `due_at` on, unless it is given up; False where it is not ours any more."""
    return _as_ours(conn, _FAIL, row, problem=problem, due=due_at, dead=dead_at)


def withdraw(conn: Connection, case_id: int, kind: str, now: datetime) -> int:
    """Send no further message of this kind about the case; how many were waiting."""
    return conn.execute(_WITHDRAW, {"case": case_id, "called": kind, "now": now}).rowcount


def settle(conn: Connection, id: int, now: datetime) -> bool:
    """Whoever got it says so; False where it was settled before."""
    return conn.execute(_SETTLE, {"message": id, "now": now}).rowcount == 1


def send_again(conn: Connection, id: int, now: datetime) -> bool:
    """Let it be tried at once and for days again, also when it was given up; False where it is settled."""
    return conn.execute(_AGAIN, {"message": id, "now": now}).rowcount == 1


def unsettled(conn: Connection, most: int, but: Iterable[int] = ()) -> list[Listed]:
    """Up to `most` messages that are neither delivered nor withdrawn, soonest first; not those about the cases `but`."""
    about = or_(_box.c.case_id.is_(None), _box.c.case_id.not_in(list(but)))
    return [Listed(*row) for row in conn.execute(_LIST.where(about), {"most": most})]


def count_stuck(conn: Connection, since: datetime, *, but: str) -> tuple[int, int]:
    """How many were given up, and how many wait that were written before `since`; those of the kind `but` apart."""
    given_up = and_(_UNSETTLED, _box.c.dead_at.is_not(None), _box.c.kind != but)
    waiting = and_(_WAITS, _box.c.created_at < literal(since, _box.c.created_at.type), _box.c.kind != but)
    return _counted(conn, given_up), _counted(conn, waiting)


def is_waiting(conn: Connection, kind: str) -> bool:
    """Whether a message of this kind still waits to leave."""
    return _counted(conn, and_(_WAITS, _box.c.kind == kind)) > 0


def forget_done(conn: Connection, before: datetime) -> int:
    """Remove what was settled before this moment; how many there were."""
    return conn.execute(_FORGET, {"before": before}).rowcount


def is_claimed(conn: Connection, name: str, day: date) -> bool:
    """Whether the work of this name is done for this day."""
    return conn.execute(select(_days.c.day).where(_days.c.name == name, _days.c.day == day)).first() is not None


def forget_days(conn: Connection, before: date) -> int:
    """Forget which work was done before this day; how many claims there were."""
    return conn.execute(_days.delete().where(_days.c.day < before)).rowcount


def claim_day(conn: Connection, name: str, day: date, now: datetime) -> bool:
    """Whether the work of this name is ours to do on this day: true for one transaction only, if it commits."""
    if conn.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert
    else:
        from sqlalchemy.dialects.sqlite import insert  # type: ignore[assignment]
    claim = insert(_days).values(name=name, day=day, done_at=now).on_conflict_do_nothing().returning(_days.c.day)
    return conn.execute(claim).first() is not None


def _as_ours(conn: Connection, statement: Update, row: OutboxRow, **values: Any) -> bool:
    return conn.execute(statement, {"message": row.id, "lease": row.leased_until, **values}).rowcount == 1


def _counted(conn: Connection, which: ColumnElement[bool]) -> int:
    return int(conn.execute(_COUNT.where(which)).scalar_one())
