"""A child's way: short, any question can be skipped, what must never be asked is not, and the promise comes first."""

import pytest

from portal.questions.declared import DANGER_QUESTIONS, QUESTIONS
from portal.questions.journey import journey
from portal.words import Voice
from tests.citizen.people import CHILD, CHILD_KEPT, WHO
from tests.conftest import VisitWith
from tests.visiting import Visit

MOST = 10
NEVER = (
    "birth", "born", "your address", "where do you live exactly", "which school", "name of your school", "your parents",
    "permission", "proof", "password", "account", "log in", "sign in",
)  # fmt: skip
PROMISE = {
    "child": "if you may be getting hurt, we must tell someone who can help",
    "adult": "if a child may be getting hurt, we have to tell someone who can help",
}
PLAINEST = {key: said for key, said in CHILD.items() if key not in {"help_wanted", "contact_way", "matters"}} | {
    "help_wanted": ["none"], "contact_way": ["comeback"], "matters": ["placement"], "points": CHILD["points"][:1],
}  # fmt: skip


def _pages_of(visit: Visit) -> list[str]:
    return list(dict.fromkeys(path for path in visit.seen if path.startswith("/ask/")))


def test_the_plainest_way_is_ten_pages_or_fewer(visit: Visit) -> None:
    visit.begins("child")
    visit.answers(PLAINEST)
    assert visit.page.path == "/result"
    assert len(_pages_of(visit)) <= MOST, _pages_of(visit)
    says = visit.opens("/check").says
    assert "After school" in says and "My carer" in says and "Kit Example" in says, "what was asked together is kept apart"


def test_every_question_can_be_skipped(visit: Visit) -> None:
    visit.begins("child")
    for _ in range(MOST):
        assert visit.page.path.startswith("/ask/"), visit.seen
        visit.fills("Skip this one")
    assert visit.page.path == "/result"


def test_skipping_loses_nothing_that_was_written_beside_it(visit_with: VisitWith) -> None:
    visit = visit_with({key: said for key, said in CHILD_KEPT.items() if key not in {"contact_way", "safe_contact", "not_tell"}})
    visit.opens("/young")
    visit.opens("/ask/contact_way")
    visit.fills("Skip this one", not_tell="My uncle")
    assert "My uncle" in visit.opens("/check").says


def test_what_is_too_long_is_said_beside_it_and_stays(visit_with: VisitWith) -> None:
    visit = visit_with(CHILD_KEPT)
    visit.opens("/young")
    visit.opens("/ask/age_band")
    visit.fills(find_me="k" * 201)
    assert (visit.page.path, visit.page.status, list(visit.page.errors)) == ("/ask/age_band", 400, ["find_me"])
    assert "k" * 201 in visit.page.typed
    visit.fills("Skip this one", find_me="k" * 202)
    assert (visit.page.status, list(visit.page.errors)) == (400, ["find_me"])


def test_a_question_asked_beside_another_is_found_there(visit_with: VisitWith) -> None:
    visit = visit_with(CHILD_KEPT)
    visit.opens("/young")
    assert visit.opens("/ask/not_tell").path == "/ask/contact_way"
    assert "My carer" in visit.page.typed
    assert visit.opens("/ask/find_me?from=check").path == "/ask/age_band"
    visit.fills(find_me="Kit of Exampleton")
    assert visit.page.path == "/check"
    assert "Kit of Exampleton" in visit.page.says


def test_back_leads_to_the_page_before(visit_with: VisitWith) -> None:
    visit = visit_with(CHILD_KEPT)
    visit.opens("/young")
    visit.opens("/ask/age_band")
    assert visit.page.link("Go back") == "/ask/trusted_person"


def test_nobody_else_is_asked_two_things_on_one_page(visit_with: VisitWith) -> None:
    for complainant in ("parent", "care_leaver"):
        path = journey(CHILD_KEPT | {"complainant": complainant})
        assert all(step.page is None for step in path.steps)


def test_what_a_child_is_never_asked_is_not_asked() -> None:
    asked = [step.question for step in journey(CHILD_KEPT).steps if step.key != "address"]
    for question in asked:
        for wording in (question.title, question.hint):
            said = wording.in_voice(Voice.CHILD).lower() if wording else ""
            assert not [word for word in NEVER if word in said], question.key


def test_an_address_or_an_email_is_asked_only_of_who_chose_to_be_written_to() -> None:
    keys = {step.key for step in journey(CHILD_KEPT | {"contact_way": ["comeback"]}).steps}
    assert not keys & {"address", "email", "phone"}


@pytest.mark.parametrize("who", ["child", "parent", "advocate"])
@pytest.mark.parametrize("path", ["/ask/points/1", "/danger"])
def test_who_reads_it_and_the_promise_we_cannot_make_stand_before_the_first_free_text(
    visit_with: VisitWith, who: str, path: str
) -> None:
    visit = visit_with(WHO[who])
    visit.opens("/young" if who == "child" else "/grown-up")
    page = visit.opens(path)
    assert page.path == path
    html = " ".join(page.html.split()).replace("If", "if")
    promise = PROMISE["child" if who == "child" else "adult"]
    assert -1 < html.find(promise) < html.index("<textarea")


def test_no_free_text_comes_before_it_on_a_childs_way() -> None:
    before = []
    for step in journey(CHILD_KEPT).steps:
        if step.point is not None:
            break
        before.append(step.key)
    texts = {q.key for q in QUESTIONS if not q.choices and q.kind in {"words", "point"}}
    assert not texts & set(before)
    assert all(question.personal for question in DANGER_QUESTIONS)


def test_someone_on_your_side_is_the_first_thing_offered(visit_with: VisitWith) -> None:
    visit = visit_with(CHILD_KEPT)
    visit.opens("/young")
    page = visit.opens("/ask/help_wanted")
    assert page.form().offered("help_wanted")[0] == "advocate"
    assert "It is free" in page.says and "on your side" in page.says
