"""Plain words: every page a citizen meets is read, in every state that can be reached, in both voices."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from portal.actions import drafts, talking
from portal.casework import rights
from portal.citizen import file_words
from portal.law import deadlines
from portal.law.facts import Complainant, Route, Stage
from portal.law.routes import ROUTE_NAMES, route_next
from portal.law.rules import BANDS, POINTS_DIFFER
from portal.law.what_if import WHAT_IFS
from portal.letters import procedures
from portal.questions.journey import journey
from portal.questions.kinds import Kind
from portal.questions.matters import CHILD_MATTERS, GROUPS
from portal.questions.points import Point, with_point
from portal.web import forms
from portal.words import Voice, Wording
from tests.actions.desks import an_officer
from tests.citizen.people import CHILD, CHILD_KEPT, PARENT, kept
from tests.conftest import NOW, OpenPortal, cookie_of, desk_of
from tests.plain_words import faults_for_adults, faults_for_children, read, said_in
from tests.visiting import Page, Visit

JUDGES = {Voice.CHILD: faults_for_children, Voice.ADULT: faults_for_adults}
SAID = {Kind.MONTH: "2026-09", Kind.DAY: "2026-09-14", Kind.EMAIL: "somebody@example.org", Kind.PHONE: "01632 960 960"}
PURPOSES = ("complaint", "compliment", "idea_or_question")
A_LOT = "a" * 20_001


@pytest.fixture(scope="module")
def app(open_portal: OpenPortal) -> Flask:
    """One portal for all of these: everybody in here has a draft of their own."""
    return open_portal()


class Reader:
    """Somebody who opens pages in one voice and notes what is too hard on each."""

    def __init__(self, app: Flask, voice: Voice, answers: dict[str, Any] | None = None) -> None:
        self.visit, self.voice = Visit(app), voice
        self.faults: list[str] = []
        if answers is not None:
            draft = drafts.change(desk_of(app), None, lambda _: dict(answers), NOW)
            self.visit.client.set_cookie("draft", cookie_of(app, draft.key))
        self.opens("/young" if voice is Voice.CHILD else "/grown-up")

    def opens(self, path: str) -> Page:
        return self._noted(self.visit.opens(path))

    def presses(self, button: str | None = None, **answers: Any) -> Page:
        return self._noted(self.visit.fills(button, **answers))

    def tries(self, path: str, **data: Any) -> Page:
        return self._noted(self.visit.tries(path, **data))

    def found_all_plain(self) -> None:
        """Fails with each fault on a line of its own."""
        assert not self.faults, "\n" + "\n".join(dict.fromkeys(self.faults))

    def _noted(self, page: Page) -> Page:
        assert ("voice-child" in page.html) == (self.voice is Voice.CHILD), page.path
        for fault in JUDGES[self.voice](read(page.html)):
            self.faults.append(f"{page.path} ({page.status}): {fault}")
        return page


def _first_picked(purpose: str, complainant: str, **fixed: Any) -> dict[str, Any]:
    """What somebody answers who picks the first thing each time, every way to be reached and all help there is."""
    answers: dict[str, Any] = {"purpose": purpose, "complainant": complainant, "risk_now": "no", **fixed}
    while (path := journey(answers)).missing:
        step = path.missing
        choices = step.question.choices_for(path.given)
        if step.point is not None:
            point = Point("", "It went wrong", "Put it right", answered=True)
            answers["points"] = with_point(path.given, answers, step.number, point)
        elif step.key in {"contact_way", "help_wanted", "proceedings"}:
            answers[step.key] = [choice.code for choice in choices if not choice.alone]
        elif choices:
            answers[step.key] = [choices[0].code] if step.question.kind is Kind.CHOICES else choices[0].code
        else:
            answers[step.key] = SAID.get(step.question.kind, f"Something about {step.key}")
    return answers


def _questions_read(reader: Reader, answers: dict[str, Any]) -> None:
    """Each question of the path, as it opens, with nothing answered, and with an answer that cannot be."""
    for step in journey(answers).steps:
        path = f"/ask/{step.key}"
        reader.opens(path)
        if step.point is not None:
            reader.tries(path)
            reader.tries(path, what_happened=A_LOT)
        elif step.question.kind in {Kind.CHOICE, Kind.CHOICES}:
            reader.tries(path, **{step.key: "nonsense"})
        elif step.question.kind in {Kind.MONTH, Kind.DAY}:
            reader.tries(path, **{f"{step.key}-month": "99", f"{step.key}-year": "1"})
        else:
            reader.tries(path, **{step.key: A_LOT})
        if step.question.must_be_answered(journey(answers).given) and step.point is None:
            reader.tries(path)
    reader.opens("/ask/points")


def _sent_and_read(reader: Reader, app: Flask) -> None:
    """Checked, sent, come back to, closed on this device, and begun again."""
    reader.opens("/files")
    reader.presses("Add")
    reader.opens("/save")
    reader.presses("Give me")
    reader.opens("/start/complaint")
    reader.opens("/check")
    reader.presses()
    reference = reader.visit.page.said_in("reference")[0]
    words = reader.visit.page.said_in("return-words")[0]
    reader.tries("/ask/name", name="Too late to change this")
    reader.opens("/return")
    reader.presses("Open it")
    reader.presses("Open it", reference="KMR-2346-789", words="these do not fit")
    reader.presses("Open it", reference=reference, words=words)
    assert reader.visit.page.path.startswith("/case/")
    reader.opens(f"/case/{reference}")
    reader.opens(f"/case/{reference}/write")
    reader.presses("Send it")
    reader.presses("Send it", message="When will you come?")
    desk, soon = desk_of(app), (NOW + timedelta(days=9)).date()
    talking.ask_person(desk, reference, "Which day was it?", soon, an_officer(desk, f"Officer {reference}"), NOW)
    reader.opens(f"/case/{reference}")
    app.config["NOW"] = lambda: NOW + timedelta(days=40)
    reader.opens(f"/case/{reference}")
    reader.opens(f"/case/{reference}/next")
    app.config["NOW"] = lambda: NOW


def _is_young(complainant: str) -> bool:
    return complainant == "child"


@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize("complainant", list(Complainant))
def test_every_page_on_an_adults_way_is_plain_english(app: Flask, complainant: str, purpose: str) -> None:
    if _is_young(complainant) and purpose == "complaint":
        pytest.skip("asked in a child's words")
    answers = _first_picked(purpose, complainant)
    reader = Reader(app, Voice.ADULT, answers)
    _questions_read(reader, answers)
    if purpose == "complaint":
        reader.opens("/result")
    _sent_and_read(reader, app)
    reader.found_all_plain()


@pytest.mark.parametrize("purpose", PURPOSES)
def test_every_page_on_a_childs_way_is_for_a_child(app: Flask, purpose: str) -> None:
    answers = _first_picked(purpose, "child")
    reader = Reader(app, Voice.CHILD, answers)
    _questions_read(reader, answers)
    if purpose == "complaint":
        reader.opens("/result")
    _sent_and_read(reader, app)
    reader.found_all_plain()


@pytest.mark.parametrize("voice", [Voice.ADULT, Voice.CHILD])
def test_the_first_pages_danger_and_errors_are_plain(app: Flask, voice: Voice) -> None:
    reader = Reader(app, voice)
    for purpose in PURPOSES:
        reader.opens(f"/start/{purpose}")
    for path in ("/return", "/nowhere", "/gone", "/danger"):
        reader.opens(path)
    reader.presses("Send this now")
    reader.presses("Send this now", danger_what="Help")
    reader.opens("/danger")
    reader.visit.client.post("/ask/name", data={"name": "Words " * 30})
    stale = reader.visit.posts("/return", {"reference": "KMR-2346-789", "words": "these are many words " * 9})
    reader._noted(stale)
    assert stale.status == 400
    reader.found_all_plain()


MATTERS = [(group, choice.code) for group, (_, _, choices) in GROUPS.items() for choice in choices]


@pytest.mark.parametrize(("group", "matter"), MATTERS, ids=[f"{g}-{m}" for g, m in MATTERS])
def test_what_a_parent_is_told_of_each_matter_is_plain_english(app: Flask, group: str, matter: str) -> None:
    answers = kept(PARENT | {"matter_group": [group], "matters": [matter], "decision_letter": "2026-11-02", "points": [{"what_happened": "It did."}]})  # fmt: skip
    reader = Reader(app, Voice.ADULT, answers)
    reader.opens("/result")
    reader.found_all_plain()


@pytest.mark.parametrize("matter", [choice.code for choice in CHILD_MATTERS])
def test_what_a_child_is_told_of_each_matter_is_for_a_child(app: Flask, matter: str) -> None:
    reader = Reader(app, Voice.CHILD, kept({"complainant": "child", **CHILD, "matters": [matter], "points": [{"what_happened": "It did."}]}))  # fmt: skip
    reader.opens("/result")
    reader.found_all_plain()


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("procedure", ["statutory", "corporate", "dont_know"])
def test_whoever_complained_before_is_told_in_plain_words(app: Flask, stage: str, procedure: str) -> None:
    for voice, answers in ((Voice.ADULT, kept(PARENT)), (Voice.CHILD, CHILD_KEPT)):
        reader = Reader(app, voice, answers | {"stage_so_far": stage, "procedure_so_far": procedure})
        reader.opens("/result")
        reader.found_all_plain()


def _wordings(where: Any) -> Iterator[Wording]:
    for value in vars(where).values():
        yield from [value] if isinstance(value, Wording) else ()
        if isinstance(value, dict):
            yield from (one for one in value.values() if isinstance(one, Wording))


RULES = [*(rule for band in BANDS for rule in band.rules), POINTS_DIFFER]
TEXTS: dict[str, tuple[Wording, ...]] = {
    **{f"rule {rule.id}": (rule.because,) for rule in RULES},
    **{f"route {route}": (ROUTE_NAMES[route], route_next(route)) for route in Route},
    **{f"if {what_if.key} {number}": (what_if.said,) for number, what_if in enumerate(WHAT_IFS)},
    **{module.__name__: tuple(_wordings(module)) for module in (deadlines, rights, file_words, forms, procedures)},
}


EXPLAINED = frozenset({"complaint", "working day"})
"""What the pages that say these explain besides: the pages themselves are held to that above."""


@pytest.mark.parametrize("name", TEXTS)
def test_every_reason_and_every_next_step_is_plain_in_both_voices(name: str) -> None:
    """Each by itself, so that no easy page can hide a hard sentence in it."""
    adult = [text for one in TEXTS[name] for text in [one.in_voice(Voice.ADULT)]]
    child = [one.child for one in TEXTS[name] if one.child]
    faults = [*faults_for_adults(said_in(*adult)), *faults_for_children(said_in(*child, explained=EXPLAINED))]
    assert not faults, "\n" + "\n".join(faults)
