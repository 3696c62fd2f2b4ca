"""The command line: what goes in, what comes out, and what it does without."""

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import html5lib
import pytest
from click.testing import CliRunner, Result

import config
from config import HERE
from portal import lay_out_desk
from portal.actions.equality import keep
from portal.actions.staff import add_officer
from portal.casework.permissions import Role
from portal.cli import deadlines, equality, path, profile, triage
from portal.cli.opening import opened
from portal.law.facts import Facts
from portal.law.rules import BANDS
from portal.law.triage import decide
from portal.store import second_factors
from portal.store.second_factors import set_factor
from tests.actions.desks import a_case

FLASK = str(Path(sys.executable).with_name("flask"))
PARENT = {"complainant": "parent", "matters": ["support_not_delivered"], "child_status": "in_need"}


def _triaged(told: Any) -> Result:
    return CliRunner().invoke(triage, input=told if isinstance(told, str) else json.dumps(told))


def test_an_object_in_is_an_object_out() -> None:
    result = _triaged(PARENT)
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout) == json.loads(json.dumps(decide(Facts.from_codes(PARENT)).to_json()))


def test_a_list_in_is_a_list_out_in_the_same_order() -> None:
    result = _triaged([PARENT, {"matters": "praise"}, {}])
    routes = [item["route"] for item in json.loads(result.stdout)]
    assert routes[:2] == ["statutory", "compliment"]
    assert len(routes) == 3
    assert _triaged([]).stdout.strip() == "[]"


def test_nothing_known_is_valid() -> None:
    result = _triaged({})
    assert result.exit_code == 0
    assert json.loads(result.stdout)["route"]


def test_a_decision_names_its_route_its_reasons_and_the_version_of_the_rules() -> None:
    decided = json.loads(_triaged(PARENT).stdout)
    assert {"route", "also", "needs_decision", "flags", "reasons"} <= set(decided)
    assert decided["reasons"][0]["rule"]


@pytest.mark.parametrize(
    ("told", "index", "key"),
    [
        ([PARENT, {"colour": "red"}], 1, "colour"),
        ({"complainant": "martian"}, 0, "complainant"),
        ([{}, {}, {"matters": ["placement", "weather"]}], 2, "matters"),
        ({"risk_now": "yes"}, 0, "risk_now"),
        ({"months_since": -1}, 0, "months_since"),
        ({"points": [{"matters": "placement"}, {"colour": "red"}]}, 0, "points[1].colour"),
        ([PARENT, "a string"], 1, "item"),
    ],
)
def test_what_is_not_known_is_named_with_its_place_and_nothing_else_comes_out(told: Any, index: int, key: str) -> None:
    result = _triaged(told)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert f"item {index}" in result.stderr
    assert key in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("told", ["", "{", "not json", "{'a': 1}"])
def test_what_is_no_json_is_said_to_be_none(told: str) -> None:
    result = _triaged(told)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "not JSON" in result.stderr


@pytest.mark.parametrize("told", ["3", '"parent"', "null", "true"])
def test_what_is_neither_an_object_nor_a_list_is_refused(told: str) -> None:
    result = _triaged(told)
    assert (result.exit_code, result.stdout) == (2, "")


def _flask(*command: str, told: str = "", var: Path) -> subprocess.CompletedProcess[str]:
    ours = {key: value for key, value in os.environ.items() if not key.startswith("PORTAL_")}
    return subprocess.run(
        [FLASK, *command], input=told, env={**ours, "PORTAL_VAR": str(var)}, cwd=var.parent, capture_output=True, text=True,
        timeout=60,
    )  # fmt: skip


def test_triage_needs_no_database_no_keys_and_no_assets(tmp_path: Path) -> None:
    var = tmp_path / "var"
    result = _flask("triage", told=json.dumps([PARENT]), var=var)
    assert (result.returncode, result.stderr) == (0, "")
    assert json.loads(result.stdout)[0]["route"] == "statutory"
    assert not var.exists(), "and leaves none behind"


def test_the_rulebook_is_printed_as_a_page_to_sign() -> None:
    printed = CliRunner().invoke(path, ["--rules"])
    assert printed.exit_code == 0
    html5lib.HTMLParser(strict=True).parse(printed.stdout)
    assert "Signature" in printed.stdout
    assert all(f'id="rule-{rule.id}"' in printed.stdout for band in BANDS for rule in band.rules)


