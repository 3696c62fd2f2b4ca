"""Other cases of perhaps the same person, beside a case: linked by what they share, never merged."""

from datetime import date

from portal.actions import taking_in
from portal.actions.case_file import open_file
from portal.actions.desk import Desk
from portal.actions.searching import beside
from portal.actions.taking_in import HowItCame, TakenBy
from portal.seal import boxes
from portal.store.cases import CaseRow
from tests.actions.desks import NOW
from tests.actions.test_taking_in import answers_of, row_at


def a_call(desk: Desk, officer: int, **told: str) -> CaseRow:
    key = boxes.new_key()
    whole = {**answers_of("parent"), "name": "", "email": "", "phone": "", **told}
    taking_in.keep(desk, key, lambda _before: whole, officer, NOW, HowItCame(TakenBy.TELEPHONE, date(2026, 11, 23)))
    return row_at(desk, taking_in.send(desk, key, officer, NOW)["reference"])


def shown(desk: Desk, officer: int, row: CaseRow) -> dict[str, tuple[str, ...]]:
    assert desk.search is not None
    file = open_file(desk, row.reference, officer, NOW)
    lines = [line for paper in file.asked for line in paper["asked"]]
    return {each.row.reference: each.shares for each in beside(desk, desk.search, row.id, lines, officer)}


def test_what_two_cases_share_is_said_and_the_nearest_comes_first(desk: Desk, officer: int) -> None:
    name = a_call(desk, officer, name="Jo Bloggs")
    both = a_call(desk, officer, name="Bloggs, JO", phone="+44 1632 960001")
    mail = a_call(desk, officer, email="JO@example.org")
    a_call(desk, officer, name="Jo Smith", phone="01632 960 002", email="other@example.org")
    new = a_call(desk, officer, name="Jo Bloggs", phone="01632 960 001", email="jo@example.org")
    found = shown(desk, officer, new)
    assert list(found) == [both.reference, mail.reference, name.reference]
    assert found == {both.reference: ("phone", "name"), mail.reference: ("email",), name.reference: ("name",)}


def test_a_first_name_alone_and_nothing_at_all_link_nobody(desk: Desk, officer: int) -> None:
    a_call(desk, officer, name="Jo")
    a_call(desk, officer)
    assert shown(desk, officer, a_call(desk, officer, name="Jo")) == {}
    assert shown(desk, officer, a_call(desk, officer)) == {}


def test_no_more_than_five_are_shown_the_newest_first(desk: Desk, officer: int) -> None:
    rows = [a_call(desk, officer, phone="01632 960 001") for _ in range(7)]
    assert list(shown(desk, officer, rows[6])) == [row.reference for row in rows[5:0:-1]]
