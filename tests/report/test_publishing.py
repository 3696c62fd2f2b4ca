"""A published report stays as it was; what is written of it is sealed until then, and no text is lost on the way."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from portal.actions import reporting
from portal.actions.desk import Desk
from portal.actions.keys import seal_anew, sweep_left_over
from portal.actions.reporting import ChangedMeanwhile, IsPublished, NoSuchReport
from portal.report import checks, frozen, publishing
from portal.report.making import Contradicts, make
from portal.report.publishing import NotOver, Shut
from portal.report.rendering import render
from portal.report.tables import Cell, Difference, Example, Report
from tests.actions.desks import NOW
from tests.report.rows import FIRST, LAST, drawn, put

YEAR = (FIRST, LAST)
TODAY = NOW.date()
SECRET = "Kingfisher families told us"


def without_cases(report: Report) -> Report:
    """The same report, its figures leading nowhere."""
    sections = tuple(
        replace(section, tables=tuple(
            replace(table, rows=tuple(replace(row, cells=tuple(replace(cell, of=None, made_of=()) for cell in row.cells)) for row in table.rows))
            for table in section.tables
        ))
        for section in report.sections
    )  # fmt: skip
    return replace(report, sections=sections)


def test_what_was_frozen_thaws_as_it_was_and_looks_the_same_in_every_form(desk: Desk) -> None:
    put(desk, drawn(150))
    made = make(desk, *YEAR, TODAY, threshold=5, commentary={"received": "One\n\nTwo <b>"})
    made = replace(made, learned=(Example("Said", "Did"),), thanks=(Example("Thanks", ""),))
    back = frozen.thaw(frozen.freeze(made))
    assert back == without_cases(made)
    for format in ("html", "csv", "json"):
        assert render(back, format) == render(made, format)
    assert any(isinstance(cell, Cell) and cell.hidden for table in back.tables() for row in table.rows for cell in row.cells)


def test_a_text_is_sealed_read_again_and_published_in_clear(desk: Desk, officer: int) -> None:
    put(desk, drawn(60))
    assert [reporting.comment(desk, YEAR, "received", SECRET, 0, officer, NOW) for _ in range(2)] == [True, False]
    assert reporting.commentary(desk, *YEAR)["received"].text == SECRET
    with desk.database.read() as conn:
        sealed = conn.execute(text("SELECT sealed FROM report_comments")).scalar_one()
        assert SECRET.encode() not in bytes(sealed)
    assert [publishing.publish(desk, YEAR, 2, TODAY, officer, NOW) for _ in range(2)] == [True, False]
    row, made = publishing.published(desk, reporting.every(desk)[0].id)
    assert (row.published_on, row.published_by) == (TODAY, officer)
    assert next(section for section in made.sections if section.key == "received").commentary == SECRET
    with pytest.raises(IsPublished):
        reporting.comment(desk, YEAR, "received", "Another", 1, officer, NOW)


def test_what_is_published_stays_as_it_was_until_it_is_withdrawn(desk: Desk, officer: int) -> None:
    put(desk, drawn(60))
    publishing.publish(desk, YEAR, 1, TODAY, officer, NOW)
    number = reporting.every(desk)[0].id
    _, before = publishing.published(desk, number)
    put(desk, drawn(40, seed=3, start=1000))
    assert publishing.published(desk, number)[1] == before != without_cases(make(desk, *YEAR, TODAY, years=1))
    assert [reporting.withdraw(desk, number, NOW) for _ in range(2)] == [True, False]
    with pytest.raises(NoSuchReport):
        publishing.published(desk, number)
    with pytest.raises(NoSuchReport):
        reporting.withdraw(desk, number + 1, NOW)
    assert publishing.publish(desk, YEAR, 1, TODAY, officer, NOW)
    assert publishing.published(desk, number)[1] != before


def test_of_two_who_write_at_once_neither_loses_a_word(desk: Desk, officer: int) -> None:
    reporting.comment(desk, YEAR, "who", "First", 0, officer, NOW)
    with pytest.raises(ChangedMeanwhile) as meanwhile:
        reporting.comment(desk, YEAR, "who", "Second", 0, officer, NOW)
    assert (meanwhile.value.text, meanwhile.value.version) == ("First", 1)
    assert reporting.commentary(desk, *YEAR)["who"].text == "First"
    assert reporting.comment(desk, YEAR, "who", "Second", 1, officer, NOW)
    assert reporting.comment(desk, YEAR, "who", "", 2, officer, NOW) and reporting.commentary(desk, *YEAR) == {}


def test_its_key_is_looked_after_as_those_of_the_cases_are(desk: Desk, officer: int) -> None:
    reporting.comment(desk, YEAR, "who", SECRET, 0, officer, NOW)
    assert sweep_left_over(desk, NOW + timedelta(days=9)) == 0
    _, failed = seal_anew(desk, desk.office, desk.lock, None)
    assert failed == 0 and reporting.commentary(desk, *YEAR)["who"].text == SECRET
    with desk.database.read() as conn:
        desk.keys.erase(conn.execute(text("SELECT key_name FROM reports")).scalar_one())
    assert reporting.commentary(desk, *YEAR)["who"].text is None
    with pytest.raises(Shut):
        publishing.publish(desk, YEAR, 1, TODAY, officer, NOW)
    assert reporting.comment(desk, YEAR, "who", "Anew", 1, officer, NOW) and reporting.commentary(desk, *YEAR)["who"].text == "Anew"


def test_a_text_opens_only_in_its_own_section(desk: Desk, officer: int) -> None:
    reporting.comment(desk, YEAR, "who", SECRET, 0, officer, NOW)
    with desk.database.write() as conn:
        conn.execute(text("UPDATE report_comments SET section = 'received'"))
    assert reporting.commentary(desk, *YEAR)["received"].text is None


def test_nothing_that_contradicts_itself_or_goes_on_is_published(desk: Desk, officer: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotOver):
        publishing.publish(desk, (date(2026, 4, 1), TODAY), 1, TODAY, officer, NOW)
    put(desk, drawn(20))
    monkeypatch.setattr(checks, "differences", lambda tables: (Difference("One", 1, "two", 2),))
    with pytest.raises(Contradicts):
        publishing.publish(desk, YEAR, 1, TODAY, officer, NOW)
    assert reporting.every(desk) == []