def _dated(told: Any) -> Result:
    return CliRunner().invoke(deadlines, input=told if isinstance(told, str) else json.dumps(told))


def test_dates_are_printed_for_one_stage_or_for_a_list_of_them() -> None:
    asked = {"procedure": "statutory", "start": "2026-11-23", "council": "harrow"}
    assert json.loads(_dated(asked).stdout) == {"respond_by": "2026-12-07", "latest": "2026-12-21"}
    both = json.loads(_dated([asked, asked | {"stage": 2, "answered": None}]).stdout)
    assert [each["respond_by"] for each in both] == ["2026-12-07", "2026-12-30"]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ([{"procedure": "statutory", "start": "2026-11-23"}, {"procedure": "appeal", "start": "2026-11-23"}], "item 1: procedure"),
        ({"procedure": "statutory"}, "item 0: start"),
        ({"procedure": "statutory", "start": "2028-12-20"}, "item 0: "),
        ("nonsense", "not JSON"),
        (["x"], "item 0"),
    ],
)
def test_dates_that_cannot_be_told_are_explained_and_nothing_comes_out(told: Any, said: str) -> None:
    result = _dated(told)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_dates_need_no_database_no_keys_and_no_assets(tmp_path: Path) -> None:
    surroundings = {"PATH": os.environ["PATH"], "PORTAL_COUNCIL": "manchester", "PORTAL_VAR": str(tmp_path / "none")}
    asked = '{"procedure": "ombudsman", "start": "2026-11-23"}'
    done = subprocess.run([FLASK, "deadlines"], input=asked, cwd=HERE, env=surroundings, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == {"respond_by": "2026-12-21"}
    assert not (tmp_path / "none").exists()


def test_a_profile_that_is_looser_than_the_ombudsmans_code_is_warned_of() -> None:
    result = CliRunner().invoke(profile, ["harrow"])
    assert result.exit_code == 0
    assert "10 working days" in result.stderr


def test_a_profile_is_printed_as_json(tmp_path: Path) -> None:
    result = _flask("profile", "example", var=tmp_path / "var")
    assert (result.returncode, result.stderr) == (0, "")
    assert json.loads(result.stdout)["council"] == "Example Council"
    assert not (tmp_path / "var").exists()


def test_a_profile_file_is_read_wherever_it_is(tmp_path: Path) -> None:
    copy = tmp_path / "our-town.toml"
    copy.write_text((HERE / "portal" / "councils" / "example.toml").read_text("utf-8"), "utf-8")
    result = CliRunner().invoke(profile, [str(copy)])
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["council"] == "Example Council"


@pytest.mark.parametrize(("wrong", "said"), [("atlantis", "atlantis"), ("nowhere/our-town.toml", "our-town.toml")])
def test_a_profile_that_is_not_there_is_named(wrong: str, said: str) -> None:
    result = CliRunner().invoke(profile, [wrong])
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_a_wrong_profile_is_not_printed_but_explained(tmp_path: Path) -> None:
    wrong = tmp_path / "our-town.toml"
    wrong.write_text('council = "Our Town"\ncolour = "red"\n', "utf-8")
    result = CliRunner().invoke(profile, [str(wrong)])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "colour" in result.stderr and "our-town.toml" in result.stderr


def test_the_path_of_some_answers_is_printed_one_page_a_line() -> None:
    lines = CliRunner().invoke(path, ['{"complainant": "child"}']).stdout.splitlines()
    assert lines[:2] == ["complainant", "name (missing)"]
    assert "authority (missing)" not in lines
    assert CliRunner().invoke(path, ["nonsense"]).exit_code == 2


@pytest.mark.parametrize("answers", ["[]", "3", '"x"', "null"])
def test_answers_that_are_no_object_are_refused(answers: str) -> None:
    result = CliRunner().invoke(path, [answers])
    assert (result.exit_code, result.stdout) == (2, "")


def test_the_rules_are_replayed_over_the_cases_in_the_store(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    surroundings = {"PATH": os.environ["PATH"], "PORTAL_VAR": str(tmp_path)}
    done = subprocess.run([FLASK, "triage", "--replay"], cwd=HERE, env=surroundings, capture_output=True, text=True, check=True)
    assert done.stdout == ""
    settings = config.from_environment(surroundings)
    desk = lay_out_desk(settings)
    a_case(desk, stage_so_far="stage1_answered")
    desk.close()
    done = subprocess.run([FLASK, "triage", "--replay"], cwd=HERE, env=surroundings, capture_output=True, text=True, check=True)
    (line,) = done.stdout.splitlines()
    assert json.loads(line)["owed"] == [{"right": "stage_2", "since": "2026-11-23"}]


def test_files_of_nobody_are_swept(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    (tmp_path / "files").mkdir(mode=0o700)
    orphan = tmp_path / "files" / ("0" * 32)
    orphan.write_bytes(b"sealed")
    os.utime(orphan, (0, 0))
    surroundings = {"PATH": os.environ["PATH"], "PORTAL_VAR": str(tmp_path)}
    done = subprocess.run([FLASK, "sweep"], cwd=HERE, env=surroundings, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["Drafts forgotten: 0. Keys of commits that failed: 0", "Files of nobody, destroyed: 1"]
    assert not orphan.exists()


def test_whoever_is_added_is_given_a_password_that_is_printed_and_another_when_it_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal.cli import staff

    monkeypatch.setenv("PORTAL_VAR", str(tmp_path))

    def run(*asked: str) -> Result:
        return CliRunner().invoke(staff, asked)

    added = run("add", "ada@council.example", "Ada", "--role", "manager")
    first = added.stdout.splitlines()[-1]
    assert added.exit_code == 0 and len(first) == 16 and "for 7 days" in added.stdout
    assert run("add", "ada@council.example", "Ada").exit_code == 2
    again = run("password", "ada@council.example")
    assert again.exit_code == 0 and again.stdout.splitlines()[-1] != first
    nobody = run("password", "eve@council.example")
    assert nobody.exit_code == 2 and nobody.stdout == "" and "eve@council.example" in nobody.stderr


def test_who_lost_their_second_factor_has_it_taken_on_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from portal.actions import second_factor
    from portal.cli import staff
    from portal.seal.factors import new_secret

    monkeypatch.setenv("PORTAL_VAR", str(tmp_path))
    now = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    with opened() as desk:
        number = add_officer(desk, "ada@council.example", "Ada", Role.OFFICER, "four calm grey horses", now)
        assert desk.factors is not None and desk.factor_required
        with desk.database.write() as conn:
            set_factor(conn, number, desk.factors.close(new_secret(), number), now, 1, ["kept"])
    done = CliRunner().invoke(staff, ["no-factor", "Ada@council.example"])
    assert done.exit_code == 0 and "has no second factor any more" in done.stdout
    with opened() as desk:
        assert second_factor.recovery_codes_left(desk, number) is None
        with desk.database.read() as conn:
            assert second_factors.recovery_codes_left(conn, number) == 0
    nobody = CliRunner().invoke(staff, ["no-factor", "eve@council.example"])
    assert nobody.exit_code == 2 and "eve@council.example" in nobody.stderr


def test_a_token_is_printed_once_listed_by_name_and_revoked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from portal.cli import feed

    monkeypatch.setenv("PORTAL_VAR", str(tmp_path))

    def run(*asked: str) -> Result:
        return CliRunner().invoke(feed, asked)

    given = run("token", "reports", "--scope", "figures")
    token = given.stdout.strip()
    assert given.exit_code == 0 and len(token) >= 40
    assert run("token", "reports", "--scope", "cases").exit_code == 2
    listed = run("tokens").stdout
    assert listed == "reports: figures; never used\n" and token not in listed
    assert run("revoke", "reports").exit_code == 0
    assert run("revoke", "reports").exit_code == 2
    assert ", revoked " in run("tokens").stdout


def test_figures_about_equality_are_printed_without_small_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_VAR", str(tmp_path))
    monkeypatch.delenv("PORTAL_DATABASE", raising=False)
    with opened() as desk:
        for number in range(13):
            keep(desk, {"sex": "female", "religion": "none" if number < 2 else "hindu"}, date(2026, 10, 1))
    told = CliRunner().invoke(equality, ["2026-09", "2026-11"])
    assert told.exit_code == 0
    assert "sex\n  female: 13\n" in told.stdout
    assert "hindu: left out" in told.stdout and "none: left out" in told.stdout


@pytest.mark.parametrize("months", [("2026-10", "2026-11"), ("2026-11", "2026-01"), ("2026-13", "2027-12"), ("soon", "later")])
def test_figures_of_too_few_months_are_refused(months: tuple[str, str]) -> None:
    told = CliRunner().invoke(equality, list(months))
    assert (told.exit_code, told.stdout) == (2, "") and "3 months or more" in told.stderr
