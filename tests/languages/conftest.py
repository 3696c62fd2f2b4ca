"""The portal with both invented languages, for pages that are read and for a real browser."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from config import HERE, Settings
from portal import create_app
from tests.browser.conftest import Site, browser, served
from tests.conftest import NOW, ORIGIN, QUICK, desk_of
from tests.languages.pseudo import invent
from tests.reading import StrictClient
from tests.visiting import Visit

__all__ = ["browser", "replace"]

PROFILE = HERE / "portal" / "councils" / "example.toml"


@pytest.fixture(scope="session")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the two catalogues; a person has checked the one that takes the place of Polish."""
    return invent(tmp_path_factory.mktemp("translations"), checked=("pl",))


@pytest.fixture(scope="session")
def three_languages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example council, with English, Polish and Urdu."""
    profile = tmp_path_factory.mktemp("council") / "three.toml"
    lines = PROFILE.read_text("utf-8").splitlines()
    profile.write_text("\n".join('languages = ["en", "pl", "ur"]' if line.startswith("languages = ") else line for line in lines), "utf-8")
    return profile


@pytest.fixture
def app(tmp_path: Path, sqlite_template: Path, invented: Path, three_languages: Path) -> Iterator[Flask]:
    """The portal in three languages, with an empty database."""
    var = tmp_path / "var"
    var.mkdir(mode=0o700)
    (var / "portal.db").write_bytes(sqlite_template.read_bytes())
    made = create_app(Settings(str(three_languages), f"sqlite:///{var / 'portal.db'}", var, ORIGIN), stretch=QUICK, translations=invented)
    made.config["NOW"] = lambda: NOW
    made.test_client_class = StrictClient
    yield made
    desk_of(made).close()


@pytest.fixture
def visit(app: Flask) -> Visit:
    return Visit(app)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path, invented: Path, three_languages: Path) -> Iterator[Site]:
    """The portal in three languages on a real port."""
    yield from served(tmp_path_factory.mktemp("browser"), sqlite_template, str(three_languages), invented)
