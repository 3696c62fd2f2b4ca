"""Fills a database with synthetic cases, quickly: codes and dates as they might be, and nobody's words."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import Connection, func, select

from portal.store import staff, tables
from portal.store.database import Database

TODAY = date(2026, 1, 7)
OFFICERS = 20

COMPLAINANTS = ("parent",) * 12 + (
    "child",
    "grandparent",
    "foster_carer",
    "care_leaver",
    "advocate",
    "special_guardian",
)
CHILD_STATUS = ("looked_after", "in_need", "child_protection_plan", "care_leaver", "none")
MATTERS = ("communication",) * 8 + ("support_not_delivered", "placement", "family_time", "records_wrong", "care_plan")
RARE_MATTER = "short_breaks_direct_payments"
"""The matter of one case in 5,000."""

ROUTES = (("statutory", "statutory"),) * 6 + (("corporate", "corporate"),) * 3 + (("mixed", None), ("compliment", None))
PLACES = (("social_care", "assessment"),) * 4 + (("social_care", None), ("carers", "fostering"), ("early_help", None), (None, None))
FACTS = json.dumps({"complainant": "parent", "matters": ["communication"]})
DECISION = {"also": [], "needs_decision": False, "flags": [], "reasons": [], "stages": [], "points": []}

COLUMNS = (
    *("reference", "council", "purpose", "received_at", "received_on", "voice", "language", "channel", "complainant"),
    *("child_status", "matters", "point_count", "route", "route_confirmed", "procedure", "rules_version", "danger"),
    *("rank", "open", "stage", "due_on", "handler_id", "facts", "decision"),
    *("service_area", "team", "person_asked_on", "service_asked_on", "service_answer_by"),
)


def fill(database: Database, cases: int, open_share: int = 20, *, today: date = TODAY) -> None:
    """Add `cases` synthetic cases, one in `open_share` of them open, and officers to handle them, in one transaction.

    The same call on an empty database gives the same rows: the bench compares like with like.
    """
    with database.write() as conn:
        officers = _officers(conn)
        first = conn.execute(select(func.coalesce(func.max(tables.cases.c.id), 0))).scalar_one()
        rows = _rows(first, cases, open_share, officers, today)
        (_into_sqlite if database.on_sqlite else _into_postgresql)(conn, rows)
    _tidy(database)


def _tidy(database: Database) -> None:
    """What autovacuum would do within the minute; SQLite is left without statistics, as it is in service."""
    if not database.on_sqlite:
        with database.read() as conn:
            conn.exec_driver_sql("VACUUM ANALYZE cases")


def _officers(conn: Connection) -> list[int]:
    here = [row.id for row in staff.everyone(conn)]
    opened = datetime(2025, 1, 1, tzinfo=UTC)
    return here or [
        staff.add(conn, f"officer{n}@example.org", f"Officer {n}", "officer", "no password opens this", opened)
        for n in range(OFFICERS)
    ]


def _rows(first: int, cases: int, open_share: int, officers: list[int], today: date) -> Iterator[tuple[Any, ...]]:
    dice = Random(first)
    some = [dice.random() for _ in range(9973)]
    oldest = today - timedelta(days=6 * 365)
    for n in range(cases):
        a, b, c = some[n % 9973], some[n * 7 % 9973], some[n * 13 % 9973]
        is_open = n % open_share == 0
        received = today - timedelta(days=int(a * 90)) if is_open else oldest + timedelta(days=2000 * n // cases)
        route, procedure = ROUTES[int(b * len(ROUTES))]
        danger = n % 1000 < 10 and is_open
        matter = RARE_MATTER if n % 5000 == 100 else MATTERS[int(c * len(MATTERS))]
        yield (
            f"F{first + n:09}",
            "example",
            "compliment" if route == "compliment" else "complaint",
            datetime.combine(received, time(10, n % 60), UTC),
            received,
            "adult",
            "en",
            "web",
            COMPLAINANTS[int(c * len(COMPLAINANTS))],
            f" {CHILD_STATUS[int(a * len(CHILD_STATUS))]} ",
            f" {matter} " if n % 3 else f" {matter} staff_conduct ",
            1 + n % 3,
            route,
            not is_open or b > 0.5,
            procedure,
            "filled",
            danger,
            0 if danger else 1,
            is_open,
            1 + n % 2,
            received + timedelta(days=int(14 + 60 * b)) if c < 0.95 or not is_open else tables.NO_DUE_DATE,
            None if is_open and a < 0.3 else officers[int(b * len(officers))],
            FACTS,
            json.dumps({"route": route, **DECISION}),
            *PLACES[int(a * len(PLACES))],
            received + timedelta(days=3) if is_open and b < 0.15 else None,
            received + timedelta(days=2) if is_open and c < 0.3 else None,
            received + timedelta(days=9) if is_open and c < 0.3 else None,
        )


def _into_sqlite(conn: Connection, rows: Iterator[tuple[Any, ...]]) -> None:
    at, on, due, *maybe = (
        COLUMNS.index(name)
        for name in ("received_at", "received_on", "due_on", "person_asked_on", "service_asked_on", "service_answer_by")
    )

    def plain(row: tuple[Any, ...]) -> list[Any]:
        values = list(row)
        values[at] = row[at].strftime("%Y-%m-%d %H:%M:%S.%f")
        values[on], values[due] = row[on].isoformat(), row[due].isoformat()
        for place in maybe:
            values[place] = row[place] and row[place].isoformat()
        return values

    places = ", ".join("?" * len(COLUMNS))
    statement = f"INSERT INTO cases ({', '.join(COLUMNS)}) VALUES ({places})"
    conn.connection.dbapi_connection.executemany(statement, map(plain, rows))  # type: ignore[union-attr]


def _into_postgresql(conn: Connection, rows: Iterator[tuple[Any, ...]]) -> None:
    cursor: Any = conn.connection.cursor()
    with cursor.copy(f"COPY cases ({', '.join(COLUMNS)}) FROM STDIN") as copying:
        for row in rows:
            copying.write_row(row)
