"""The letters about the steps of a case: what each says, in both voices, and that the rights in it are the ledger's."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.casework.letter_rights import in_letter
from portal.casework.letters import ANSWERS, LetterKind
from portal.casework.rights import NAMES, Known, Right, ledger
from portal.councils import Profile, load
from portal.law.deadlines import Deadline
from portal.letters import steps
from portal.letters.answer import NEXT, OMBUDSMAN_DETAILS
from portal.letters.sheet import Sheet
from portal.letters.steps import ASK, HEADINGS, Step, composed
from portal.words import Voice, Wording
from tests.casework.test_stages import RECEIVED, walk
from tests.plain_words import faults_for_children, said_in

SENT_ON = date(2026, 12, 7)
BOTH = pytest.mark.parametrize("voice", [Voice.ADULT, Voice.CHILD])
EVERY = pytest.mark.parametrize("kind", list(LetterKind))
DETAIL: Mapping[str, Any] = {
    "on": "2026-12-01", "until": "2027-02-01", "meets": "2027-01-12", "late": True, "ground": "complex", "agreed": True, "counts": True,
    "outcome": "partly_upheld", "extent": "part", "decision": "upheld", "how": "phone",
}  # fmt: skip
WORDS = {
    "reason": "The file is <b>long</b>.", "investigator": "Ida Vestigator", "independent": "Ines Pendent", "chair": "Carl Chair", "second": "Sara Second",
    "third": "Theo Third", "response": "We will visit.\n\n- each week", "terms": "A visit on Monday.", "recommendations": "Say sorry in writing.",
}  # fmt: skip
DATES = (Deadline("respond_by", date(2026, 12, 30), Wording("The answer is due"), "source", SENT_ON, 25),)


def a_step(kind: LetterKind, voice: Voice = Voice.ADULT, **other: Any) -> Step:
    usual = {
        "kind": kind, "reference": "KMR-2346-789", "voice": voice, "language": "en", "route": "statutory", "stage": 2, "detail": DETAIL,
        "words": WORDS, "dates": DATES, "rights": ((Right.STAGE_3, date(2027, 1, 8)), (Right.OMBUDSMAN, None)), "report": "It finds delay.",
        "statement": "The visits never came.", "statement_on": date(2026, 12, 3), "oral": True, "own": "",
    }  # fmt: skip
    return Step(**{**usual, **other})


def text_of(sheet: Sheet) -> str:
    return "\n".join([*sheet.top, sheet.heading, *(line for block in sheet.blocks for line in block.lines)])


@EVERY
@BOTH
def test_every_letter_says_what_it_is_and_leaves_no_gap(profile: Profile, kind: LetterKind, voice: Voice) -> None:
    sheet = composed(a_step(kind, voice), profile, SENT_ON)
    text = text_of(sheet)
    assert sheet.heading == HEADINGS[kind].in_voice(voice) and sheet.top == (profile.council, "Your reference: KMR-2346-789", "Monday 7 December 2026")
    assert "None" not in text and "%(" not in text and len(sheet.blocks) > 4
    assert profile.phone in text and ("0800 1111" in text) == (voice is Voice.CHILD)


@EVERY
@BOTH
def test_what_the_officer_adds_stands_before_the_rights_and_takes_none_out(profile: Profile, kind: LetterKind, voice: Voice) -> None:
    bare, added = (composed(a_step(kind, voice, own=own), profile, SENT_ON) for own in ("", "Room 4.\n\nWhat you can do now\n\nnothing"))
    assert [block for block in added.blocks if block not in bare.blocks and block.kind == "heading"] == []
    at = next(number for number, block in enumerate(added.blocks) if block.kind == "heading" and block.lines == ("What you can do now",))
    assert "Room 4." in text_of(Sheet("en", "ltr", (), "", added.blocks[:at]))
    rights = bare.blocks[next(n for n, block in enumerate(bare.blocks) if block.lines == ("What you can do now",)) :]
    assert added.blocks[at:] == rights


WORDS_SAID = {
    LetterKind.MORE_TIME: ("The file is <b>long</b>.", "30 December 2026"),
    LetterKind.STAGE_BEGUN: ("1 December 2026", "30 December 2026"),
    LetterKind.INVESTIGATORS: ("Ida Vestigator", "Ines Pendent", "The visits never came."),
    LetterKind.STAGE_2_LATER: ("The file is <b>long</b>.", "1 February 2027"),
    LetterKind.STAGE_2_ANSWER: ("It finds delay.", "We will visit.", "each week", "8 January 2027"),
    LetterKind.PANEL: ("Carl Chair", "Sara Second", "Theo Third", "12 January 2027", "one more person", "later than it should be"),
    LetterKind.STAGE_3_ANSWER: ("It finds delay.", "We will visit.", "0300 061 0614"),
    LetterKind.SETTLED: ("A visit on Monday.",),
    LetterKind.WAITS: ("The file is <b>long</b>.", "Only a part of it waits"),
    LetterKind.OMBUDSMAN_DECIDED: ("Say sorry in writing.",),
}


@pytest.mark.parametrize("kind", list(WORDS_SAID))
@BOTH
def test_each_letter_tells_what_its_paragraph_demands(profile: Profile, kind: LetterKind, voice: Voice) -> None:
    text = text_of(composed(a_step(kind, voice), profile, SENT_ON))
    for said in WORDS_SAID[kind]:
        assert said in text


@BOTH
def test_without_agreement_the_day_stays_and_stage_2_is_offered(profile: Profile, voice: Voice) -> None:
    detail = {**DETAIL, "agreed": False, "counts": False}
    text = text_of(composed(a_step(LetterKind.MORE_TIME, voice, detail=detail, stage=1, rights=((Right.STAGE_2, None),)), profile, SENT_ON))
    assert "stays the same: Wednesday 30 December 2026" in text and ASK[Right.STAGE_2].in_voice(voice) in text
    assert "not happy" not in text and "not good enough" not in text, "nothing was answered"


def test_whoever_is_late_with_a_panel_may_ask_all_the_same(profile: Profile) -> None:
    text = text_of(composed(a_step(LetterKind.STAGE_2_ANSWER), profile, SENT_ON))
    assert "Please ask by Friday 8 January 2027. If it is later, ask all the same." in text


def test_only_the_councils_last_answer_says_that_it_is_the_last(profile: Profile) -> None:
    for kind in LetterKind:
        text = text_of(composed(a_step(kind, rights=((Right.OMBUDSMAN, None),)), profile, SENT_ON))
        assert ("This is our last answer" in text) == (kind in ANSWERS), kind


def _child_texts() -> list[str]:
    tables = [value for value in vars(steps).values() if isinstance(value, Wording)]
    for table in (steps.HEADINGS, steps.ASK, steps.GROUND, steps.DECIDED):
        tables += table.values()
    return [wording.in_voice(Voice.CHILD) for wording in tables]


def test_what_a_letter_says_to_a_child_has_short_sentences_and_no_hard_words() -> None:
    texts = _child_texts()
    assert len(texts) > 40
    assert {text: faults for text in texts if (faults := faults_for_children(said_in(text)))} == {}


SAYS: Mapping[Right, tuple[str, ...]] = {
    right: tuple({table[right].in_voice(voice) for table in (NEXT, ASK) for voice in (Voice.ADULT, Voice.CHILD)}) for right in ASK
}


def _told(text: str, voice: Voice) -> set[Right]:
    found = {right for right, said in SAYS.items() if any(one in text for one in said)}
    if OMBUDSMAN_DETAILS in text:
        found.add(Right.OMBUDSMAN)
    if "on their side" in text or "on your side" in text:
        found.add(Right.ADVOCATE)
    return found


@settings(max_examples=150, deadline=None)
@given(st.data(), st.sampled_from(["statutory", "corporate", "mixed", "needs_consent", "compliment"]), st.booleans(), st.sampled_from([Voice.ADULT, Voice.CHILD]))
def test_every_letter_tells_of_each_right_that_belongs_in_it_and_of_no_other(chosen: st.DataObject, route: str, entitled: bool, voice: Voice) -> None:
    walked = walk(chosen, route)
    profile = load("example")
    for state in walked.states:
        now = state.route or route
        known = Known({}, ("offer_advocate",) if entitled or voice is Voice.CHILD else (), now, RECEIVED, ())
        today = RECEIVED + timedelta(days=chosen.draw(st.integers(0, 1500)))
        rights = in_letter(state, known, today)
        lines = ledger(state, known, today)
        assert {line.right for line in lines if line.used_on is None} <= set(rights)
        assert set(rights) - {line.right for line in lines} <= {Right.OMBUDSMAN}
        assert not {line.right for line in lines if line.used_on} & set(rights)
        for kind in state.letters.due:
            step = a_step(kind, voice, route=now, stage=state.stages.stage, rights=tuple((right, None) for right in rights))
            text = text_of(composed(step, profile, SENT_ON))
            assert _told(text, voice) == set(rights), (kind, text)
            if voice is Voice.CHILD and "Ombudsman" in text:
                assert "They do not work for the council" in text
                assert not {"investigation", "statutory", "procedure", "review panel", "adjudication"} & set(text.lower().split())


def test_every_right_can_be_told_of() -> None:
    assert set(ASK) == set(NEXT) == set(NAMES) - {Right.ADVOCATE, Right.OMBUDSMAN}


def test_where_points_go_by_different_procedures_a_letter_says_for_which_the_next_stage_is(profile: Profile) -> None:
    step = a_step(LetterKind.STAGE_BEGUN, rights=((Right.COUNCIL_STAGE_2, None),), groups={1: "statutory", 2: "corporate"})
    assert "For point 2: You can ask for stage 2. Then someone else at the council" in text_of(composed(step, profile, SENT_ON))
    assert "For point" not in text_of(composed(a_step(LetterKind.STAGE_BEGUN, rights=((Right.COUNCIL_STAGE_2, None),)), profile, SENT_ON))
