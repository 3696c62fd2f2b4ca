"""The security list claims no test that does not exist."""

import re
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(test_\w+))?`")


def test_every_test_that_the_list_names_exists() -> None:
    named = NAMED.findall((HERE / "docs" / "asvs.md").read_text("utf-8"))
    assert len(named) > 80
    missing = [f"{file}::{test}" for file, test in named if not (HERE / file).exists() or f"def {test}" not in (HERE / file).read_text("utf-8")]
    assert missing == []


def test_every_place_that_the_list_names_exists() -> None:
    places = re.findall(r"`((?:portal|templates|docs)/[\w./-]+)`", (HERE / "docs" / "asvs.md").read_text("utf-8"))
    assert [place for place in places if not list(HERE.glob(f"{place}*"))] == []
