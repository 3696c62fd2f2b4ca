"""Other ways to tell us: from the first page and from every point, with what the council has stated and nothing else."""

from dataclasses import replace

import pytest
from flask import Flask

from portal.councils import load
from tests.citizen.people import WHO
from tests.conftest import VisitWith, desk_of
from tests.visiting import Visit

EVERYWHERE = ("/", "/ask/risk_now", "/danger", "/return", "/privacy", "/paper", "/accessibility", "/check")


@pytest.mark.parametrize("who", ["parent", "child"])
@pytest.mark.parametrize("page", EVERYWHERE)
def test_every_page_leads_to_the_other_ways_and_the_notices(page: str, who: str, visit_with: VisitWith) -> None:
    visit = visit_with(WHO[who])
    visit.opens("/young" if who == "child" else "/")
    links = {link.get("href") for link in visit.opens(page).tree.iter("a")}
    assert {"/other-ways", "/paper", "/privacy", "/accessibility"} <= links


@pytest.mark.parametrize("voice", ["/", "/young"])
def test_the_ways_that_the_council_has_stated_are_told(voice: str, visit: Visit) -> None:
    visit.opens(voice)
    says = visit.opens("/other-ways").says
    for stated in ("01632 960001", "1 High Street", "Monday to Friday, 10am to 4pm", "Example Sign Relay", "www.council.example/easy-read", "01632 960004"):
        assert stated in says
    assert "0800 1111" in says


@pytest.mark.parametrize("voice", ["/", "/young"])
def test_what_a_council_has_not_stated_is_not_told(voice: str, app: Flask, visit: Visit) -> None:
    bare = load("example").model_copy(
        update=dict.fromkeys(("in_person", "interpreter", "sign_language", "easy_read", "advocacy", "address", "phone", "phone_hours", "email"))
    )
    app.extensions["desk"] = replace(desk_of(app), profile=bare)
    visit.opens(voice)
    page = visit.opens("/other-ways")
    assert "council.example" not in "".join(str(e.get("href")) for e in page.main.iter("a"))
    for heading in ("In person", "Come and see us", "By telephone", "Ring us", "In Easy Read", "Through an advocate"):
        assert heading not in page.says


def test_whoever_has_begun_is_led_back_to_where_they_were(visit_with: VisitWith) -> None:
    missing = {key: value for key, value in WHO["parent"].items() if key != "service"}
    visit = visit_with(missing)
    visit.opens("/other-ways")
    assert visit.page.link("Carry on with what you started") == "/ask/service"
