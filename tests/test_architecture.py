"""Who may know whom: the order of the rooms, each rule a sentence in pyproject.toml, and the four that need nobody."""

import ast
import logging
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

HERE = Path(__file__).resolve().parent.parent
ROOMS, SETTINGS = HERE / "portal", HERE / "pyproject.toml"
CORE = ("words", "law", "questions", "casework")
READS_A_CLOCK = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
}


def _modules(room: str) -> list[Path]:
    return sorted((ROOMS / room).rglob("*.py")) or [ROOMS / f"{room}.py"]


def _imported(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports by dots: say the whole name"
            yield f"{node.module}"


def _calls(module: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield node.value.id, node.attr


def test_every_rule_about_imports_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    kept = lint_imports(config_filename=str(SETTINGS), no_cache=True)
    # It silences every logger there is, ours too, for whatever test comes next.
    logging.getLogger("portal").disabled = False
    assert kept == 0, capsys.readouterr().out


@pytest.mark.parametrize("room", CORE)
def test_the_core_needs_nothing_but_python(room: str) -> None:
    for module in _modules(room):
        others = {name.partition(".")[0] for name in _imported(module)} - sys.stdlib_module_names - {"portal"}
        assert others == set(), module
        ours = {name.split(".")[1] for name in _imported(module) if name.startswith("portal.")}
        assert ours <= set(CORE), module


@pytest.mark.parametrize("room", CORE)
def test_the_core_asks_neither_the_clock_nor_the_environment(room: str) -> None:
    for module in _modules(room):
        assert set(_calls(module)) & READS_A_CLOCK == set(), module
        assert not {"os", "socket", "urllib", "sqlite3", "subprocess"} & set(_imported(module)), module


def test_settings_know_nothing_of_the_portal() -> None:
    assert [name for name in _imported(HERE / "config.py") if name.startswith("portal")] == []


def test_every_module_says_first_what_it_is() -> None:
    silent = [
        str(m.relative_to(HERE)) for m in ROOMS.rglob("*.py") if not ast.get_docstring(ast.parse(m.read_text("utf-8")))
    ]
    assert silent == []


def test_every_rule_is_a_sentence() -> None:
    rules = tomllib.loads(SETTINGS.read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    assert all(rule["name"].endswith(".") and " " in rule["name"] for rule in rules)
