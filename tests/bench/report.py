"""The year's figures over many cases: every question of a report, beside one query written by hand over the same rows."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from sqlalchemy import text

from portal import lay_out_desk
from portal.actions.desk import Desk
from portal.report.book import Setting
from portal.report.making import asks_of, count, periods_of
from tests.bench.fill import TODAY, fill
from tests.bench.sites import settings

YEAR = (date(2025, 4, 1), date(2026, 3, 31))
_SPREAD = "UPDATE cases SET received_on = date('2025-04-01', '+' || (id % 365) || ' days')"
_POINTS = """
INSERT INTO points (id, case_id, number, matter, route, reasons, sealed)
SELECT id * 2 + n, id, n + 1, CASE (id + n) % 3 WHEN 0 THEN 'communication' WHEN 1 THEN 'placement' ELSE 'care_plan' END, route, '[]', x'00'
FROM cases JOIN (SELECT 0 AS n UNION SELECT 1) ON n = 0 OR id % 4 = 0
"""
_CONCERNED = (
    "INSERT INTO point_services SELECT id, 1, service_area, coalesce(team, '') FROM cases WHERE service_area IS NOT NULL AND id % 3",
    "INSERT OR IGNORE INTO point_services SELECT id, 1, 'carers', 'fostering' FROM cases WHERE service_area IS NOT NULL AND id % 6 = 1",
    "INSERT INTO point_causes SELECT id, 1, CASE WHEN id % 4 = 0 THEN 'delay' ELSE 'communication' END FROM cases WHERE id % 2",
    """UPDATE cases SET
        services = ' ' || coalesce((SELECT group_concat(service, ' ') FROM (SELECT DISTINCT service FROM point_services WHERE case_id = id)), service_area, '') || ' ',
        teams = ' ' || coalesce((SELECT group_concat(team, ' ') FROM (SELECT DISTINCT team FROM point_services WHERE case_id = id AND team <> '')), team, '') || ' '""",
    """UPDATE case_stages SET (area, enquiry, services, teams) =
        (SELECT coalesce(service_area, ''), coalesce(enquiry_kind, ''), services, teams FROM cases WHERE id = case_id),
        causes = ' ' || coalesce((SELECT cause FROM point_causes WHERE point_causes.case_id = case_stages.case_id), '') || ' '""",
)
_STAGES = """
INSERT INTO case_stages (case_id, place, procedure, stage, own, asked_on, begun_on, due_on, ended_on, how, outcome, days, extended)
SELECT id, 1, coalesce(procedure, 'other'), 1, 0, received_on, received_on, date(received_on, '+14 days'), date(received_on, '+' || (id % 40) || ' days'),
       'answered', CASE id % 4 WHEN 0 THEN 'upheld' WHEN 1 THEN 'partly_upheld' WHEN 2 THEN 'not_upheld' ELSE 'no_finding' END, (id % 40) * 5 / 7, id % 5 = 0
FROM cases
"""
BY_HAND = """
SELECT substr(c.received_on, 1, 7), c.procedure, c.complainant, c.channel, c.service_area, s.stage, s.outcome, s.how, s.extended,
       s.days <= 10, s.days <= 20, s.ended_on <= s.due_on, count(*), avg(s.days)
FROM cases c JOIN case_stages s ON s.case_id = c.id
WHERE c.received_on BETWEEN '2025-04-01' AND '2026-03-31'
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
"""
"""What somebody would write who wants the year in one table, to make the rest of in a spreadsheet."""


@contextmanager
def year_of(cases: int, var: Path) -> Iterator[tuple[Callable[[], float], Callable[[], float]]]:
    """Two callables: seconds for all questions of a report of one year, and seconds for the query by hand."""
    desk = lay_out_desk(settings(var))
    desk.database.upgrade()
    fill(desk.database, cases, today=TODAY)
    with desk.database.write() as conn:
        conn.execute(text(_SPREAD))
        for statement in (_STAGES, _POINTS, *_CONCERNED):
            conn.execute(text(statement))
    yield (lambda: _asked(desk)), (lambda: _by_hand(desk))
    desk.close()


def _asked(desk: Desk) -> float:
    periods = periods_of(*YEAR, 1)
    setting = Setting(desk.profile, periods, YEAR[1])
    begun = time.perf_counter()
    count(desk, asks_of(setting), periods, YEAR[1])
    return time.perf_counter() - begun


def _by_hand(desk: Desk) -> float:
    begun = time.perf_counter()
    with desk.database.read() as conn:
        conn.execute(text(BY_HAND)).all()
    return time.perf_counter() - begun
