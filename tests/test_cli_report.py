"""flask report: the year's figures on the command line, and what it refuses to give out."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result

from portal.actions.importing import bring_in, look_through
from portal.cli import report
from portal.cli.opening import opened
from portal.cli.reporting import FORMATS, KINDS
from portal.report import making
from portal.report.rendering import Format, Kind, formats_of
from portal.report.tables import Difference
from portal.store import tables

YEAR = ("--council", "example", "--from", "2024-04-01", "--to", "2025-03-31")
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A house with three cases of the year, and no other."""
    monkeypatch.setenv("PORTAL_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("PORTAL_DATABASE", raising=False)
    monkeypatch.delenv("PORTAL_COUNCIL", raising=False)
    records = [
        {
            "number": f"A{at}", "kind": "complaint", "received_on": "2024-05-08", "channel": "letter", "route": "statutory", "complainant": "parent",
            "services": ["social_care"], "stage_1": {"answered_on": "2024-05-20", "outcome": "upheld"}, "closed_on": "2024-05-20",
        }
        for at in range(3)
    ]  # fmt: skip
    with opened() as desk:
        bring_in(desk, look_through(desk, "\n".join(json.dumps(one) for one in records).encode(), NOW), NOW)
    yield tmp_path


def run(*asked: str) -> Result:
    return CliRunner().invoke(report, asked)


def told(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_the_report_of_a_year_goes_to_the_output_and_nothing_else_does(house: Path) -> None:
    found = told(run(*YEAR, "--format", "json"))
    assert (found["council"], found["period"]["first"], found["differences"]) == ("Example Council", "2024-04-01", [])
    assert [period["name"] for period in found["periods"]] == ["2024-25"], "of the years before nothing is known"
    later = ("--council", "example", "--from", "2028-04-01", "--to", "2029-03-31")
    assert [period["name"] for period in told(run(*later, "--format", "json"))["periods"]] == ["2026-27", "2027-28", "2028-29"]
    assert len(told(run(*later, "--format", "json", "--years", "5"))["periods"]) == 5
    page = run(*YEAR, "--format", "html")
    assert page.exit_code == 0 and page.stdout.startswith("<!doctype html>") and "Example Council" in page.stdout


@pytest.mark.parametrize("kind", [one.value for one in Kind])
def test_each_form_goes_into_a_file_or_into_a_folder_under_its_own_name(house: Path, kind: str) -> None:
    folder = house / "reports"
    folder.mkdir()
    formats = [str(one.value) for one in formats_of(kind)]
    for format in formats:
        done = run(*YEAR, "--format", format, "--kind", kind, "--out", str(folder))
        assert (done.exit_code, done.stdout) == (0, ""), done.stderr
    made = list(folder.iterdir())
    assert len(made) == len(formats) and all("2024-25" in path.name and path.stat().st_size > 500 for path in made)
    named = house / "mine"
    assert run(*YEAR, "--format", formats[0], "--kind", kind, "--out", str(named)).exit_code == 0
    assert named.stat().st_size > 500
    for path in made:
        if path.suffix == ".zip":
            assert "received-by-kind" in " ".join(ZipFile(path).namelist())


def test_what_the_command_offers_is_what_there_is() -> None:
    assert {str(one.value) for one in Format} <= set(FORMATS) and {one.value for one in Kind} <= set(KINDS)


def test_what_was_never_worked_out_is_worked_out_first(house: Path) -> None:
    with opened() as desk, desk.database.write() as conn:
        conn.execute(tables.case_stages.delete())
        conn.execute(tables.cases.update().values(waits_for=None))
    done = run(*YEAR, "--format", "json")
    assert "Worked out first, of 3 cases" in done.stderr
    speed = next(table for section in told(done)["sections"] for table in section["tables"] if table["key"] == "time_statutory_1")
    assert speed["rows"][-1]["total"]


def test_a_report_that_contradicts_itself_is_not_given_out(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making.checks, "differences", lambda tables: (Difference("Here", 4, "there", 6),))
    out = house / "report.json"
    done = run(*YEAR, "--format", "json", "--out", str(out))
    assert done.exit_code == 1 and done.stdout == "" and not out.exists()
    assert "Here says 4, and there says 6" in done.stderr and "contradicts itself in 1 place." in done.stderr


def test_another_council_an_unknown_one_and_days_that_are_no_period_are_refused(house: Path) -> None:
    for asked, said in (
        (("--council", "harrow", *YEAR[2:]), "serves example"),
        (("--council", "atlantis", *YEAR[2:]), "harrow"),
        (("--council", "example", "--from", "2025-04-01", "--to", "2025-03-31"), "before it begins"),
        (("--council", "example", "--from", "0001-01-01", "--to", "0001-12-31"), "no time of which"),
        (("--council", "example", "--from", "9999-01-01", "--to", "9999-12-31"), "no time of which"),
        (("--council", "example", "--from", "1 April", "--to", "2025-03-31"), "1 April"),
        ((*YEAR, "--years", "6"), "6"),
    ):
        done = run(*asked, "--format", "json")
        assert (done.exit_code, done.stdout) == (2, "") and said in done.stderr, asked
    nowhere = run(*YEAR, "--format", "json", "--out", str(house / "none" / "report.json"))
    assert nowhere.exit_code == 2 and "cannot be written" in nowhere.stderr


def test_cases_under_the_name_of_another_council_are_told_and_not_counted(house: Path) -> None:
    with opened() as desk, desk.database.write() as conn:
        conn.execute(tables.cases.update().where(tables.cases.c.id == 1).values(council="harrow"))
    done = run(*YEAR, "--format", "json")
    assert "Not counted: 1 case under the name of another council, harrow." in done.stderr
    with opened() as desk:
        made = making.make(desk, date(2024, 4, 1), date(2025, 3, 31), date(2026, 11, 27))
        for table, row in (("received_by_kind", "statutory"), ("outcomes_statutory_1", "upheld")):
            cell = made.table(table).cell(row, "y2024")
            assert cell.value == 2 and cell.of is not None
            with desk.database.read() as conn:
                listed, number = making.store.listed(conn, cell.of.fact, cell.of.where, date(2026, 11, 27))
            assert (len(listed), number) == (2, 2)


def test_a_year_without_a_case_and_one_that_is_not_over_are_said_to_be_so(house: Path) -> None:
    done = run("--council", "example", "--from", "2099-04-01", "--to", "2100-03-31", "--format", "json")
    assert done.exit_code == 0 and "no case in this period" in done.stderr and "not over" in done.stderr
    assert json.loads(done.stdout)["sections"] == []


def test_what_a_terminal_cannot_show_is_not_sent_to_it(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.cli.reporting._on_terminal", lambda: True)
    refused = run(*YEAR, "--format", "csv")
    assert refused.exit_code == 2 and "--out" in refused.stderr
    assert run(*YEAR, "--format", "json").exit_code == 0
