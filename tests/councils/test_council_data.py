"""The six profiles say what the councils' reports say, and nothing that the reports do not."""

import re
from datetime import date

import pytest
from pydantic import BaseModel

from portal.councils import Profile, load, names
from portal.councils.loading import FOLDER
from portal.councils.problems import table_in

REAL = [name for name in names() if name != "example"]
ON = date(2026, 11, 23)


def days(profile: Profile, procedure: str) -> list[int]:
    return [stage.limits.respond_days for stage in profile.stages(procedure, ON) if stage.limits]


def keys_of(model: type[BaseModel]) -> set[str]:
    inner = filter(None, (table_in(field.annotation) for field in model.model_fields.values()))
    return {field.alias or name for name, field in model.model_fields.items()}.union(*map(keys_of, inner))


@pytest.mark.parametrize("key", sorted(keys_of(Profile)))
def test_every_key_stands_in_the_example(key: str) -> None:
    assert re.search(rf"\b{key} = |\[+{key}\b|[.\[]{key}[\].]", (FOLDER / "example.toml").read_text())


@pytest.mark.parametrize("key", sorted(keys_of(Profile)))
def test_every_key_is_explained_in_the_example_by_name_or_right_above(key: str) -> None:
    lines = (FOLDER / "example.toml").read_text().splitlines()
    spoken_of = [bool(re.search(rf"\b{key}\b", line)) for line in lines]
    comment = [line.startswith("#") for line in lines]
    first_use = next(at for at in range(len(lines)) if (spoken_of[at] and not comment[at]) or f"# {key} = " in lines[at])
    named = any(spoken and said for spoken, said in zip(spoken_of, comment, strict=True))
    assert named or comment[first_use - 1]


def test_the_examples_telephone_numbers_ring_nowhere() -> None:
    numbers = re.findall(r'"(\+?\d[\d ]{6,})"', (FOLDER / "example.toml").read_text())
    assert len(numbers) >= 4
    assert all(re.fullmatch(r"01632 960\d{3}", number) for number in numbers)


def test_the_examples_addresses_belong_to_nobody() -> None:
    text = (FOLDER / "example.toml").read_text()
    hosts = re.findall(r"(?:@|https://)([a-z.-]+)", text)
    assert hosts
    assert all(host.endswith(".example") for host in hosts)


def test_harrow_as_reported() -> None:
    harrow = load("harrow")
    assert harrow.team == "Complaints & Information Requests"
    assert days(harrow, "corporate") == [15, 20]
    assert [(target.measures, target.percent) for target in harrow.targets_on(ON)] == [("complaints", 75)]
    assert harrow.enquiry_limits("mp", ON).respond_days == 10
    assert (harrow.acknowledge_days(ON), harrow.advocacy, harrow.front_door) == (None, None, None)


def test_telford_and_wrekin_as_reported() -> None:
    telford = load("telford-wrekin")
    assert telford.acknowledge_days(date(2019, 4, 1)) == 2
    assert telford.acknowledge_days(date(2019, 3, 31)) is None
    assert telford.stages("corporate", ON) == ()
    assert "agreement" in telford.limits("statutory", 1, ON).extension_needs
    assert [team.name for team in telford.service_areas[0].teams][-2:] == ["Lakeside CP", "Wrekin CP"]
    assert telford.advocacy.name == "Rights & Representations Service"


def test_lewisham_as_reported() -> None:
    lewisham = load("lewisham")
    assert days(lewisham, "corporate") == [10, 20, 30]
    assert lewisham.stages("corporate", ON)[2].name == "Independent Adjudicator"
    assert (lewisham.front_door.day_phone, lewisham.front_door.night_phone) == ("020 8314 6660", "020 8314 6000")
    asked = ("mp", "member", "mayor", "chief_executive", "general")
    assert {lewisham.enquiry_limits(code, ON).respond_days for code in asked} == {10}
    assert lewisham.enquiry_limits("foi_request", ON) is None
    assert lewisham.acknowledge_days(ON) is None


def test_leicestershire_as_reported() -> None:
    leicestershire = load("leicestershire")
    assert leicestershire.front_door.night_phone == "0116 305 0005"
    assert {outcome.code.value: outcome.label for outcome in leicestershire.outcomes}["upheld"] == "Fault found"
    assert "no_finding" in [outcome.code for outcome in leicestershire.outcomes]
    assert days(leicestershire, "corporate") == []
    assert len(leicestershire.service_areas) == 7


def test_manchester_as_reported() -> None:
    manchester = load("manchester")
    assert manchester.acknowledge_days(ON) == 3
    assert days(manchester, "corporate") == [10, 15]
    ombudsman = manchester.enquiry_limits("ombudsman", ON)
    assert (ombudsman.respond_days, ombudsman.counting) == (28, "calendar")
    targets = {(target.measures, target.days): target.percent for target in manchester.targets_on(ON)}
    assert targets == {("statutory", 20): 80, ("enquiries", 10): 96}


@pytest.mark.parametrize("name", REAL)
def test_nothing_the_reports_do_not_state_is_made_up(name: str) -> None:
    profile = load(name)
    stated = profile.model_fields_set
    assert not stated & {"phone", "phone_hours", "email", "address", "website", "brand", "languages", "service_name"}
    assert profile.advocacy is None or profile.advocacy.phone is None


@pytest.mark.parametrize("name", ["harrow", "telford-wrekin", "manchester"])
def test_a_front_door_without_a_verified_number_is_left_out(name: str) -> None:
    assert load(name).front_door is None


@pytest.mark.parametrize(
    ("name", "year"),
    [("harrow", 2022), ("telford-wrekin", 2019), ("lewisham", 2023), ("leicestershire", 2024), ("manchester", 2023)],
)
def test_every_value_holds_from_the_first_day_of_its_reports_year(name: str, year: int) -> None:
    days_found = re.findall(r"from = ([\d-]+)", (FOLDER / f"{name}.toml").read_text())
    assert set(days_found) == {f"{year}-04-01"}
