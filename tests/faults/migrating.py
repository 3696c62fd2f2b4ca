"""Every migration taken back and done again, with cases, drafts, files and messages in the tables."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from uuid import uuid4

from sqlalchemy import Connection, inspect, text

from portal.actions import closing, erasing
from portal.actions.desk import Desk
from portal.actions.feed import Scope, give_token
from portal.actions.files import add
from portal.actions.settling import work_out_standing
from portal.casework.outcomes import OutcomeCode
from portal.seal.passwords import new_token, token_id
from portal.store import cases
from portal.store import staff as accounts
from portal.store.database import MIGRATIONS
from portal.store.tables import metadata
from tests.actions.desks import answer_all
from tests.citizen.people import WHO
from tests.databases import _started
from tests.faults.counting import count
from tests.faults.days import Days, days
from tests.faults.people import Told

REVISIONS = sorted(path.name[:4] for path in (MIGRATIONS / "versions").glob("0*.py"))

READ_OFF_HISTORY = {"cases": {"closed_on", "outcome", "keeping"}, "points": {"finding", "decided_on"}}
"""Columns that an older portal does not have, and that a migration forward reads off what it does have."""

Rows = dict[str, dict[str, list[str]]]
"""Of each table: of each column, every value, sorted by the row's own number."""


@dataclass(frozen=True, slots=True)
class Migrated:
    """What came of the rows. `gone`: those of tables that an older portal does not have, which go with their table.

    `changed`: rows that were there before and not, or not the same, afterwards; `unreadable` cases that no key opens.
    """

    migrations: int
    rows: int
    changed: int
    gone: int
    cases: int
    lost: int
    unreadable: int
    words_lost: int

    @property
    def harmless(self) -> bool:
        """Whether all that the older portal has a place for is there as it was, and every case opens."""
        return not (self.changed or self.lost or self.unreadable or self.words_lost)

    def __str__(self) -> str:
        return (
            f"{self.migrations} migrations back and forward, {self.rows} rows, {self.changed} lost or changed; {self.cases} cases, "
            f"{self.lost} lost, {self.unreadable} unreadable, {self.words_lost} without their return words; "
            f"{self.gone} rows went with tables of a later portal"
        )


def migrated_on_sqlite(people: int, seed: int) -> Migrated:
    """On a SQLite file."""
    with days() as here:
        return back_and_forth(here, people, seed)


def migrated_on_postgresql(people: int, seed: int) -> Migrated:
    """On a PostgreSQL server."""
    with TemporaryDirectory(prefix="portal-faults-pg-") as folder:
        server = _started(Path(folder))
        try:
            with days(server.get_uri("postgres")) as here:
                return back_and_forth(here, people, seed)
        finally:
            server.cleanup()


def back_and_forth(
    here: Days, people: int, seed: int, while_old: Callable[[Connection], object] = lambda _: None
) -> Migrated:
    """From the newest tables to those before them and forward again, then one further back, until the first."""
    told = [_lives_here(here, number, Random(seed + number)) for number in range(people)]
    here.works()
    desk, rows, changed, gone = here.desk, 0, 0, 0
    words = _words(desk)
    for older in reversed(REVISIONS[:-1]):
        before = _rows(desk)
        rows = max(rows, _count(before))
        desk.database.downgrade(desk.keys, older)
        between = _rows(desk)
        with desk.database.write() as conn:
            while_old(conn)
        desk.database.upgrade(desk.keys)
        # What a newer portal counts of a case it reads off its history anew, as its worker does when it starts.
        work_out_standing(desk)
        after = _rows(desk)
        known = {table: set(columns) for table, columns in between.items() if table in before}
        gone += _count({table: columns for table, columns in before.items() if table not in known})
        read_off = {**known, **{table: known[table] | columns for table, columns in READ_OFF_HISTORY.items()}}
        changed += max(_differing(before, between, known), _differing(before, after, read_off))
    found = count(desk, told)
    return Migrated(
        migrations=len(REVISIONS) - 1, rows=rows, changed=changed, gone=gone, cases=found.acknowledged, lost=found.lost,
        unreadable=found.unreadable, words_lost=words - _words(desk),
    )  # fmt: skip


def _lives_here(here: Days, number: int, dice: Random) -> Told:
    """Somebody sends a complaint, with a file or without; and somebody else has begun one."""
    told, who = Told(), dice.choice(sorted(WHO))
    points = [{**point, "what_happened": told.mark} for point in WHO[who]["points"]]
    key = here.begins(who, points=points)
    if number % 3 == 0:
        add(here.desk, key, "a.txt", b"What she said.", here.now)
    told.reference = here.sends(key)
    if number % 4 == 1:
        answer_all(here.desk, told.reference, here.officer, here.now)
        closing.close(here.desk, told.reference, dice.choice(list(OutcomeCode)), "Answered", here.officer, here.now, "It was a single slip")
    if number % 8 == 1:
        erasing.hold(here.desk, told.reference, "The Ombudsman asks", here.officer, here.now)
    here.begins("parent")
    officer = here.officer
    with here.desk.database.write() as conn:
        accounts.start_session(conn, token_id(new_token()), officer, here.now)
    give_token(here.desk, f"system {uuid4().hex}", [Scope.CASES], here.now)
    return told


def _rows(desk: Desk) -> Rows:
    with desk.database.read() as conn:
        seen = inspect(conn)
        there = sorted(set(seen.get_table_names()) & set(metadata.tables))
        return {table: _columns(conn, table, [each["name"] for each in seen.get_columns(table)]) for table in there}


def _columns(conn: Connection, table: str, names: list[str]) -> dict[str, list[str]]:
    rows = sorted(conn.execute(text(f"SELECT {', '.join(names)} FROM {table}")).all(), key=lambda row: repr(row[0]))
    return {name: [repr(row[at]) for row in rows] for at, name in enumerate(names)}


def _count(rows: Rows) -> int:
    return sum(max((len(values) for values in columns.values()), default=0) for columns in rows.values())


def _differing(one: Rows, other: Rows, known: dict[str, set[str]]) -> int:
    """How many rows differ, or are in one alone, in the tables and columns that both have."""
    return sum(_differing_rows(one[table], other[table], columns & set(one[table])) for table, columns in known.items())


def _differing_rows(one: dict[str, list[str]], other: dict[str, list[str]], columns: set[str]) -> int:
    names = sorted(columns)
    ours, theirs = (set(zip(*(rows[name] for name in names), strict=True)) for rows in (one, other))
    return max(len(ours - theirs), len(theirs - ours))


def _words(desk: Desk) -> int:
    """How many wrappings under return words the cases there are can find."""
    with desk.database.read() as conn:
        names = [case.key_name for case in cases.after(conn, 0, 10_000)]
    return sum(len(desk.keys.words_of(name)) for name in names if name)
