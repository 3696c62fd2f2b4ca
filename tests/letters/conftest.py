"""What every letter is written in: the templates, in English, for the example council."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal.councils import Profile, load
from portal.web import language
from portal.web.catalogues import Catalogue

TEMPLATES = Path(__file__).parents[2] / "templates"


def writing(catalogues: list[Catalogue]) -> Iterator[None]:
    """Within this, letters are written, in these languages too."""
    app = Flask("letters", template_folder=str(TEMPLATES))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    language.init(app, catalogues)
    with app.test_request_context("/"):
        yield


@pytest.fixture(autouse=True, scope="module")
def pages() -> Iterator[None]:
    yield from writing([])


@pytest.fixture(scope="module")
def profile() -> Profile:
    return load("example")
