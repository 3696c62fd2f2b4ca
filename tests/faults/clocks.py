"""Two workers on one PostgreSQL database, the clock of one hours ahead and that of the other hours behind."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from flask import Flask

from portal.actions.clocks import case_clocks, due_columns, london_day
from portal.actions.desk import Desk
from portal.casework.case import fold
from portal.handoff.daily import DailyWork, do_days_work
from portal.handoff.engine import work_once
from portal.law.deadlines import Advocate
from portal.store import events
from portal.store.database import Connection
from tests.databases import _started
from tests.faults.counting_messages import Messages
from tests.faults.days import STEP, Days, Stage, days, free_port, opened
from tests.faults.mail import DIGEST, SENDER, UnsteadyMailbox, about, confirm_danger, somebody_writes, taken_by
from tests.handoff.house import ADVOCATES, DOOR

APART = (timedelta(hours=5), -timedelta(hours=5))
STAGES = (Stage(24, refuses="421 closed for repairs"), Stage(24), Stage(12, loses=0.3))


@dataclass(frozen=True, slots=True)
class Clocks:
    """What came of the messages; the day's work done more than once or not at all, and dates that are not the law's."""

    messages: Messages
    days_wrong: int
    dates: int
    dates_wrong: int

    @property
    def harmless(self) -> bool:
        """Whether each message came once in effect, each day's work was done once, and every date is right."""
        return self.messages.harmless and not (self.days_wrong or self.dates_wrong)

    def __str__(self) -> str:
        return f"{self.messages}; {self.days_wrong} days' work twice or never, {self.dates_wrong} of {self.dates} dates wrong"


def clocks_apart(people: int, seed: int, apart: tuple[timedelta, ...] = APART) -> Clocks:
    """People complain while workers that disagree about the time deliver, at the same moments, from the same outbox."""
    box = UnsteadyMailbox(port=free_port(), dice=Random(seed))
    mail = {"mail": f"smtp://127.0.0.1:{box.port}", "mail_from": SENDER}
    with TemporaryDirectory(prefix="portal-faults-pg-") as folder:
        server = _started(Path(folder))
        try:
            with days(server.get_uri("postgres"), **mail) as here, opened(here.folder, here.database, **mail) as other:
                return _worked(Pair(here, (here.app, other), apart), people, box)
        finally:
            server.cleanup()


class Pair:
    """Two workers in the place of the one that a house has; and which days each of them took in hand."""

    def __init__(self, here: Days, apps: tuple[Flask, Flask], apart: tuple[timedelta, ...]) -> None:
        self.here, self._workers = here, list(zip(apps, apart, strict=True))
        self.done: Counter[date] = Counter()
        self.seen: set[date] = set()
        here.work = self._work

    def _work(self, now: datetime) -> None:
        # On the first day the one whose clock is behind is alone: what it could not deliver is due by both clocks then.
        there = self._workers if self.here.gone_by >= 1 else self._workers[1:]
        with ThreadPoolExecutor(len(there)) as pool:
            for worked in [pool.submit(self._one, app, now + by) for app, by in there]:
                worked.result()

    def _one(self, app: Flask, now: datetime) -> None:
        self.seen.add(london_day(now))
        do_days_work(app.extensions["desk"], now, (DailyWork("counted", self._count),))
        work_once(app, now)

    def _count(self, desk: Desk, conn: Connection, now: datetime) -> None:
        self.done[london_day(now)] += 1


def _worked(pair: Pair, people: int, box: UnsteadyMailbox) -> Clocks:
    here, expected = pair.here, set[tuple[str, str]]()
    referred: dict[str, date] = {}
    for writing in here.go_through(STAGES, people, box.as_in):
        for message in box.to(ADVOCATES):
            referred.setdefault(about(message), london_day(here.now - STEP))
        confirm_danger(here, box)
        for number in writing:
            expected |= somebody_writes(here, number)
    # By one clock what the other has just sent was sent hours ago, and danger that nobody has confirmed is sent again.
    danger = {message for message in expected if message[0] == DOOR}
    references = {reference for _, reference in expected if "@" not in reference}
    return Clocks(
        messages=taken_by(box).count(expected, days=here.gone_by, repeated=danger),
        days_wrong=sum(pair.done[day] != 1 for day in pair.seen) + _digests_too_many(box, len(pair.seen)),
        dates=len(references),
        dates_wrong=sum(_is_wrong(here, reference, referred.get(reference)) for reference in references),
    )


def _digests_too_many(box: UnsteadyMailbox, most: int) -> int:
    names = {str(message["Message-ID"]) for message in box.messages if message["Subject"] == DIGEST}
    return max(len(names) - most, 0)


def _is_wrong(here: Days, reference: str, referred_on: date | None) -> bool:
    """Whether a case is due on another day than it would be had its referral been dated by a clock that is right."""
    case = here.case(reference)
    with here.desk.database.read() as conn:
        state = fold(events.of_case(conn, case.id))
    course = replace(state.course, advocate=Advocate(asked_on=referred_on) if referred_on else None)
    route = state.route or case.route
    dates = case_clocks(here.desk.profile, here.desk.calendar, route, case.received_on, case.acknowledged_on, course)
    wanted = due_columns(dates, acknowledged=case.acknowledged_on is not None)
    return wanted != {"due_on": case.due_on, "latest_on": case.latest_on}
