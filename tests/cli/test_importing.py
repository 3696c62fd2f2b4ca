"""flask import-cases: what it says, how it ends, and what is there afterwards."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from portal.cli import import_cases
from portal.cli.opening import opened
from portal.store import cases

DOCS = Path(__file__).parents[2] / "docs"
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sqlite_template: Path) -> Run:
    """`run(data, *options)` -> the command at that file, in a portal of its own."""
    tmp_path.chmod(0o700)
    monkeypatch.setenv("PORTAL_VAR", str(tmp_path))
    monkeypatch.delenv("PORTAL_DATABASE", raising=False)
    monkeypatch.delenv("PORTAL_COUNCIL", raising=False)
    shutil.copyfile(sqlite_template, tmp_path / "portal.db")

    def command(data: bytes, *options: str) -> Result:
        file = tmp_path / "cases"
        file.write_bytes(data)
        return CliRunner().invoke(import_cases, [str(file), *options])

    return command


def _how_many() -> int:
    with opened() as desk, desk.database.read() as conn:
        return len(cases.after(conn, 0, 1_000))


def test_the_examples_of_the_document_come_in_and_a_second_time_they_are_refused(run: Run) -> None:
    data = (DOCS / "import-example.csv").read_bytes()
    tried = run(data, "--dry-run")
    assert (tried.exit_code, tried.stderr) == (0, "")
    assert tried.stdout == (
        "Nothing is wrong; nothing was brought in. There would be 7 cases (complaint 4, compliment 1, enquiry 1, query 1), "
        "0 of them open, with 56 events.\n"
    )
    assert _how_many() == 0
    brought = run(data)
    assert (brought.exit_code, brought.stderr) == (0, "")
    assert brought.stdout.startswith("Brought in: 7 cases (complaint 4, compliment 1, enquiry 1, query 1), 0 of them open")
    again = run(data)
    assert (again.exit_code, again.stdout) == (1, "")
    assert again.stderr.splitlines()[0] == "line 2, number: CF-2023-0101 was brought in before: each number only once"
    assert again.stderr.splitlines()[-1] == "Nothing was brought in: 7 wrong, on 7 lines."
    assert _how_many() == 7
    assert run((DOCS / "import-example.jsonl").read_bytes()).exit_code == 0
    assert _how_many() == 10


def test_what_is_wrong_is_said_with_its_line_and_nothing_comes_in(run: Run) -> None:
    said = run((DOCS / "import-example.csv").read_bytes().replace(b",mp,", b",pope,").replace(b"social_care/leaving_care", b"leaving"))
    assert (said.exit_code, said.stdout) == (1, "")
    assert [line.split(":")[0] for line in said.stderr.splitlines()] == ["line 5, services", "line 7, enquiry_kind", "Nothing was brought in"]
    assert _how_many() == 0


def test_a_long_list_of_errors_is_cut(run: Run) -> None:
    record: dict[str, Any] = {"number": "1", "kind": "nothing"}
    said = run("\n".join(json.dumps(record) for _ in range(300)).encode())
    assert said.exit_code == 1
    assert said.stderr.splitlines()[-2:] == ["… and 700 more", "Nothing was brought in: 900 wrong, on 300 lines."]


@pytest.mark.parametrize("data", [b"", b"\x00\xff\xfe", b"\xff\xfe", b'"', b"{", b"[]", b"number\n", b"\n" * 1_000, b'{"a":' * 50_000])
def test_no_file_makes_it_stumble(run: Run, data: bytes) -> None:
    said = run(data)
    assert said.exit_code == 1 and isinstance(said.exception, SystemExit)
    assert said.stderr.startswith("line ")


def test_a_file_that_is_not_there_is_said_to_be_so(run: Run, tmp_path: Path) -> None:
    said = CliRunner().invoke(import_cases, [str(tmp_path / "none.csv")])
    assert said.exit_code == 2 and "does not exist" in said.stderr
    assert CliRunner().invoke(import_cases, [str(tmp_path)]).exit_code == 2
