"""The words that translators are given are the words that the portal says."""

import subprocess
import sys
from pathlib import Path

from babel.messages.pofile import read_po

HERE = Path(__file__).resolve().parent.parent
POT = HERE / "translations" / "messages.pot"


def _messages(path: Path) -> set[str]:
    with path.open("rb") as file:
        return {str(message.id) for message in read_po(file) if message.id}


def test_the_catalogue_for_translators_holds_every_text_and_no_other(tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.pot"
    command = [Path(sys.executable).with_name("pybabel"), "-q", "extract", "-F", "translations/babel.toml",
               "--omit-header", "-o", fresh, "."]
    subprocess.run([str(part) for part in command], cwd=HERE, check=True)
    now, kept = _messages(fresh), _messages(POT)
    assert now - kept == set(), "said by the portal, unknown to translators: run make translations"
    assert kept - now == set(), "no longer said: run make translations"


def test_places_to_fill_in_are_named_so_that_a_language_may_order_them_anew() -> None:
    unnamed = [text for text in _messages(POT) if "%s" in text or "%d" in text]
    assert unnamed == []
