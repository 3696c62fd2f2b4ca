"""The lane of what looks like junk: seen, explained, and left with one press."""

from portal.actions.filing import Filing
from portal.casework.junk import Sign
from portal.store import cases
from tests.actions.desks import NOW, a_case, kinds_of
from tests.staff.browser import Browser

CASE = "/staff/cases/KMR-2346-789"


def _set_aside(desk) -> int:
    case_id = a_case(desk)
    with desk.database.write() as conn:
        filing = Filing(desk, conn, None, None, NOW)  # type: ignore[arg-type]
        filing.let_somebody_look(case_id, (Sign.TOO_QUICK, Sign.SAME_WORDS))
    return case_id


def test_the_lane_is_a_view_of_the_queue_and_its_cases_stand_last_in_the_others(officer: Browser, desk) -> None:
    _set_aside(desk)
    a_case(desk, "KMR-2346-222")
    lane = officer.get("/staff/queue?view=junk")
    assert "Looks like junk 1" in lane.links()
    assert "KMR-2346-789" in lane.text and "KMR-2346-222" not in lane.text
    whole = officer.get("/staff/queue").text
    assert whole.index("KMR-2346-222") < whole.index("KMR-2346-789")
    assert "This is real" in lane.text, "what comes next"


def test_the_case_says_why_and_its_dates_stay(officer: Browser, desk) -> None:
    _set_aside(desk)
    page = officer.get(CASE)
    assert "sent quicker than its pages can be read; nearly the same words" in page.text
    assert "Monday 7 December 2026" in page.text


def test_one_press_puts_it_back(officer: Browser, desk) -> None:
    case_id = _set_aside(desk)
    page = officer.follow(f"{CASE}/real", on=CASE)
    assert "back among the others" in page.text and "said that this is real" in page.text
    assert kinds_of(desk, case_id)[1:3] == ["looked_like_junk", "read"]
    with desk.database.read() as conn:
        row = cases.by_id(conn, case_id)
    assert row is not None and row.rank == cases.RANK_REST
    assert officer.client.get("/staff/queue?view=junk").get_data(as_text=True).count("KMR-2346-789") == 0
