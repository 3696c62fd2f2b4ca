"""Whatever is sent to any question page: an answer in words, what was typed still there, and never a fault of ours."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from portal.questions.journey import Step, journey
from portal.questions.kinds import Kind
from tests.citizen.people import WHO
from tests.conftest import OpenPortal, VisitWith, cookie_of
from tests.visiting import Page, Visit

PARENTS = {step.key for step in journey(WHO["parent"]).steps}
EVERY_PAGE = [
    pytest.param(who, step, id=f"{who}-{step.key}")
    for who in WHO
    for step in journey(WHO[who]).steps
    if step.page is None and (who != "advocate" or step.key not in PARENTS)
]
"""Every page of a parent's and a child's path, and those that only an advocate sees."""

BESIDE = [step for step in journey(WHO["child"]).steps if step.page]
"""What a child is asked on the page of another question."""

ONE_OF_EACH_KIND = list({(page.values[0], page.values[1].question.kind): page for page in EVERY_PAGE}.values())
WRITTEN = (Kind.TEXT, Kind.WORDS, Kind.POINT)
WRITTEN_PAGES = [page for page in EVERY_PAGE if page.values[1].question.kind in WRITTEN]
CHOSEN_PAGES = [page for page in EVERY_PAGE if page.values[1].question.kind in (Kind.CHOICE, Kind.CHOICES)]
MONTH_PAGES = [page for page in EVERY_PAGE if page.values[1].question.kind is Kind.MONTH]

EVIL = "\x00\x07\u202eexe.txt\u2066\ufeff<script>alert(1)</script>\u0085"
HARMLESS = "exe.txt<script>alert(1)</script>"
MEGABYTE = "Wörter und ليل " * 70_000


@pytest.fixture(scope="module")
def app(open_portal: OpenPortal) -> Flask:
    """One portal for all of these: everybody in here has a draft of their own."""
    return open_portal()


def _input(step: Step) -> str:
    """The name of the input that the page is about."""
    return "what_happened" if step.question.kind is Kind.POINT else step.question.key


def _at(step: Step, who: str, visit_with: VisitWith) -> Visit:
    visit = visit_with(WHO[who])
    visit.opens("/young" if who == "child" else "/")
    visit.opens(f"/ask/{step.key}")
    assert visit.page.path == f"/ask/{step.key}"
    return visit


def _kept(visit: Visit) -> str:
    return visit.opens("/check").says


@pytest.mark.parametrize(("who", "step"), EVERY_PAGE)
def test_nothing_at_all_is_an_answer_only_where_it_may_be_left_out(who: str, step: Step, visit_with: VisitWith) -> None:
    visit = _at(step, who, visit_with)
    page = visit.tries(f"/ask/{step.key}")
    may_be_left_out = who == "child" and step.key != "complainant"
    needed = step.question.required is not None or step.question.kind is Kind.POINT
    if needed and not may_be_left_out and not (who == "child" and step.key == "complainant"):
        assert page.status == 400
        assert _input(step) in page.errors
    else:
        assert page.status == 200


@pytest.mark.parametrize(("who", "step"), WRITTEN_PAGES)
def test_too_long_says_the_limit_and_by_how_much_and_keeps_the_words(
    who: str, step: Step, visit_with: VisitWith
) -> None:
    visit = _at(step, who, visit_with)
    limit, over = step.question.limit, 1234
    words = "é" * (limit + over)
    page = visit.tries(f"/ask/{step.key}", **{_input(step): words})
    assert page.status == 400
    assert "1,234" in page.errors[_input(step)]
    assert who == "child" or f"{limit:,}" in page.errors[_input(step)]
    assert words in page.typed
    assert visit.tries(f"/ask/{step.key}", **{_input(step): words[:limit]}).status == 200


def test_some_questions_stand_beside_others_for_a_child_and_for_nobody_else() -> None:
    assert {step.key for step in BESIDE} >= {"safe_contact", "not_tell", "find_me"}
    assert [step.key for who in ("parent", "advocate") for step in journey(WHO[who]).steps if step.page] == []


def _beside(step: Step, visit_with: VisitWith) -> Visit:
    visit = visit_with(WHO["child"])
    visit.opens("/young")
    assert visit.opens(f"/ask/{step.key}").path == f"/ask/{step.page}"
    assert step.key in visit.page.form().names
    return visit


@pytest.mark.parametrize("step", BESIDE, ids=lambda step: step.key)
def test_what_stands_beside_another_question_may_be_left_out_and_is_held_to_its_own_limit(
    step: Step, visit_with: VisitWith
) -> None:
    visit = _beside(step, visit_with)
    words = "é" * (step.question.limit + 1234)
    page = visit.fills(**{step.key: words})
    assert (page.status, list(page.errors)) == (400, [step.key])
    assert "1,234" in page.errors[step.key]
    assert words in page.typed
    assert visit.fills(**{step.key: words[: step.question.limit]}).status == 200
    assert words[: step.question.limit] in _kept(visit)
    _beside_again(visit, step)
    assert visit.fills(**{step.key: ""}).status == 200
    assert "é" not in _kept(visit)
    _beside_again(visit, step)
    assert (visit.fills(**{step.key: MEGABYTE}).status, list(visit.page.errors)) == (400, [step.key])
    assert MEGABYTE in visit.page.typed


def _beside_again(visit: Visit, step: Step) -> None:
    assert visit.opens(f"/ask/{step.key}").path == f"/ask/{step.page}"


@pytest.mark.parametrize("step", BESIDE, ids=lambda step: step.key)
def test_what_stands_beside_another_question_loses_only_what_turns_text_round_and_is_one_value(
    step: Step, visit_with: VisitWith
) -> None:
    visit = _beside(step, visit_with)
    assert visit.fills(**{step.key: EVIL}).status == 200
    assert HARMLESS in _kept(visit)
    assert not re.search("[\x00-\x08\u202a-\u202e\u2066-\u2069\ufeff\x85]", visit.page.html)
    before = _kept(visit)
    _beside_again(visit, step)
    two = visit.page.form().filled({step.key: "one"}, None)
    two.add(step.key, "two")
    assert (visit.posts(f"/ask/{step.page}", two).status, list(visit.page.errors)) == (400, [step.key])
    assert _kept(visit) == before


@pytest.mark.parametrize("step", BESIDE, ids=lambda step: step.key)
@pytest.mark.parametrize("token", ["stale", None])
def test_a_stale_page_brings_back_what_stood_beside_its_question(
    step: Step, token: str | None, visit_with: VisitWith
) -> None:
    visit = _beside(step, visit_with)
    sent = visit.page.form().filled({step.key: "Words that must not be lost"}, None)
    sent.pop("csrf_token")
    if token:
        sent["csrf_token"] = token
    assert visit.posts(f"/ask/{step.page}", sent).status == 400
    assert "Words that must not be lost" in visit.page.typed
    assert visit.fills("Send it again").status == 200
    assert "Words that must not be lost" in _kept(visit)


@pytest.mark.parametrize(("who", "step"), ONE_OF_EACH_KIND)
def test_a_megabyte_is_answered_in_words(who: str, step: Step, visit_with: VisitWith) -> None:
    visit = _at(step, who, visit_with)
    page = visit.tries(f"/ask/{step.key}", **{_input(step): MEGABYTE})
    assert page.status == 400
    assert page.errors
    if step.question.kind in WRITTEN:
        assert MEGABYTE in page.typed


@pytest.mark.parametrize(("who", "step"), CHOSEN_PAGES)
def test_a_code_that_is_not_offered_is_refused(who: str, step: Step, visit_with: VisitWith) -> None:
    visit = _at(step, who, visit_with)
    before = _kept(visit)
    for code in ("nonsense", "COUNCIL", "yes\x00no", EVIL, "-1", "[]", "{}"):
        page = visit.tries(f"/ask/{step.key}", **{step.key: code})
        assert (page.status, list(page.errors)) == (400, [step.key]), code
    assert _kept(visit) == before


@pytest.mark.parametrize(("who", "step"), EVERY_PAGE)
def test_several_values_where_one_belongs_are_refused_and_twice_the_same_is_one(
    who: str, step: Step, visit_with: VisitWith
) -> None:
    visit = _at(step, who, visit_with)
    if step.question.kind in (Kind.CHOICES, Kind.MONTH):
        return
    offered = visit.page.form().offered(_input(step)) or ["one@example.org", "01632 960 9999@example.org"]
    two = MultiDict([("csrf_token", visit.token), (_input(step), offered[0]), (_input(step), offered[1])])
    assert (visit.posts(f"/ask/{step.key}", two).status, list(visit.page.errors)) == (400, [_input(step)])


@pytest.mark.parametrize(("who", "step"), [p for p in CHOSEN_PAGES if p.values[1].question.kind is Kind.CHOICES])
def test_what_stands_alone_cannot_stand_beside_something_else(who: str, step: Step, visit_with: VisitWith) -> None:
    visit = _at(step, who, visit_with)
    choices = step.question.choices_for(journey(WHO[who]).given)
    lone, other = next((c for c in choices if c.alone), None), next(c for c in choices if not c.alone)
    if lone is None:
        return
    page = visit.tries(f"/ask/{step.key}", **{step.key: [lone.code, other.code]})
    assert (page.status, list(page.errors)) == (400, [step.key])
    picked = [e.get("value") for e in page.tree.iter("input") if e.get("checked") is not None]
    assert sorted(picked) == sorted([lone.code, other.code]), "both are still picked, to choose between"


@pytest.mark.parametrize(("who", "step"), WRITTEN_PAGES)
def test_control_characters_and_those_that_turn_text_round_are_left_out_and_nothing_else(
    who: str, step: Step, visit_with: VisitWith
) -> None:
    visit = _at(step, who, visit_with)
    for said, kept in ((EVIL, HARMLESS), ("שלום עולם", "שלום עולם"), ("'; DROP TABLE cases; --", "'; DROP TABLE cases; --"),
                       ("🙂‍↔️ \u200f#{7*7}", "#{7*7}")):  # fmt: skip
        assert visit.tries(f"/ask/{step.key}", **{_input(step): said}).status == 200
        assert kept in _kept(visit)
    assert not re.search("[\x00-\x08\u202a-\u202e\u2066-\u2069\ufeff\x85]", visit.page.html)


def _odd_bodies(name: str) -> Iterator[tuple[dict[str, Any], str]]:
    yield {"data": b"", "content_type": "application/x-www-form-urlencoded"}, "an empty body"
    yield {"data": b"\xff\xfe\x00", "content_type": "application/x-www-form-urlencoded"}, "no text at all"
    yield {"data": b'{"a": [1]}', "content_type": "application/json"}, "JSON"
    yield {"data": b"<a/>", "content_type": "text/xml"}, "XML"
    yield (
        {"data": b"--x\r\nContent-Disposition: nothing\r\n", "content_type": "multipart/form-data; boundary=x"},
        "half a form",
    )
    yield {"data": b"x", "content_type": "multipart/form-data"}, "a form without a boundary"
    yield {"data": b"x", "content_type": "; charset=\xff"}, "no type at all"


@pytest.mark.parametrize(("who", "step"), EVERY_PAGE)
def test_bodies_that_are_no_form_are_answered_in_words(who: str, step: Step, visit_with: VisitWith) -> None:
    visit = _at(step, who, visit_with)
    before = _kept(visit)
    for options, what in _odd_bodies(_input(step)):
        response = visit.client.post(f"/ask/{step.key}", **options)
        assert response.status_code == 400, what
    assert _kept(visit) == before


@pytest.mark.parametrize(("who", "step"), EVERY_PAGE)
def test_names_that_no_page_has_change_nothing(who: str, step: Step, visit_with: VisitWith) -> None:
    visit = _at(step, who, visit_with)
    form = visit.page.form()
    odd = {
        f"{_input(step)}[]": "x",
        f"{_input(step)}.0": "x",
        "__proto__": "x",
        "purpose": "compliment",
        "early": "x",
        "": "x",
    }
    data = form.filled({}, None)
    for name, value in odd.items():
        data.add(name, value)
    before = _kept(visit)
    assert visit.posts(form.action, data).status == 200
    assert _kept(visit) == before


@pytest.mark.parametrize(("who", "step"), EVERY_PAGE)
@pytest.mark.parametrize("token", ["stale", None])
def test_a_stale_page_brings_the_words_back_and_sending_again_keeps_them(
    who: str, step: Step, token: str | None, visit_with: VisitWith
) -> None:
    visit = _at(step, who, visit_with)
    form = visit.page.form()
    data = form.filled({}, None)
    if step.question.kind in WRITTEN:
        data[_input(step)] = "Words that must not be lost"
    data.pop("csrf_token")
    sent = MultiDict(data)
    if token:
        sent["csrf_token"] = token
    page = visit.posts(form.action, sent)
    assert page.status == 400
    assert [value for value in data.values() if value not in page.typed.split("\n") and value not in page.typed] == []
    visit.fills("Send it again")
    assert visit.page.status == 200
    if step.question.kind in WRITTEN:
        assert "Words that must not be lost" in _kept(visit)


BAD_MONTHS = {
    "nought": ("0", "2026"), "thirteen": ("13", "2026"), "far too many": ("99999", "2026"), "below nought": ("-1", "2026"),
    "many noughts": ("0000000031", "2025"), "very many": ("1" * 5000, "2025"), "noughts without end": ("0" * 8 + "1" * 5000, "2025"), "Arabic digits": ("٣", "٢٠٢٦"), "raised": ("³", "2026"),
    "a word": ("March", "2026"), "a fraction": ("3.5", "2026"), "in the future": ("12", "2026"),
    "far in the future": ("1", "9999"), "long ago": ("1", "1066"), "a short year": ("3", "26"), "a long year": ("3", "02026"),
    "a year below nought": ("3", "-026"), "only a month": ("3", ""), "only a year": ("", "2026"), "a letter": ("3", "2O26"),
}  # fmt: skip


@pytest.mark.parametrize(("who", "step"), MONTH_PAGES)
def test_a_month_that_cannot_be_is_said_to_be_so_and_stays_on_the_page(
    who: str, step: Step, visit_with: VisitWith
) -> None:
    visit = _at(step, who, visit_with)
    before = _kept(visit)
    for what, (month, year) in BAD_MONTHS.items():
        page = visit.tries(f"/ask/{step.key}", **{f"{step.key}-month": month, f"{step.key}-year": year})
        assert (page.status, list(page.errors)) == (400, [step.key]), what
        assert month[:40] in page.typed.split("\n") and year in page.typed.split("\n"), what
    assert _kept(visit) == before


@pytest.mark.parametrize(("who", "step"), MONTH_PAGES)
def test_a_month_and_i_do_not_know_cannot_both_be_true(who: str, step: Step, visit_with: VisitWith) -> None:
    visit = _at(step, who, visit_with)
    both = {f"{step.key}-month": "3", f"{step.key}-year": "2026", step.key: "dont_know"}
    assert visit.tries(f"/ask/{step.key}", **both).status == 400
    assert visit.tries(f"/ask/{step.key}", **{step.key: "dont_know"}).status == 200


@pytest.mark.parametrize(("month", "kept"), [("3", "March 2026"), ("03", "March 2026"), (" 11 ", "November 2026")])
def test_a_month_is_understood_however_it_is_written(month: str, kept: str, visit_with: VisitWith) -> None:
    visit = visit_with(WHO["parent"])
    visit.tries("/ask/months_since", **{"months_since-month": month, "months_since-year": "2026 "})
    assert kept in _kept(visit)


@pytest.mark.parametrize(
    "email", ["ada", "ada@", "@example.org", "a b@example.org", "ada@example", "x" * 300 + "@example.org"]
)
def test_an_email_address_that_cannot_be_one_is_refused(email: str, visit_with: VisitWith) -> None:
    page = visit_with(WHO["parent"]).tries("/ask/email", email=email)
    assert (page.status, list(page.errors)) == (400, ["email"])
    assert email in page.typed


@pytest.mark.parametrize("phone", ["ring me", "123", "+44"])
def test_a_phone_number_without_its_digits_is_refused(phone: str, visit_with: VisitWith) -> None:
    page = visit_with(WHO["parent"]).tries("/ask/phone", phone=phone)
    assert (page.status, list(page.errors)) == (400, ["phone"])
    assert phone in page.typed


def test_an_adult_cannot_skip_what_has_to_be_answered(visit_with: VisitWith) -> None:
    visit = visit_with(WHO["parent"])
    assert visit.tries("/ask/points/1", _skip="1").status == 400
    assert visit.tries("/ask/service", _skip="1").status == 400


def test_a_point_that_was_never_added_cannot_be_given_a_matter(visit_with: VisitWith) -> None:
    visit = visit_with(WHO["parent"])
    assert visit.tries("/ask/points/1", what_happened="As before", matter="nonsense").status == 200
    assert visit.tries("/ask/points/9", what_happened="One more", matter="nonsense").status == 400


@pytest.mark.parametrize("number", ["0", "99", "999999999999999999999", "-1", "one", "1.5"])
def test_points_that_are_not_there_lead_back_to_those_that_are(number: str, visit_with: VisitWith) -> None:
    page = visit_with(WHO["parent"]).opens(f"/ask/points/{number}")
    assert page.status == 404 or page.path in {"/result", "/ask/points", "/ask/points/1"}


@pytest.mark.parametrize("page", ["/ask/xyz", "/ask/purpose", "/ask/", "/ask", "/ask/risk_now/1", "/start/nothing", "/start", "/done/x",
                                  "/no", "/ask/%00", "/ask/..%2f..%2fetc", "/static/dist/none.css"])  # fmt: skip
def test_addresses_that_lead_nowhere_say_so(page: str, visit: Visit) -> None:
    assert visit.opens(page).status == 404


@pytest.mark.parametrize("page", ["/case/x", "/case/KMR-2346-789"])
def test_a_case_that_is_not_open_here_asks_for_its_words(page: str, visit: Visit) -> None:
    assert visit.opens(page).path == "/return"


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_methods_that_no_page_knows_are_answered_in_words(method: str, visit: Visit) -> None:
    response = getattr(visit.client, method)("/ask/complainant")
    assert response.status_code in {400, 405}
    assert b"We did not understand that" in response.data


@pytest.mark.parametrize("here", ["https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example", "javascript:alert(1)",
                                  "/\n/evil.example", "", "/ask/complainant\r\nX: y", "\x00", "/?\u2028", "/..//evil.example"])  # fmt: skip
def test_changing_the_voice_never_leads_elsewhere(here: str, visit: Visit) -> None:
    response = visit.client.post("/voice", data={"csrf_token": visit.token, "voice": "child", "here": here})
    assert response.status_code == 303
    assert re.fullmatch(r"/(?![/\\])[^\s\\]*", response.location), response.location


@pytest.mark.parametrize("cookie", ["", "x", "ü", "." * 99, "A" * 44, "\x00", "a.b.c", "A" * 3000])
def test_a_cookie_that_opens_nothing_is_as_good_as_none(cookie: str, visit: Visit) -> None:
    for name in ("draft", "case"):
        visit.client.set_cookie(name, cookie)
    visit.opens("/check")
    _begins_as_with_none(visit)


A_KEY = "A" * 43 + "="


@pytest.mark.parametrize("signed", ["", ".", ".x", ".a.b.c", "." + "A" * 3000])
def test_a_key_without_its_signed_time_opens_nothing_and_is_taken_away(signed: str, visit: Visit) -> None:
    for name in ("draft", "case"):
        visit.client.set_cookie(name, A_KEY + signed)
    assert visit.opens("/check").path == "/over"
    assert not any(visit.client.get_cookie(name) for name in ("draft", "case"))
    visit.opens("/check")
    _begins_as_with_none(visit)


def test_a_key_whose_draft_is_gone_is_told_so_and_begins_anew(app: Flask, visit: Visit) -> None:
    for name in ("draft", "case"):
        visit.client.set_cookie(name, cookie_of(app, bytes(32)))
    if visit.opens("/check").path == "/gone":
        visit.follows("Carry on")
    _begins_as_with_none(visit)


def _begins_as_with_none(visit: Visit) -> None:
    assert visit.page.path == "/ask/complainant"
    assert visit.tries("/ask/complainant", complainant="parent").path == "/ask/risk_now"
    assert visit.opens("/case/KMR-2346-789").path == "/return"


def test_more_than_any_form_of_ours_can_hold_is_answered_in_words(visit: Visit) -> None:
    page: Page = visit.tries("/ask/complainant", complainant="x" * (5 * 1024 * 1024))
    assert page.status == 413
    assert "more than we can take in" in page.heading


def test_a_page_that_leads_nowhere_speaks_every_language_and_both_voices(app: Flask) -> None:
    client = FlaskClient(app, app.response_class)  # the one of the suite does not go where nothing is

    def pressed(path: str, **data: str) -> str:
        page = client.get("/nowhere").get_data(as_text=True)
        assert f'action="{path}"' in page
        token = page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]
        answer = client.post(path, data={"csrf_token": token, "here": "/nowhere", **data})
        assert answer.location == "/nowhere"
        return client.get("/nowhere").get_data(as_text=True)

    assert 'lang="ur" dir="rtl"' in pressed("/language", language="ur")
    both = pressed("/voice", voice="child")
    assert "voice-child" in both and 'lang="ur"' in both
