"""The feed is as its description says: whatever the description allows is asked, and every answer compared with it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

from config import Settings
from portal import Sides, create_app
from portal.actions.feed import Scope, give_token
from portal.feed.description import description
from tests.actions.desks import NOW, QUICK, a_case
from tests.conftest import desk_of

EXAMPLES = 25
TOKENS: list[str] = []


@pytest.fixture(scope="module")
def feed_schema(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder: Path = tmp_path_factory.mktemp("feed")
    folder.chmod(0o700)
    app = create_app(Settings("example", f"sqlite:///{folder / 'portal.db'}", folder, "http://localhost"), Sides.STAFF, QUICK)
    app.config["NOW"] = lambda: NOW
    desk = desk_of(app)
    desk.database.upgrade()
    for number, reference in enumerate(("KMR-2346-789", "KMR-2346-222", "KMR-2346-333")):
        a_case(desk, reference, NOW - timedelta(days=30 * number), risk_now=number == 2 or None)
    TOKENS[:] = [give_token(desk, "everything", list(Scope), NOW)]
    yield schemathesis.openapi.from_wsgi("/feed/v1/openapi.json", app)
    desk.close()


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("path", list(description()["paths"]))
def test_every_answer_is_as_described(feed_schema: Any, path: str, mode: GenerationMode) -> None:
    operation = feed_schema[path]["GET"]
    if mode is GenerationMode.NEGATIVE and not [*operation.path_parameters, *operation.query]:
        return

    @given(operation.as_strategy(generation_mode=mode))
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
    def asked(case: Any) -> None:
        answers.add(case.call_and_validate(headers={"Authorization": f"Bearer {TOKENS[0]}"}).status_code)

    answers: set[int] = set()
    asked()
    # A reference that nobody has is described as not found; everything else that is described is answered.
    expected = 404 if "{" in path else 200
    assert (expected if mode is GenerationMode.POSITIVE else 400 if expected == 200 else 404) in answers, answers


def test_every_page_of_the_feed_is_described(feed_schema: Any) -> None:
    app = feed_schema.app
    pages = {rule.rule.replace("<", "{").replace(">", "}") for rule in app.url_map.iter_rules() if rule.rule.startswith("/feed")}
    assert pages - {"/feed/v1/openapi.json"} == set(description()["paths"])
