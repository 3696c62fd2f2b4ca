"""The cases in which a message of the person waits to be read, open or closed, the one that waits longest first."""

from sqlalchemy import Connection, Integer, bindparam, select

from portal.store.tables import IS_WRITTEN, cases

_WAITING = select(cases.c.id).where(IS_WRITTEN).order_by(cases.c.wrote_at, cases.c.id).limit(bindparam("most", type_=Integer))


def waiting(conn: Connection, most: int) -> list[int]:
    """Up to `most` of them."""
    return list(conn.execute(_WAITING, {"most": most}).scalars())
