"""The security list leaves no requirement out, and claims no test that does not exist."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
LIST = (HERE / "docs" / "asvs.md").read_text("utf-8")
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(test_\w+))?`")
ROW = re.compile(r"^\| (\d[\d., to]*) \| ([12]) \| [^|]+ \| ([^|]+) \|", re.MULTILINE)
STATES = {"met", "in part", "not applicable", "where it runs", "open"}

# How many requirements of levels 1 and 2 each section of 5.0.0 has: in each they stand before those of level 3.
SECTIONS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1, "3.2": 2, "3.3": 4, "3.4": 6,
    "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4, "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3, "6.1": 3, "6.2": 12,
    "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2, "8.1": 2,
    "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4, "10.4": 11, "10.5": 5, "10.6": 2,
    "10.7": 3, "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1, "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1,
    "13.2": 5, "13.3": 2, "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3, "15.1": 3, "15.2": 3, "15.3": 7, "16.1": 1, "16.2": 5,
    "16.3": 4, "16.4": 3, "16.5": 3, "17.1": 1, "17.2": 4, "17.3": 2,
}  # fmt: skip
LEVEL_1 = 70


def _numbers(said: str) -> Iterator[str]:
    """*1.2.6, 1.2.7* and *4.4.2 to 4.4.4* one by one."""
    for part in said.split(", "):
        first, _, last = part.partition(" to ")
        section, _, begin = first.rpartition(".")
        for number in range(int(begin), int((last or first).rpartition(".")[2]) + 1):
            yield f"{section}.{number}"


def test_every_requirement_of_levels_1_and_2_stands_there_once() -> None:
    expected = {f"{section}.{number}" for section, most in SECTIONS.items() for number in range(1, most + 1)}
    assert len(expected) == 253
    assert Counter(number for row in ROW.findall(LIST) for number in _numbers(row[0])) == Counter(expected)


def test_every_requirement_has_its_level_and_a_state_that_is_explained() -> None:
    rows = ROW.findall(LIST)
    assert sum(len(list(_numbers(said))) for said, level, _ in rows if level == "1") == LEVEL_1
    assert {state for _, _, state in rows} <= STATES


def test_every_test_that_the_list_names_exists() -> None:
    named = NAMED.findall(LIST)
    assert len(named) > 80
    missing = [f"{file}::{test}" for file, test in named if not (HERE / file).exists() or f"def {test}" not in (HERE / file).read_text("utf-8")]
    assert missing == []


def test_every_place_that_the_list_names_exists() -> None:
    places = re.findall(r"`((?:portal|templates|docs|static)/[\w./-]+)`", LIST) + re.findall(r"\]\(([\w./-]+)\)", LIST)
    assert [place for place in places if not list(HERE.glob(f"{place}*")) and not (HERE / "docs" / place).exists()] == []
