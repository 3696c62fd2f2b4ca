"""The officer's queue, small and large: two portals that differ in nothing but how many cases they hold."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from portal import lay_out_desk
from portal.actions.staff import add_officer, sign_in
from portal.casework.permissions import Role
from portal.web.clock import london_day
from tests.bench.fill import fill
from tests.bench.load import Asked, request
from tests.bench.server import served
from tests.bench.sites import settings

EMAIL, PASSWORD = "bench@example.org", "only for the bench 1"


@contextmanager
def queue_of(cases: int, var: Path) -> Iterator[Asked]:
    """The request for the first page of a queue with so many cases, 1 in 20 open."""
    token = _filled(cases, var)
    with served("portal", BENCH_VAR=str(var)) as port:
        yield Asked(port, request("/staff/queue", cookies={"staff": token}))


def _filled(cases: int, var: Path) -> str:
    """Make the database, and sign an officer in: the session's token."""
    desk, now = lay_out_desk(settings(var)), datetime.now(UTC)
    desk.database.upgrade()
    fill(desk.database, cases, today=london_day(now))
    add_officer(desk, EMAIL, "Bench", Role.OFFICER, PASSWORD, now)
    token = sign_in(desk, EMAIL, PASSWORD, now)
    desk.close()
    return token
