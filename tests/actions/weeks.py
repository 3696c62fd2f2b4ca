"""A few weeks of an office, and the tracker read over them."""

from datetime import UTC, date, datetime, timedelta

from portal.actions import answering, closing, erasing, handling, stages
from portal.actions.desk import Desk
from portal.casework.outcomes import OutcomeCode
from portal.casework.permissions import Role
from portal.store import events, tracker
from portal.store.scope import ALL
from portal.store.tracker import Listing, Week
from tests.actions.desks import NOW, a_case, an_officer, answer_all, row_of

TODAY = NOW.date()
WEEKS = [Week.of(TODAY - timedelta(days=7 * back), TODAY) for back in range(5)]


def at(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def rows_of(desk: Desk, listing: Listing, week: Week, size: int = 2) -> list[tracker.TrackedRow]:
    """The whole list, walked in small pages."""
    found, after = [], None
    with desk.database.read() as conn:
        while True:
            rows, after = tracker.page(conn, listing, week, after, size, scope=ALL)
            found += rows
            if after is None:
                return found


def counts_of(desk: Desk, week: Week) -> dict[Listing, int]:
    with desk.database.read() as conn:
        return tracker.counts(conn, week)


def references(desk: Desk, listing: Listing, week: Week) -> list[str]:
    return [row.reference for row in rows_of(desk, listing, week)]


def sent(desk: Desk, case_id: int, officer: int, now: datetime) -> None:
    """Acknowledged, confirmed and answered on a day."""
    reference = row_of(desk, case_id).reference
    handling.confirm_route(desk, reference, row_of(desk, case_id).route, officer, now)
    answer_all(desk, reference, officer, now)
    with desk.database.read() as conn:
        seen = answering.version_of(events.of_case(conn, case_id))
    answering.answer(desk, reference, "<p>Our answer.</p>", seen, officer, now)


def busy_weeks(desk: Desk, officer: int) -> Desk:
    """A few weeks of an office, with everything in it that changes a figure."""
    days = (2, 3, 9, 10, 11, 17, 18, 19, 23, 23, 5)
    ids = [a_case(desk, f"KMR-2346-{100 + number}", at(11, day)) for number, day in enumerate(days)]
    sent(desk, ids[0], officer, at(11, 16))
    sent(desk, ids[1], officer, at(11, 23))
    closing.close(desk, "KMR-2346-102", OutcomeCode.WITHDRAWN, "They withdrew.", officer, at(11, 12))
    closing.close(desk, "KMR-2346-103", OutcomeCode.WITHDRAWN, "They withdrew.", officer, at(11, 23))
    closing.close(desk, "KMR-2346-104", OutcomeCode.WITHDRAWN, "They withdrew.", officer, at(11, 18))
    closing.reopen(desk, "KMR-2346-104", "They go on.", officer, at(11, 19))
    closing.close(desk, "KMR-2346-108", OutcomeCode.WITHDRAWN, "They withdrew.", officer, at(11, 23))
    erasing.propose_erasure(desk, "KMR-2346-105", "request", "They asked.", officer, at(11, 20))
    erasing.erase(desk, "KMR-2346-105", an_officer(desk, "M. Anager", Role.MANAGER), at(11, 20))
    stages.make(desk, "KMR-2346-106", "pause", _said(at(11, 20).date()), officer, at(11, 20))
    return desk


def _said(on: date) -> stages.Said:
    return stages.Said(on, {"reason": "A hearing."}, {"proceedings": "care", "extent": "all"}, ticks=frozenset({"told"}))
