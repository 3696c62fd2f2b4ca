"""Every page in every state, past axe, the Nu checker, and measures of our own: a page's width, a child's targets and contrast."""

from dataclasses import replace
from itertools import combinations, product
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Site
from tests.sweep import markup, staff_states
from tests.sweep.every_page import Tried, barriers, once_each, ways
from tests.sweep.looking import Looker
from tests.sweep.states import NEVER_COLLECTED, Shown

POLICY = "default-src 'self'; style-src 'unsafe-inline'"


@pytest.fixture(scope="module")
def public(site: Site) -> list[Tried]:
    """Every public page in every state, once."""
    return once_each(site.app, site.address)


@pytest.fixture(scope="module")
def staff(site: Site) -> list[Shown]:
    """Every page of the back office."""
    staff_states.with_cases(site.app)
    return staff_states.pages(site.app, staff_states.signed_in(site.app, site.address))


def test_every_question_is_among_them_and_the_states_are_what_they_say(public: list[Tried]) -> None:
    assert not NEVER_COLLECTED
    asked = [one for one in public if one.page.startswith("/ask/")]
    assert {one.state for one in asked} == {"empty", "error", "filled"}
    elsewhere = [str(one) for one in asked if not one.shown.path.startswith(one.page.partition(" ")[0])]
    assert elsewhere == [], "a page that redirects was never seen"
    assert all(("govuk-error-summary" in one.shown.html) == (one.state == "error") for one in asked)


def test_voice_language_and_width_meet_in_every_pair(site: Site, public: list[Tried]) -> None:
    for (one, its), (other, others) in combinations(ways(site.app).items(), 2):
        met = {(getattr(tried, one), getattr(tried, other)) for tried in public}
        assert met >= set(product(its, others))


def test_no_public_page_has_a_barrier(site: Site, browser: Browser, public: list[Tried]) -> None:
    with Looker.at(browser, site.app) as looker:
        assert barriers(looker, public) == []


def test_no_staff_page_has_a_barrier_at_a_desk_or_on_a_telephone(site: Site, browser: Browser, staff: list[Shown]) -> None:
    assert len(staff) > 30
    tried = [Tried(f"{one.path} ({one.status})", "", "officer", "en", width, one) for one in staff for width in (360, 1280)]
    with Looker.at(browser, site.app) as looker:
        assert barriers(looker, tried) == []


def test_the_nu_checker_finds_no_error(public: list[Tried], staff: list[Shown], tmp_path: Path) -> None:
    wrong = replace(_page("<p>Words</b></p>"), path="/wrong")
    found = markup.faults([*(one.shown for one in public), *staff, wrong], tmp_path)
    assert [one for one in found if not one.startswith("/wrong")] == []
    assert any("Stray end tag" in one for one in found), "the gate is open"


def _page(inside: str, head: str = "") -> Shown:
    whole = f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title>{head}</head><body class="voice-child"><main><h1>A page</h1>{inside}</main></body></html>'
    return Shown("/", 200, whole, POLICY)


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<p><input name=who></p>", "label: "),
        ("<p style='color:#666'>Grey words that can be read, but not by everybody</p>", "color-contrast-enhanced: "),
        ("<p><button>Ok</button></p>", 'button "Ok" is '),
        ("<p style='width:500px'>Wide</p>", "is 5"),
        ("<p><a href='/more'>A line that is a link</a></p>", 'a "A line'),
    ],
)
def test_what_is_wrong_is_found(site: Site, browser: Browser, inside: str, said: str) -> None:
    with Looker.at(browser, site.app) as looker:
        looker.show(_page(inside), 320)
        assert any(said in one for one in looker.barriers(strictly=True)), "the gate is open"


def test_a_link_in_a_sentence_may_be_as_low_as_its_line(site: Site, browser: Browser) -> None:
    with Looker.at(browser, site.app) as looker:
        looker.show(_page("<p>You can read <a href='/more'>how it goes on</a> before you send it.</p>"), 320)
        assert not [one for one in looker.barriers(strictly=True) if " is " in one]
