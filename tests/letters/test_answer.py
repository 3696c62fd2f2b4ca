"""The answer: every point with its finding and reason, the rights that the software puts in, and what is left out."""

from datetime import date

import pytest

from portal.casework.answering import Remedy
from portal.casework.outcomes import OutcomeCode
from portal.casework.rights import Right
from portal.councils import Profile
from portal.letters.answer import (
    DONE,
    FOUND,
    GROUPS,
    NEXT,
    Answering,
    PointTold,
    draft,
    finished,
    left_out,
    pounds,
    rights_told,
)
from portal.words import Voice
from tests.plain_words import faults_for_children, said_in

SENT_ON = date(2026, 12, 7)
BY = date(2027, 1, 8)


ONE = PointTold(1, "support_not_delivered", OutcomeCode.UPHELD, "Nobody planned the visits.", (Remedy.APOLOGY, Remedy.PAYMENT), 15_050, "By Friday.")
TWO = PointTold(2, None, OutcomeCode.NO_FINDING, "The notes of the day are <b>lost</b>.")


def a_case(**other: object) -> Answering:
    usual = {
        "reference": "KMR-2346-789", "voice": Voice.ADULT, "language": "en", "complainant": "parent",
        "received_on": date(2026, 11, 23), "answer_by": SENT_ON, "points": (ONE, TWO),
        "rights": ((Right.ADVOCATE, None), (Right.STAGE_2, BY), (Right.OMBUDSMAN, None)),
    }  # fmt: skip
    return Answering(**{**usual, **other})  # type: ignore[arg-type]


@pytest.mark.parametrize("voice", [Voice.ADULT, Voice.CHILD])
def test_every_point_has_its_heading_its_finding_its_reason_and_what_is_done(profile: Profile, voice: Voice) -> None:
    text = draft(a_case(voice=voice), profile, SENT_ON)
    for point in (ONE, TWO):
        assert FOUND[point.outcome].in_voice(voice) in text and point.reason in text
    assert "£150.50" in text and "sorry" in text and "By Friday." in text
    assert text.index("Point 1") < text.index("Nobody planned") < text.index("Point 2") < text.index("The notes of")
    assert "\n\n\n" not in text and "None" not in text and "%(" not in text


def test_the_letter_keeps_paragraphs_and_escapes_what_was_typed(profile: Profile) -> None:
    html = finished(draft(a_case(), profile, SENT_ON), a_case(), profile, SENT_ON)
    assert "&lt;b&gt;lost" in html and "<li>We pay you £150.50.</li>" in html and "Monday 7 December 2026" in html


def test_the_headings_of_points_and_of_the_rights_are_headings(profile: Profile) -> None:
    html = finished(draft(a_case(), profile, SENT_ON), a_case(), profile, SENT_ON)
    assert html.count("<h3>Point ") == 2 and html.count("<h3>What you can do now</h3>") == 1 and html.count("<h2>") == 1


@pytest.mark.parametrize("voice", [Voice.ADULT, Voice.CHILD])
@pytest.mark.parametrize("right", list(NEXT))
def test_the_next_stage_is_in_the_letter_with_its_day_whatever_the_officer_writes(profile: Profile, right: Right, voice: Voice) -> None:
    html = finished("Dear Jo", a_case(voice=voice, rights=((right, BY), (Right.OMBUDSMAN, None))), profile, SENT_ON)
    assert NEXT[right].in_voice(voice) in html and "Friday 8 January 2027" in html and "If it is later" in html
    assert "0300 061 0614" in html and "CV4 0EH" in html and "last answer" not in html


def test_the_last_answer_gives_the_ombudsmans_details_and_no_stage(profile: Profile) -> None:
    text = rights_told(a_case(rights=((Right.OMBUDSMAN, None),)), profile)
    assert "This is our last answer" in text and "0300 061 0614" in text and "stage" not in text


