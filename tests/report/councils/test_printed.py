"""Each council's year through the two commands: brought in from a file, and printed in its own words."""

import json
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner

from portal.cli import import_cases, report
from tests.report.councils import leicestershire, manchester, telford

COUNCILS = (
    (telford, "telford-wrekin", "245", 5, ("Telford & Wrekin Council", "Children’s Safeguarding & Family Support", "Resolved by the service")),
    (manchester, "manchester", "2,143", 3, ("Manchester City Council", "Social Care", "Partially upheld", "Councillor")),
    (leicestershire, "leicestershire", "407", 3, ("Leicestershire County Council", "Children with Disabilities", "Fault found", "Referred to another organisation, or alternative route of redress")),
)  # fmt: skip


@pytest.mark.parametrize(("council", "profile", "cases", "years", "own"), COUNCILS, ids=[each[1] for each in COUNCILS])
def test_a_published_year_is_brought_in_and_printed_by_two_commands(
    council: ModuleType, profile: str, cases: str, years: int, own: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("PORTAL_COUNCIL", profile)
    monkeypatch.delenv("PORTAL_DATABASE", raising=False)
    file = tmp_path / "years.jsonl"
    file.write_text("\n".join(json.dumps(one) for one in council.records().all), encoding="utf-8")
    brought = CliRunner().invoke(import_cases, [str(file)])
    assert brought.exit_code == 0 and f"{cases} cases" in brought.stdout
    asked = ["--council", profile, "--from", f"{council.BEGINS}-04-01", "--to", f"{council.BEGINS + 1}-03-31", "--years", str(years), "--format"]
    printed = CliRunner().invoke(report, [*asked, "json"])
    assert (printed.exit_code, printed.stderr) == (0, "")
    tables = {table["key"]: table for section in json.loads(printed.stdout)["sections"] for table in section["tables"]}
    counts = [figure for figure in council.FIGURES if figure.says.isdigit() and figure.says != "0" and not figure.year and "&" not in figure.row]
    for figure in counts:
        table = tables[figure.table]
        at = [column["key"] for column in table["columns"]].index(figure.column)
        value = next(row["cells"][at]["value"] for row in table["rows"] if row["key"] == figure.row)
        assert round(value) == int(figure.bears or figure.says), str(figure)
    assert len(counts) > 35
    page = CliRunner().invoke(report, [*asked, "html"]).stdout.replace("&amp;", "&").replace("&#39;", "’").replace("'", "’")
    assert [words for words in own if words.replace("'", "’") not in page] == []
