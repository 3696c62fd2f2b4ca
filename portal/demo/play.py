"""Playing scenarios: each person goes through the real pages over HTTP, and the case that comes of it is looked up."""

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from importlib import resources
from socket import create_server
from threading import Thread
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server

from config import Settings
from portal import create_app
from portal.actions.clocks import london_day
from portal.actions.desk import Desk
from portal.demo.page import Page
from portal.demo.person import Person, Scenario
from portal.demo.visitor import NoWayOn, Refused, Visitor
from portal.seal.return_words import Stretch
from portal.store import cases

MOST_PAGES = 100
"""More than any path has: whoever is still asked after so many is going round in a circle."""


class NoSuchScenario(Exception):
    """No scenario has this id."""


class Stuck(Exception):
    """A person could not reach the end of the pages; the text says who, and on which page."""


class NotThere(Exception):
    """The case is not in the database of these settings: the portal at the address given keeps its cases elsewhere."""


def scenarios(only: Collection[str] = ()) -> tuple[Scenario, ...]:
    """The scenarios with these ids, or all; in the order of the file. Raises NoSuchScenario."""
    told = json.loads(resources.files("portal.demo").joinpath("scenarios.json").read_text("utf-8"))
    known = {item["id"]: Scenario(item["id"], item["text"], item["facts"]) for item in told}
    for id in only:
        if id not in known:
            raise NoSuchScenario(f"There is no scenario {id}.")
    return tuple(scenario for id, scenario in known.items() if not only or id in only)


def play(
    settings: Settings, desk: Desk, address: str | None = None, only: Collection[str] = ()
) -> Iterator[dict[str, Any]]:
    """Play the scenarios in turn: id, reference, facts and route of each, as the database holds them.

    `address` is where a portal runs with the same settings; without it, one is started
    for as long as this lasts. Raises NoSuchScenario, Stuck, NotThere.
    """
    chosen, today = scenarios(only), london_day(datetime.now(UTC))
    with nullcontext(address) if address else running(settings, desk.stretch) as place:
        for scenario in chosen:
            person = Person(scenario.words, scenario.facts, today)
            yield {"id": scenario.id, **_case(desk, _sent(scenario.id, Visitor(place), person))}


@contextmanager
def running(settings: Settings, stretch: Stretch) -> Iterator[str]:
    """A portal in a thread, on a free port of this machine: its address. Plain http, so its cookies are not Secure."""
    with create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        address = f"http://127.0.0.1:{port}"
        app = create_app(replace(settings, origin=address), stretch=stretch)
        server = make_server("127.0.0.1", port, app, threaded=True, request_handler=_Unlogged, fd=listening.fileno())
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield address
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
            app.extensions["desk"].close()


class _Unlogged(WSGIRequestHandler):
    """Addresses of pages belong in no log."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


def _case(desk: Desk, reference: str) -> dict[str, Any]:
    with desk.database.read() as conn:
        case = cases.by_reference(conn, reference)
    if case is None:
        raise NotThere(f"{reference} was sent, but is not in the database of these settings.")
    return {"reference": reference, "facts": case.facts, "route": case.route}


def _sent(id: str, visitor: Visitor, person: Person) -> str:
    """The reference that the person is given in the end."""
    try:
        return tell(visitor, person)
    except (Refused, NoWayOn) as problem:
        raise Stuck(f"{id}: {problem}") from problem


def tell(visitor: Visitor, person: Person) -> str:
    """Go through the pages as this person, from the first to the receipt: its reference. Raises Refused, NoWayOn."""
    page = visitor.follow(visitor.open(person.first_page), person.door)
    for _page in range(MOST_PAGES):
        if page.path.startswith("/done/"):
            return page.path.removeprefix("/done/")
        page, person = _next(visitor, page, person)
    raise NoWayOn(f"{page.path} comes round again and again")


def _next(visitor: Visitor, page: Page, person: Person) -> tuple[Page, Person]:
    if page.path == "/danger":
        return _past_danger(visitor, page, person), person
    if page.path == "/result":
        return visitor.follow(page, "/check"), person
    if page.path == "/words":
        return visitor.follow(page, "/ask/"), person
    if page.form is None:
        raise NoWayOn(f"{page.path} has no form")
    answers, button = person.fill_in(page.form)
    return visitor.send(page, page.form, answers, button), person.having_told(page.form)


def _past_danger(visitor: Visitor, page: Page, person: Person) -> Page:
    """Who can help now has been shown: send it at once or not, and carry on with the rest."""
    if person.sends_at_once and page.form:
        page = visitor.send(page, page.form, *person.fill_in(page.form))
    return visitor.follow(page, "/ask/", "/result", "/check")
