"""A few hundred hostile requests; `python -m tests.faults.requests` sends as many as there is time for."""

import logging
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.datastructures import ImmutableMultiDict

from tests.actions.desks import a_case
from tests.conftest import NOW, desk_of, on_both_databases
from tests.faults.requests import FIELDS, REFERENCE, TAG, faults

COUNT = 600


@pytest.fixture(autouse=True)
def quiet_again() -> Iterator[None]:
    """The log as it was, afterwards."""
    before, level = logging.root.handlers[:], logging.root.level
    yield
    logging.root.handlers[:], logging.root.level = before, level


@pytest.fixture
def asked_for(app: Flask, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The name of everything that any page looks for in a form or an address."""
    names: set[str] = set()

    class Noting(ImmutableMultiDict):
        def __getitem__(self, name):  # type: ignore[no-untyped-def]
            names.add(name)
            return super().__getitem__(name)

        def getlist(self, name, *more, **how):  # type: ignore[no-untyped-def]
            names.add(name)
            return super().getlist(name, *more, **how)

        def __contains__(self, name):  # type: ignore[no-untyped-def]
            names.add(name)
            return super().__contains__(name)

    monkeypatch.setattr(app, "request_class", type("Noting", (app.request_class,), {"parameter_storage_class": Noting}))
    return names


def test_every_field_that_a_page_looks_for_is_sent(app: Flask, asked_for: set[str]) -> None:
    a_case(desk_of(app), REFERENCE, NOW)
    assert faults(app, 2 * COUNT, 5) == []
    assert len(asked_for) > 50
    assert sorted(asked_for - set(FIELDS)) == []


@on_both_databases
@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_that_can_be_sent_breaks_a_page_or_leaves_a_word(app: Flask, seed: int) -> None:
    a_case(desk_of(app), REFERENCE, NOW)
    assert faults(app, COUNT, seed) == []


def test_a_page_that_breaks_or_leaks_would_be_found(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks() -> str:
        raise ValueError("a fault")

    for page in ("citizen.danger", "citizen.ask"):
        monkeypatch.setitem(app.view_functions, page, breaks)
    for page in ("citizen.start", "citizen.check", "citizen.result"):
        monkeypatch.setitem(app.view_functions, page, lambda: TAG)
    a_case(desk_of(app), REFERENCE, NOW)
    found = " ".join(faults(app, 2 * COUNT, 3))
    assert "answered 500" in found and "markup that was sent" in found
