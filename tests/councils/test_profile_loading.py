"""Profiles load, or are refused with the file, the key and what was expected; a council more is data alone."""

import json
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from portal.councils import ProfileError, describe, load, names
from portal.councils.languages import LANGUAGES
from portal.councils.loading import FOLDER
from portal.councils.parts import Brand

ON = date(2026, 11, 23)
SMALLEST = 'council = "Newtown Council"\nteam = "Complaints Team"\n'

Refused = Callable[[str], ProfileError]


@pytest.fixture
def refused(tmp_path: Path) -> Refused:
    """Load the text as a profile and hand back the error it has to raise."""

    def refuse(text: str) -> ProfileError:
        path = tmp_path / "newtown.toml"
        path.write_text(text)
        with pytest.raises(ProfileError) as caught:
            load(str(path))
        return caught.value

    return refuse


def test_the_fictional_council_and_five_real_ones_come_with_the_portal() -> None:
    assert names() == ["example", "harrow", "leicestershire", "lewisham", "manchester", "telford-wrekin"]


@pytest.mark.parametrize("name", names())
def test_every_profile_loads_under_the_name_of_its_file(name: str) -> None:
    assert load(name).name == name


@pytest.mark.parametrize("name", names())
def test_a_profile_loads_in_a_tenth_of_a_second(name: str) -> None:
    begun = time.perf_counter()
    load(name)
    assert time.perf_counter() - begun < 0.1


@pytest.mark.parametrize("name", names())
def test_a_described_profile_is_json_with_dates_as_text(name: str) -> None:
    described = json.loads(describe(name))
    assert described["council"] == load(name).council
    stages = described["procedures"]["statutory"]["stages"]
    assert date.fromisoformat(stages[0]["limits"][0]["from"]) < ON


def test_what_a_profile_does_not_state_is_absent_from_its_json() -> None:
    assert "front_door" not in load("harrow").as_json()


def test_a_sixth_council_is_a_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "newtown.toml"
    path.write_text(
        SMALLEST
        + """
        [[procedures.corporate.stages]]
        number = 1
        name = "First answer"
        limits = [{ from = 2026-01-01, respond_days = 7, source = "Newtown policy" }]
        [[service_areas]]
        code = "care"
        name = "Care"
        teams = [{ code = "north", name = "North" }]
        """
    )
    newtown = load(str(path))
    assert (newtown.name, newtown.council, newtown.phone, newtown.languages) == (
        "newtown",
        "Newtown Council",
        None,
        ("en",),
    )
    assert newtown.limits("corporate", 1, ON).respond_days == 7
    assert [stage.limits.respond_days for stage in newtown.stages("statutory", ON)] == [10, 25, 50]
    assert newtown.service_areas[0].teams[0].name == "North"


def test_a_profile_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        load("example").council = "Another"  # type: ignore[misc]


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ProfileError, match=r"atlantis: name: expected one of example, .*telford-wrekin"):
        load("atlantis")


def test_a_name_cannot_lead_out_of_the_folder() -> None:
    with pytest.raises(ProfileError):
        load("../councils/harrow")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match=r"gone\.toml: file: expected a file that can be read"):
        load(str(tmp_path / "gone.toml"))


def test_a_file_whose_name_is_no_profile_name_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "New Town.toml"
    path.write_text(SMALLEST)
    with pytest.raises(ProfileError, match="name: expected a file name of at most 40 small letters"):
        load(str(path))


def test_a_file_that_is_not_toml_is_refused_with_the_line(refused: Refused) -> None:
    error = refused('council = "Newtown"\nteam "Complaints"\n')
    assert "newtown.toml: line 2, column" in str(error)
    assert "expected valid TOML" in str(error)


