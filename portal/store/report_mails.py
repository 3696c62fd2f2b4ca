"""Who asked to be told when a quarter is over, and up to which day they were told."""

from datetime import date

from sqlalchemy import Connection, select

from portal.store.tables import report_mails as _mails


def told_upto(conn: Connection, staff_id: int) -> date | None:
    """Up to which day somebody was told; None of somebody who did not ask."""
    return conn.execute(select(_mails.c.told_upto).where(_mails.c.staff_id == staff_id)).scalar_one_or_none()


def before(conn: Connection, day: date) -> list[int]:
    """Whoever asked and was not told up to this day."""
    return list(conn.execute(select(_mails.c.staff_id).where(_mails.c.told_upto < day).order_by(_mails.c.staff_id)).scalars())


def put(conn: Connection, staff_id: int, told: date | None) -> None:
    """They want to be told, and were told up to this day; None: they do not want it any more."""
    conn.execute(_mails.delete().where(_mails.c.staff_id == staff_id))
    if told is not None:
        conn.execute(_mails.insert(), {"staff_id": staff_id, "told_upto": told})
