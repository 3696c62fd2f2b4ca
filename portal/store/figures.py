"""How much of everything there is, for whoever watches the servers: counted up to a limit, so that it is always quick."""

from datetime import date

from sqlalchemy import Connection, Integer, Table, bindparam, func, literal, select

from portal.store import queue, tables

_STOP = bindparam("stop", type_=Integer)
_LAST = select(func.max(tables.cases.c.id))
_NEWEST = select(tables.drafts.c.state).order_by(tables.drafts.c.created_at.desc()).limit(_STOP).subquery()
_OPEN_DRAFTS = select(func.count()).select_from(_NEWEST).where(_NEWEST.c.state == "open")


def last_case(conn: Connection) -> int:
    """The number of the newest case: how many were received, but for numbers that a broken transaction used up."""
    return conn.execute(_LAST).scalar_one() or 0


def open_drafts(conn: Connection, stop: int) -> int:
    """How many of the newest `stop` drafts have not been sent."""
    return int(conn.execute(_OPEN_DRAFTS, {"stop": stop}).scalar_one())


def waiting(conn: Connection, today: date, stop: int) -> dict[str, int]:
    """How many cases each view of the queue holds, but for the one that is each officer's own."""
    return {view: count for view, count in queue.counts(conn, today=today, stop=stop).items() if view != "mine"}


def outbox(conn: Connection, stop: int) -> dict[str, int]:
    """How many messages the outbox holds by state; nothing where this house has no outbox."""
    table = tables.metadata.tables.get("outbox")
    return {} if table is None else _by_state(conn, table, stop)


def _by_state(conn: Connection, table: Table, stop: int) -> dict[str, int]:
    state = table.c.state if "state" in table.c else literal("all")
    newest = select(state.label("state")).order_by(next(iter(table.primary_key)).desc()).limit(_STOP).subquery()
    counted = select(newest.c.state, func.count()).group_by(newest.c.state)
    return {str(name): int(count) for name, count in conn.execute(counted, {"stop": stop})}