def test_the_councils_own_first_stage_sends_nobody_to_the_ombudsman_yet(profile: Profile) -> None:
    text = rights_told(a_case(rights=((Right.COUNCIL_STAGE_2, None),)), profile)
    assert "someone else at the council" in text and "Ombudsman" not in text and "Please ask by" not in text


def test_what_is_no_complaint_gets_no_stage_and_an_advocate_where_there_is_a_right_to_one(profile: Profile) -> None:
    assert "stage" not in rights_told(a_case(rights=()), profile) and "advocate" not in rights_told(a_case(rights=()), profile)
    assert "Example Advocates: 01632 960004" in rights_told(a_case(rights=((Right.ADVOCATE, None),)), profile)


def test_a_child_always_hears_of_an_advocate_and_of_childline(profile: Profile) -> None:
    text = rights_told(a_case(voice=Voice.CHILD, rights=()), profile)
    assert "on your side" in text and "0800 1111" in text


def test_what_we_say_to_a_child_has_short_sentences_and_no_hard_words() -> None:
    for wording in (*FOUND.values(), *DONE.values(), *NEXT.values()):
        assert faults_for_children(said_in(wording.in_voice(Voice.CHILD))) == []


def test_every_finding_and_every_right_to_a_stage_has_its_words() -> None:
    assert set(FOUND) == set(OutcomeCode) and set(DONE) == set(Remedy) - {Remedy.OTHER}
    assert set(NEXT) == set(Right) - {Right.ADVOCATE, Right.OMBUDSMAN}


def test_a_late_answer_says_sorry(profile: Profile) -> None:
    assert "sorry that it is late" in draft(a_case(), profile, date(2026, 12, 8))
    assert "late" not in draft(a_case(points=(TWO,)), profile, SENT_ON)


def test_a_point_that_was_edited_away_is_noticed(profile: Profile) -> None:
    text = draft(a_case(), profile, SENT_ON)
    assert left_out(text.replace("\n", "\r\n"), a_case()) == ()
    assert left_out(text.replace("Point 2", ""), a_case()) == (2,)
    assert left_out("Dear Jo", a_case()) == (1, 2)
    many = tuple(PointTold(number, None, OutcomeCode.UPHELD, "x") for number in (1, 11))
    assert left_out("Point 11", a_case(points=many)) == (1,), "point 11 does not speak for point 1"


@pytest.mark.parametrize(("pence", "said"), [(100, "£1"), (1_250, "£12.50"), (105, "£1.05"), (123_456_00, "£123,456")])
def test_amounts(pence: int, said: str) -> None:
    assert pounds(pence) == said


def test_a_joint_answer_groups_its_points_by_procedure_says_where_others_go_and_for_which_points_each_right_is(profile: Profile) -> None:
    points = (
        PointTold(1, None, OutcomeCode.UPHELD, "Own.", route="corporate"), PointTold(2, None, OutcomeCode.UPHELD, "Law.", route="statutory"),
        PointTold(3, None, OutcomeCode.OTHER_PROCEDURE, "Theirs.", route="school"), PointTold(4, None, OutcomeCode.NOT_UPHELD, "Law.", route="statutory"),
    )  # fmt: skip
    rights = ((Right.STAGE_2, BY), (Right.COUNCIL_STAGE_2, None), (Right.OMBUDSMAN, None))
    for voice in (Voice.ADULT, Voice.CHILD):
        case = a_case(points=points, rights=rights, voice=voice)
        text = draft(case, profile, SENT_ON)
        places = [text.index(f"Point {number}") for number in (2, 4, 1, 3)]
        groups = [text.index(GROUPS[name].in_voice(voice)) for name in GROUPS]
        assert places == sorted(places) and groups[0] < places[0] and places[1] < groups[1] < places[2] < groups[2] < places[3]
        assert "It is: " in text[places[3]:] and "It is: " not in text[:places[3]]
        assert left_out(text, case) == ()
        told = rights_told(case, profile)
        assert "For points 2, 4:" in told and "For point 1:" in told
    assert not any(said in draft(a_case(), profile, SENT_ON) for said in (GROUPS["statutory"].adult, "For point"))