@pytest.mark.parametrize("text", [b"\xff\xfe", b"a = " + b"[" * 5000, b"#" * 600_000, b"a = " + b"1" * 5000])
def test_a_file_that_cannot_be_parsed_is_refused_and_named(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "newtown.toml"
    path.write_bytes(text)
    with pytest.raises(ProfileError, match=r"newtown\.toml: .*expected"):
        load(str(path))


WRONG_EDITS = [
    ('fax = "01632 960001"', "fax", "no such key; there are council, service_name, team"),
    ('name = "newtown"', "name", "no such key"),
    ("phone = 1632960001", "phone", "text in quotation marks"),
    ('phone = "ring us"', "phone", "a telephone number"),
    ('phone = "+44 1632 960001 ext 5"', "phone", "a telephone number"),
    ('email = "complaints at newtown"', "email", "an e-mail address"),
    ('website = "javascript:alert(1)"', "website", "https://"),
    ('website = "http://newtown.example"', "website", "https://"),
    ("address = []", "address", "1 entry or more"),
    (f'service_name = "{"x" * 121}"', "service_name", "at most 120 characters"),
    ('service_name = " "', "service_name", "not empty"),
    ('service_name = "one\\ntwo"', "service_name", "one line of text"),
    ('service_name = "left\\u202eright"', "service_name", "one line of text"),
    ('languages = ["pl"]', "languages", "'en' among the languages"),
    ('languages = ["en", "xx"]', "languages[2]", "ISO 639"),
    ('languages = ["en", "en"]', "languages", "each language once"),
    ('brand.colour = "red"', "brand.colour", "six hexadecimal digits"),
    ('brand.colour = "#777777"', "brand.on_colour", "4.5 to 1"),
    ('brand.link_colour = "#ffdd00"', "brand.link_colour", "4.5 to 1"),
    ('brand.font = "x; } body { display: none"', "brand.font", "font families"),
    ('brand.font = "url(x)"', "brand.font", "font families"),
    ('brand.logo = "x"', "brand.logo", "no such key; there are colour, on_colour, link_colour, font"),
    ('front_door = { name = "Door", source = "x", checked = "2026-11" }', "front_door.day_phone", "a telephone number"),
    ('front_door = { name = "Door", day_phone = "999", source = "x" }', "front_door.checked", "this key is needed"),
    (
        'front_door = { name = "D", day_phone = "999", source = "x", checked = "2026-13" }',
        "front_door.checked",
        "month",
    ),
    ('front_door = "ring 999"', "front_door", "a table"),
    ('advocacy = { phone = "01632 960004", source = "x" }', "advocacy.name", "this key is needed"),
    ('acknowledge = [{ from = "2023-04-01", days = 3, source = "x" }]', "acknowledge[1].from", "a date such as"),
    ("acknowledge = [{ from = 2023-04-01, days = 3 }]", "acknowledge[1].source", "this key is needed"),
    ('acknowledge = [{ from = 2023-04-01, days = "3", source = "x" }]', "acknowledge[1].days", "a whole number"),
    ('acknowledge = [{ from = 2023-04-01, days = true, source = "x" }]', "acknowledge[1].days", "a whole number"),
    ('acknowledge = [{ from = 2023-04-01, days = 0, source = "x" }]', "acknowledge[1].days", "1 or more"),
    ('acknowledge = [{ from = 0203-04-01, days = 3, source = "x" }]', "acknowledge[1].from", "1990-01-01 or more"),
    (
        'acknowledge = [{ from = 2023-04-01, days = 3, source = "x" }, { from = 2023-04-01, days = 2, source = "y" }]',
        "acknowledge",
        "each starting date once, but 2023-04-01 stands 2 times",
    ),
    ('outcomes = [{ code = "won", label = "Won" }]', "outcomes[1].code", "one of 'upheld'"),
    (
        'outcomes = [{ code = "upheld", label = "A" }, { code = "upheld", label = "B" }]',
        "outcomes",
        "each code once, but upheld stands 2 times",
    ),
    ('retention = [{ source = "x" }]', "retention[1].years", "for how many years, months or both"),
    ('retention = [{ years = 101, source = "x" }]', "retention[1].years", "100 or less"),
    ('retention = [{ outcomes = ["won"], years = 1, source = "x" }]', "retention[1].outcomes[1]", "one of 'upheld'"),
    (
        'retention = [{ routes = ["court", "court"], years = 1, source = "x" }]',
        "retention[1].routes",
        "each route once, but court stands 2 times",
    ),
    (
        'retention = [{ years = 6, source = "x" }, { outcomes = ["withdrawn"], years = 1, source = "x" }]',
        "retention",
        "the line that covers every case last, but it is number 1 of 2",
    ),
    ('routes = [{ route = "elsewhere", name = "x" }]', "routes[1].route", "one of 'safeguarding_urgent'"),
    ('procedures.statutry.name = "x"', "procedures.statutry", "no such key; there are statutory, corporate"),
    (
        'targets = [{ from = 2023-04-01, measures = "complaints", percent = 101, source = "x" }]',
        "targets[1].percent",
        "100 or less",
    ),
    ('service_areas = [{ code = "Care", name = "Care" }]', "service_areas[1].code", "a code of at most 40"),
    (
        """[[service_areas]]
        code = "a"
        name = "A"
        teams = [{ code = "t", name = "T" }]
        [[service_areas]]
        code = "b"
        name = "B"
        teams = [{ code = "t", name = "T" }]""",
        "service_areas",
        "each team code in one service area only, but t stands 2 times",
    ),
    (
        'enquiry_types = [{ code = "mp", name = "MP", limits = [{ from = 2023-04-01, source = "x" }] }]',
        "enquiry_types[1].limits[1].respond_days",
        "a number of days",
    ),
    ("files = { most = 0 }", "files.most", "1 or more"),
    ("files = { most_bytes_each = 5 }", "files.most_bytes_each", "100000 or more"),
    ("files = { most_bytes_each = 60_000_000 }", "files.most_bytes_each", "no more than most_bytes_in_all"),
    ('files = { kinds = ["pictures", "films"] }', "files.kinds[2]", "one of 'documents', 'pictures' or 'recordings'"),
    ("files = { kinds = [] }", "files.kinds", "1 entry or more"),
    ('files = { kinds = ["pictures", "pictures"] }', "files.kinds", "each kind once"),
]


@pytest.mark.parametrize(("edit", "key", "expected"), WRONG_EDITS)
def test_a_wrong_edit_is_refused_with_file_key_and_what_was_expected(
    refused: Refused, edit: str, key: str, expected: str
) -> None:
    error = refused(SMALLEST + edit)
    assert [problem.key for problem in error.problems] == [key]
    assert expected in error.problems[0].expected
    assert f"newtown.toml: {key}: expected {error.problems[0].expected}" in str(error)


def test_every_wrong_key_is_reported_at_once(refused: Refused) -> None:
    error = refused('council = 5\nphone = "no"\n')
    assert [problem.key for problem in error.problems] == ["council", "team", "phone"]
    assert len(str(error).splitlines()) == 3


def test_the_error_shows_what_was_found_and_how_entries_are_counted(refused: Refused) -> None:
    error = refused(SMALLEST + 'acknowledge = [{ from = 2023-04-01, days = "three", source = "x" }]')
    assert str(error).endswith(
        "acknowledge[1].days: expected a whole number, found 'three' (entries are counted from 1)"
    )


@given(st.sampled_from(names()), st.from_regex(r"[a-z]{3,12}_x", fullmatch=True))
def test_a_key_nobody_knows_is_refused_in_any_profile(
    tmp_path_factory: pytest.TempPathFactory, name: str, key: str
) -> None:
    path = tmp_path_factory.mktemp("edit") / f"{name}.toml"
    path.write_text(f"{key} = 1\n" + (FOLDER / f"{name}.toml").read_text())
    with pytest.raises(ProfileError, match=rf"{name}\.toml: {key}: expected no such key"):
        load(str(path))


@given(st.text(max_size=40))
def test_no_text_makes_a_font_that_could_leave_its_place_in_a_style_sheet(font: str) -> None:
    try:
        kept = Brand(font=font).font
    except ValidationError:
        return
    assert not set(kept) & set("\"'\\;:{}()<>@/*&\n\r")


def test_every_two_letter_code_a_profile_may_list_is_a_language() -> None:
    unnamed = LANGUAGES - set(Locale("en").languages)
    assert all(len(code) == 3 for code in unnamed)
