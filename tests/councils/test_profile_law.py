"""A profile may be stricter than the law, never looser; limits and days hold from their date on."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.councils import Limits, Profile, ProfileError, load, names

LAW = {
    (1, "respond_days"): (10, "regulation 14"),
    (1, "latest_days"): (20, "regulation 14"),
    (2, "respond_days"): (25, "regulation 17"),
    (2, "latest_days"): (65, "regulation 17"),
    (3, "panel_days"): (30, "regulation 19"),
    (3, "findings_days"): (5, "regulation 20"),
    (3, "response_days"): (15, "regulation 20"),
    (3, "respond_days"): (50, "regulations 19 and 20"),
}
KEYS = ("respond_days", "latest_days", "request_days", "panel_days", "findings_days", "response_days")
ON = date(2026, 11, 23)


def load_text(folder: Path, text: str) -> Profile:
    path = folder / "newtown.toml"
    path.write_text('council = "Newtown Council"\nteam = "Complaints Team"\n' + text)
    return load(str(path))


def statutory(stage: int, **days: object) -> str:
    stated = "".join(f", {key} = {value!r}" for key, value in days.items())
    limits = f'{{ from = 2024-04-01, source = "Newtown policy"{stated} }}'
    return f'[[procedures.statutory.stages]]\nnumber = {stage}\nname = "Stage"\nlimits = [{limits}]\n'


def limits_of(profile: Profile, stage: int, on: date = ON) -> Limits:
    limits = profile.limits("statutory", stage, on)
    assert limits is not None
    return limits


@pytest.mark.parametrize(("place", "law"), LAW.items())
def test_a_limit_looser_than_the_law_does_not_load_and_the_regulation_is_named(
    tmp_path: Path, place: tuple[int, str], law: tuple[int, str]
) -> None:
    (stage, key), (days, regulation) = place, law
    with pytest.raises(ProfileError) as caught:
        load_text(tmp_path, statutory(stage, **{key: days + 1}))
    assert f"newtown.toml: procedures.statutory.stages[1].limits[1].{key}: expected at most {days}" in str(caught.value)
    assert f"(SI 2006/1738 {regulation}), found {days + 1}" in str(caught.value)


@pytest.mark.parametrize(("place", "law"), LAW.items())
def test_the_law_itself_and_anything_stricter_loads(
    tmp_path: Path, place: tuple[int, str], law: tuple[int, str]
) -> None:
    (stage, key), (days, _) = place, law
    for stated in (days, days - 1):
        assert getattr(limits_of(load_text(tmp_path, statutory(stage, **{key: stated})), stage), key) == stated


def test_the_time_to_ask_for_a_panel_is_the_complainants_and_cannot_be_shortened(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match=r"request_days: expected at least 20 .*regulation 18\), found 19"):
        load_text(tmp_path, statutory(3, request_days=19))
    assert limits_of(load_text(tmp_path, statutory(3, request_days=25)), 3).request_days == 25


@pytest.mark.parametrize(
    ("stage", "days"),
    [(3, {"latest_days": 60}), (1, {"panel_days": 5}), (2, {"request_days": 20}), (1, {"request_days": 20})],
)
def test_a_limit_the_law_does_not_know_for_a_stage_is_refused(tmp_path: Path, stage: int, days: dict[str, int]) -> None:
    with pytest.raises(ProfileError, match=rf"expected no such limit in stage {stage} \(SI 2006/1738 regulation"):
        load_text(tmp_path, statutory(stage, **days))


def test_the_statutory_procedure_counts_working_days_only(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match=r"counting: expected 'working': .*regulation 2"):
        load_text(tmp_path, statutory(1, respond_days=10, counting="calendar"))


def test_a_later_entry_is_held_to_the_law_as_well(tmp_path: Path) -> None:
    text = """
    [[procedures.statutory.stages]]
    number = 2
    name = "Investigation"
    limits = [
      { from = 2024-04-01, respond_days = 25, source = "x" },
      { from = 2026-04-01, latest_days = 80, source = "y" },
    ]
    """
    with pytest.raises(ProfileError, match=r"stages\[1\]\.limits\[2\]\.latest_days: .*regulation 17"):
        load_text(tmp_path, text)


def test_no_statutory_stage_can_be_ended_and_none_added(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match=r"ends: expected no end: stage 3 is the law's"):
        load_text(tmp_path, statutory(3, panel_days=30) + "ends = 2026-01-01\n")
    with pytest.raises(ProfileError, match=r"number: expected stage 1, 2 or 3"):
        load_text(tmp_path, statutory(4, respond_days=10))


def test_a_stage_number_stands_once(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="each stage number once, but 1 stands 2 times"):
        load_text(tmp_path, statutory(1, respond_days=10) + statutory(1, respond_days=9))


def test_limits_that_begin_on_the_same_day_are_refused(tmp_path: Path) -> None:
    entry = '{ from = 2024-04-01, respond_days = 10, source = "x" }'
    text = f'[[procedures.corporate.stages]]\nnumber = 1\nname = "One"\nlimits = [{entry}, {entry}]\n'
    with pytest.raises(ProfileError, match="each starting date once, but 2024-04-01 stands 2 times"):
        load_text(tmp_path, text)


def test_an_extended_limit_before_the_first_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="latest_days: expected no fewer than respond_days, which are 10"):
        load_text(tmp_path, statutory(1, respond_days=10, latest_days=9))


@given(stage=st.sampled_from([1, 2, 3]), key=st.sampled_from(KEYS), days=st.integers(1, 366))
def test_whatever_loads_is_never_looser_than_the_law(
    tmp_path_factory: pytest.TempPathFactory, stage: int, key: str, days: int
) -> None:
    try:
        profile = load_text(tmp_path_factory.mktemp("law"), statutory(stage, **{key: days}))
    except ProfileError as error:
        assert "SI 2006/1738 regulation" in str(error)
        return
    limits = limits_of(profile, stage)
    for (number, name), (most, _) in LAW.items():
        if number == stage:
            assert getattr(limits, name) <= most
    assert limits.latest_days is None or limits.respond_days <= limits.latest_days
    assert stage != 3 or limits.request_days >= 20


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("on", [date(2007, 1, 1), date(2019, 4, 1), ON, date(2035, 1, 1)])
def test_the_statutory_limits_hold_for_every_council_on_every_day(name: str, on: date) -> None:
    profile = load(name)
    days = [(stage.limits.respond_days, stage.limits.latest_days) for stage in profile.stages("statutory", on)]
    assert days == [(10, 20), (25, 65), (50, None)]
    assert limits_of(profile, 3, on).request_days == 20


def test_before_a_council_stated_its_limits_the_regulation_is_the_source() -> None:
    harrow = load("harrow")
    assert limits_of(harrow, 1, date(2022, 3, 31)).source == "SI 2006/1738 regulation 14"
    assert limits_of(harrow, 1, date(2022, 4, 1)).source == "Harrow annual report 2022/23"


def test_an_earlier_panel_ends_the_stage_earlier(tmp_path: Path) -> None:
    assert limits_of(load_text(tmp_path, statutory(3, panel_days=20)), 3).respond_days == 40


def test_there_is_no_fourth_stage_and_no_unknown_procedure() -> None:
    example = load("example")
    assert example.limits("statutory", 4, ON) is None
    assert example.limits("unheard_of", 1, ON) is None
    assert example.stages("unheard_of", ON) == ()


def test_the_newest_value_that_has_begun_counts() -> None:
    example = load("example")
    before, after = date(2024, 3, 31), date(2024, 4, 1)
    assert example.acknowledge_days(date(2020, 3, 31)) is None
    assert (example.acknowledge_days(before), example.acknowledge_days(after)) == (3, 2)
    assert example.limits("corporate", 1, date(2020, 3, 31)) is None
    assert example.limits("corporate", 1, date(2026, 3, 31)).respond_days == 15
    assert example.limits("corporate", 1, date(2026, 4, 1)).acknowledge_days == 5


def test_a_corporate_stage_that_has_ended_is_gone_the_day_after() -> None:
    example = load("example")
    assert [stage.number for stage in example.stages("corporate", date(2026, 3, 31))] == [1, 2, 3]
    assert [stage.number for stage in example.stages("corporate", date(2026, 4, 1))] == [1, 2]
