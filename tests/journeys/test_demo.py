"""The demonstration on a live portal: everyone arrives, an officer finds them, and their facts are what they told."""

import json
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime
from importlib import resources
from typing import Any

import pytest
from click.testing import CliRunner

from portal.actions.case_file import open_file
from portal.actions.clocks import london_day
from portal.actions.desk import Desk
from portal.cli import demo
from portal.demo.page import Page
from portal.demo.person import Person
from portal.demo.play import MOST_PAGES, NotThere, Stuck, play, tell
from portal.demo.visitor import Visitor
from portal.law.facts import Facts
from tests.journeys.house import EMAIL, PASSWORD, House

SCENARIOS = resources.files("portal.demo").joinpath("scenarios.json")
TOLD: dict[str, dict[str, Any]] = {item["id"]: item for item in json.loads(SCENARIOS.read_text("utf-8"))}
BANDS = (25, 21, 18, 16, 12, 8, 0)
FACTS = frozenset(field.name for field in fields(Facts)) - {"points", "age"}


@pytest.fixture(scope="module")
def played(house: House) -> dict[str, dict[str, Any]]:
    """What the demonstration says of each scenario, by its id."""
    return {line["id"]: line for line in play(house.settings, house.desk, house.address)}


@pytest.fixture(scope="module")
def officer(house: House) -> Visitor:
    visitor = Visitor(house.address)
    page = visitor.open("/staff/queue")
    assert page.path == "/staff/sign-in" and page.form
    visitor.send(page, page.form, {"email": [EMAIL], "password": [PASSWORD]})
    return visitor


def test_every_scenario_arrives_with_a_reference_of_its_own(played: dict[str, dict[str, Any]]) -> None:
    assert list(played) == list(TOLD)
    assert len({line["reference"] for line in played.values()}) == len(TOLD)
    assert all(line.keys() == {"id", "reference", "facts", "route"} for line in played.values())


@pytest.mark.parametrize("view", ["open", "all"])
def test_an_officer_finds_each_of_them_once_in_the_queue(
    view: str, played: dict[str, dict[str, Any]], officer: Visitor
) -> None:
    found = list(_queue(officer, view))
    assert len(found) == len(set(found))
    assert {line["reference"] for line in played.values()} <= set(found)


def test_those_in_danger_stand_at_the_head_of_the_queue(
    played: dict[str, dict[str, Any]], officer: Visitor
) -> None:
    in_danger = {played[id]["reference"] for id, told in TOLD.items() if told["facts"]["risk_now"]}
    assert in_danger == set(list(_queue(officer, "open"))[: len(in_danger)])
    assert in_danger == set(_queue(officer, "danger"))


def test_the_officer_reads_the_words_of_each_on_its_case_page(
    played: dict[str, dict[str, Any]], officer: Visitor
) -> None:
    for id, line in played.items():
        assert TOLD[id]["text"] in officer.open(f"/staff/cases/{line['reference']}").said, id


def test_each_keeps_the_facts_that_its_path_asks(house: House, played: dict[str, dict[str, Any]]) -> None:
    differing, asked_of_anyone = {}, set()
    for id, line in played.items():
        asked = _asked(house, line["reference"])
        asked_of_anyone |= asked
        known = _comparable(_by_band(TOLD[id]["facts"]))
        kept = _comparable(line["facts"])
        if wrong := {key: (known.get(key), kept.get(key)) for key in asked if known.get(key) != kept.get(key)}:
            differing[id] = wrong
    assert differing == {}
    assert asked_of_anyone == FACTS | {"age"}


def test_each_goes_where_the_law_sends_it(played: dict[str, dict[str, Any]]) -> None:
    assert {id: line["route"] for id, line in played.items()} == {id: told["route"] for id, told in TOLD.items()}


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"complainant": "child", "age": 9, "matters": ["court_report"], "child_status": "closed"},
        {"complainant": "beekeeper", "matters": ["swarm"], "child_status": "unheard_of", "service": "apiary"},
        {"complainant": "advocate", "represents": "child", "matters": ["placement", "swarm"]},
        {"complainant": "parent", "matters": ["question"], "risk_now": True},
    ],
)
def test_whoever_does_not_know_or_does_not_find_their_answer_still_arrives(facts: dict[str, Any], house: House) -> None:
    words = "Nobody <b>asked</b> me & it went wrong."
    person = Person(words, facts, london_day(datetime.now(UTC)))
    file = open_file(house.desk, tell(Visitor(house.address), person), house.officer_id, datetime.now(UTC))
    said = [point.words["what_happened"] for point in file.points if point.words]
    assert words in [*said, *(entry["said"] for paper in file.asked for entry in paper["asked"])]


def test_a_person_who_is_refused_is_named_with_the_page(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Person, "fill_in", lambda person, form: ({}, None))
    with pytest.raises(Stuck, match=r"T029: /ask/complainant answered 400: Error: Choose who you are"):
        list(play(house.settings, house.desk, house.address, ["T029"]))


def test_a_portal_with_another_database_is_noticed(house: House, desk_elsewhere: Desk) -> None:
    with pytest.raises(NotThere):
        list(play(house.settings, desk_elsewhere, house.address, ["T016"]))


def test_the_command_prints_a_line_of_json_for_each(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_VAR", str(house.settings.var))
    done = CliRunner().invoke(demo, ["--only", "T016", "--only", "T082"])
    assert done.exit_code == 0, done.output
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(line["id"], line["route"]) for line in lines] == [("T016", "compliment"), ("T082", "corporate")]


def test_the_command_says_which_scenario_there_is_not(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_VAR", str(house.settings.var))
    done = CliRunner().invoke(demo, ["--only", "T999"])
    assert (done.exit_code, done.stdout, done.stderr) == (2, "", "There is no scenario T999.\n")


def _queue(officer: Visitor, view: str) -> Iterator[str]:
    """The references of a view, page after page by its own links."""
    address: str | None = f"/staff/queue?view={view}"
    for _page in range(MOST_PAGES):
        if address is None:
            return
        page = officer.open(address)
        yield from (link.words for link in page.links if link.in_main and _is_case(link.href))
        address = _next(page)
    raise AssertionError("the queue does not end")


def _is_case(href: str) -> bool:
    return href.startswith("/staff/cases/") and "#" not in href


def _next(page: Page) -> str | None:
    return next((link.href for link in page.links if link.rel == "next"), None)


def _asked(house: House, reference: str) -> set[str]:
    """The facts for which this person was asked, by the record that was kept with the case."""
    file = open_file(house.desk, reference, house.officer_id, datetime.now(UTC))
    keys = {entry["key"] for paper in file.asked for entry in paper["asked"]}
    implied = {"age_band": "age", "thanks": "matters", "message_kind": "matters"}
    return (keys & FACTS) | {implied[key] for key in keys & implied.keys()}


def _by_band(facts: dict[str, Any]) -> dict[str, Any]:
    """Pages ask in which band an age lies, and the case keeps where that begins."""
    if facts.get("age") is None:
        return facts
    return facts | {"age": next(band for band in BANDS if facts["age"] >= band)}


def _comparable(facts: dict[str, Any]) -> dict[str, Any]:
    """One code or several, in any order."""
    return {key: sorted(value) if isinstance(value, list) else [value] for key, value in facts.items()}
