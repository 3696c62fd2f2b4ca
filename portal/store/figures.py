"""How much of everything there is, for whoever watches the servers: counted up to a limit, so that it is always quick."""

from datetime import date

from sqlalchemy import Connection, Integer, bindparam, case, func, select

from portal.store import queue, tables

_STOP = bindparam("stop", type_=Integer)
_LAST = select(func.max(tables.cases.c.id))
_NEWEST = select(tables.drafts.c.state).order_by(tables.drafts.c.created_at.desc()).limit(_STOP).subquery()
_OPEN_DRAFTS = select(func.count()).select_from(_NEWEST).where(_NEWEST.c.state == "open")
_STATE = case((tables.outbox.c.dead_at.is_not(None), "dead"), (tables.outbox.c.done_at.is_not(None), "done"), else_="waiting")
_MESSAGES = select(_STATE.label("state")).order_by(tables.outbox.c.id.desc()).limit(_STOP).subquery()
_OUTBOX = select(_MESSAGES.c.state, func.count()).group_by(_MESSAGES.c.state)


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
    """How many of the newest `stop` messages of the outbox wait, have left, or could not be delivered."""
    return {state: int(count) for state, count in conn.execute(_OUTBOX, {"stop": stop})}
