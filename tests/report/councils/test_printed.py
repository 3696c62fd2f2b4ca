"""A council's year through the two commands: brought in from a file, and printed."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from portal.cli import import_cases, report
from tests.report.councils import telford


def test_a_published_year_is_brought_in_and_printed_by_two_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("PORTAL_COUNCIL", "telford-wrekin")
    monkeypatch.delenv("PORTAL_DATABASE", raising=False)
    file = tmp_path / "years.jsonl"
    file.write_text("\n".join(json.dumps(one) for one in telford.records().all), encoding="utf-8")
    brought = CliRunner().invoke(import_cases, [str(file)])
    assert brought.exit_code == 0 and "245 cases" in brought.stdout
    asked = ["--council", "telford-wrekin", "--from", "2019-04-01", "--to", "2020-03-31", "--years", "5", "--format"]
    printed = CliRunner().invoke(report, [*asked, "json"])
    assert (printed.exit_code, printed.stderr) == (0, "")
    tables = {table["key"]: table for section in json.loads(printed.stdout)["sections"] for table in section["tables"]}
    counts = [figure for figure in telford.FIGURES if figure.says.isdigit() and figure.says != "0"]
    for figure in counts:
        table = tables[figure.table]
        at = [column["key"] for column in table["columns"]].index(figure.column)
        value = next(row["cells"][at]["value"] for row in table["rows"] if row["key"] == figure.row)
        assert round(value) == int(figure.bears or figure.says), str(figure)
    assert len(counts) > 40
    page = CliRunner().invoke(report, [*asked, "html"])
    assert "Telford &amp; Wrekin Council" in page.stdout and "Children&#39;s Safeguarding &amp; Family Support" in page.stdout.replace("’", "&#39;")
