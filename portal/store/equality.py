"""Answers about equality: about nobody's case, in no order, each month's shuffled whenever one more comes in."""

import secrets
from collections.abc import Iterable, Mapping
from random import SystemRandom

from sqlalchemy import Connection, bindparam, func, select, text

from portal.limits import EQUALITY_SHUFFLED
from portal.store.tables import equality_answers as table

_OF_MONTH = select(table).where(table.c.month == bindparam("of_month")).order_by(table.c.id).limit(EQUALITY_SHUFFLED)
_TAKE_OUT = table.delete().where(table.c.id.in_(bindparam("ids", expanding=True)))
_PUT_IN = table.insert()
_FORGET = table.delete().where(table.c.month < bindparam("first"))


def add(conn: Connection, month: str, answers: Mapping[str, str | None]) -> None:
    """Keep these answers among those of their month, and write that month's anew in another order.

    A database keeps with each row when it was written, and lays rows down as they come: whoever holds the files
    could lay the last one beside the last case. Written anew together, a month's rows have one hour and no order.
    """
    if conn.dialect.name == "postgresql":
        # Two who shuffle at once would each put in again what the other takes out.
        conn.execute(text("LOCK TABLE equality_answers IN EXCLUSIVE MODE"))
    rows = [dict(row) for row in conn.execute(_OF_MONTH, {"of_month": month}).mappings()]
    if rows:
        conn.execute(_TAKE_OUT, {"ids": [row["id"] for row in rows]})
    empty: dict[str, str | None] = dict.fromkeys(table.c.keys())
    rows.append({**empty, **answers, "month": month})
    for row in rows:
        row["id"] = secrets.token_hex(16)
    SystemRandom().shuffle(rows)
    conn.execute(_PUT_IN, rows)


def counts(conn: Connection, question: str, months: Iterable[str]) -> dict[str, int]:
    """How many gave which answer to this question in these months; unanswered ones are not counted."""
    column = table.c[question]
    asked = select(column, func.count()).where(table.c.month.in_(list(months)), column.is_not(None)).group_by(column)
    return {str(answer): int(count) for answer, count in conn.execute(asked)}


def forget_before(conn: Connection, first_month: str) -> int:
    """Erase what is of an earlier month; how many rows there were."""
    return conn.execute(_FORGET, {"first": first_month}).rowcount
