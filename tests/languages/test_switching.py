"""Another language on every page, without losing a word; remembered for the visit, and spoken again with the case."""

from xml.etree.ElementTree import Element

import pytest

from portal.questions.declared import QUESTIONS
from portal.questions.kinds import Given
from portal.questions.matters import CHILD_MATTER
from portal.staff.shown import choice_in_english, question_in_english
from portal.words import Voice
from tests.languages.test_untranslated import WHO, with_draft
from tests.reading import words_of
from tests.visiting import Page, Visit


def _page_language(page: Page) -> tuple[str | None, str | None]:
    return page.tree.get("lang"), page.tree.get("dir")


def _switch(page: Page) -> Element:
    return next(e for e in page.tree.iter("nav") if "languages" in e.get("class", "").split())


def test_each_language_is_offered_in_its_own_words(visit: Visit) -> None:
    page = visit.opens("/")
    assert [(words_of(li), li.get("lang"), li.get("dir")) for li in _switch(page).iter("li")] == [
        ("English", "en", "ltr"), ("Polski", "pl", "ltr"), ("اردو", "ur", "rtl"),
    ]  # fmt: skip


def test_a_language_can_be_chosen_on_the_first_page_and_lasts_for_the_visit(visit: Visit) -> None:
    assert _page_language(visit.opens("/language/ur")) == ("ur", "rtl")
    assert _page_language(visit.opens("/return")) == ("ur", "rtl")
    assert _page_language(visit.opens("/language/en")) == ("en", "ltr")
    cookies = [line for line in visit.client.get("/language/pl").headers.getlist("Set-Cookie") if line.startswith("session=")]
    assert cookies and not any("Expires" in line or "Max-Age" in line for line in cookies)


@pytest.mark.parametrize(("path", "typed"), [
    ("/ask/points/1", {"what_happened": "They left.\nTwice.", "put_right": "Sorry"}), ("/ask/name", {"name": "Zofia"}),
    ("/danger", {"danger_words": "He is outside"}), ("/return", {"reference": "KM7", "words": "one two"}),
])  # fmt: skip
def test_what_stands_in_an_open_page_comes_back_in_the_other_language(path: str, typed: dict[str, str], visit: Visit) -> None:
    here = with_draft(visit.app, WHO["a parent"])
    asked = here.opens(path).form()
    typed = dict(zip(asked.names, typed.values(), strict=False))
    assert asked.element.get("id") == "asked"
    buttons = [b for b in _switch(here.page).iter("button") if b.get("name")]
    assert {b.get("form") for b in buttons} == {"asked"} and [b.get("value") for b in buttons] == ["pl", "ur"]
    page = here.posts(asked.action, {**asked.filled(typed, None), "_language": "ur"})
    assert (page.status, *_page_language(page)) == (200, "ur", "rtl")
    for words in typed.values():
        assert words in page.typed
    assert page.errors == {}


def test_answers_stay_where_the_language_changes_between_pages(visit: Visit) -> None:
    here = with_draft(visit.app, WHO["a parent"])
    here.opens("/check")
    page = here.tries("/language", language="pl", here="/check")
    assert (page.path, page.tree.get("lang")) == ("/check", "pl")
    assert "The worker shouted at us & left." in page.says


def test_a_language_that_is_not_offered_changes_nothing(visit: Visit) -> None:
    assert visit.opens("/language/fr").status == 404
    assert visit.tries("/language", language="fr", here="//elsewhere.example").tree.get("lang") == "en"
    assert visit.page.path == "/"


def test_a_case_is_read_again_in_the_language_in_which_it_was_told(visit: Visit) -> None:
    here = with_draft(visit.app, WHO["a child"])
    here.opens("/language/ur")
    here.opens("/check")
    here.fills()
    reference = here.page.said_in("reference")[0]
    listed = next(e for e in here.page.main.iter("ol") if "return-words" in e.get("class", ""))
    words = " ".join("".join(word.itertext()) for word in listed)
    later = Visit(visit.app)
    later.opens("/return")
    page = later.fills(reference=reference, words=words)
    assert (page.path, *_page_language(page)) == (f"/case/{reference}", "ur", "rtl")
    chosen = Visit(visit.app)
    chosen.opens("/language/pl")
    chosen.opens("/return")
    assert chosen.fills(reference=reference, words=words).tree.get("lang") == "pl", "what a person chose stays"


def test_only_a_translation_that_nobody_checked_says_so_and_how_to_reach_an_interpreter(visit: Visit) -> None:
    assert visit.opens("/language/ur").said_in("not-checked")[0].endswith("01632 960001")
    assert visit.opens("/return").said_in("not-checked") != []
    assert visit.opens("/language/pl").said_in("not-checked") == []
    assert visit.opens("/language/en").said_in("not-checked") == []


def test_officers_read_english(visit: Visit) -> None:
    visit.opens("/language/ur")
    assert _page_language(visit.opens("/staff/sign-in")) == ("en", "ltr")


def test_officers_read_in_english_what_was_asked_and_picked_in_another_language() -> None:
    lines = [
        {"key": "complainant", "value": "child", "said": "⟦بچہ⟧"}, {"key": "child_status", "value": ["looked_after"]},
        {"key": "matters", "value": ["placement"]}, {"key": "months_since", "value": "2026-09"}, {"key": "name", "value": "زوفیا"},
    ]  # fmt: skip
    paper = {"voice": "child", "language": "ur", "asked": lines}
    asked = {line["key"]: question_in_english(line, paper) for line in lines}
    picked = {line["key"]: choice_in_english(line, paper) for line in lines}
    by_key = {question.key: question for question in reversed(QUESTIONS)}
    assert asked["matters"] == by_key["matters"].title.in_voice(Voice.CHILD)
    child_status = by_key["child_status"].choices_for(Given({"complainant": "child"}))
    assert picked["child_status"] == next(c.words.in_voice(Voice.CHILD) for c in child_status if c.code == "looked_after")
    assert picked["matters"] == CHILD_MATTER["placement"].words.in_voice(Voice.CHILD)
    assert picked["months_since"] == "September 2026"
    assert picked["name"] == "", "what a person typed is not translated"


def test_what_is_kept_for_later_is_gone_on_with_in_its_language_and_can_be_sent(visit: Visit) -> None:
    here = with_draft(visit.app, WHO["a parent"])
    here.opens("/language/ur")
    here.opens("/save")
    here.fills()
    reference = here.page.said_in("reference")[0]
    listed = next(e for e in here.page.main.iter("ol") if "return-words" in e.get("class", ""))
    later = Visit(visit.app)
    later.opens("/return")
    page = later.fills(reference=reference, words=" ".join("".join(word.itertext()) for word in listed))
    assert (page.path, *_page_language(page)) == ("/check", "ur", "rtl")
    assert later.fills().path.startswith("/done/")
