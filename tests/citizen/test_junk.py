"""What looks like junk is taken in like everything else, waits in a lane of its own, and is never danger."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask

from portal import limits
from portal.actions.desk import Desk
from portal.actions.handling import find_real
from portal.actions.junk import Noticed, RecentlySent, Sending
from portal.casework.junk import Sign, looks_like_junk
from portal.casework.moves import NotPossible
from tests.actions.desks import an_officer
from tests.citizen.people import CHILD_KEPT, PARENT, THANKS, kept
from tests.citizen.stored import kept_case, references
from tests.conftest import NOW, VisitWith, on_both_databases
from tests.visiting import Visit

PETITION = "We the people of this town ask that the centre stays open because our children need it every week"
SLOWLY = NOW + timedelta(minutes=10)


def _later(app: Flask, when: datetime) -> None:
    app.config["NOW"] = lambda: when


def _sends(visit: Visit, **hidden: str) -> str:
    visit.opens("/check")
    visit.fills("Send", **hidden)
    assert visit.page.path.startswith("/done/"), visit.page.says
    return visit.page.path.removeprefix("/done/")


@on_both_databases
def test_who_fills_in_what_nobody_can_see_is_taken_in_and_looked_at_first(visit_with: VisitWith, desk: Desk) -> None:
    ordinary = kept_case(desk, _sends(visit_with(kept(PARENT))))
    case = kept_case(desk, _sends(visit_with(kept(PARENT)), website="https://example.com"))
    assert case.happened == ["submitted", "looked_like_junk"]
    assert (case.row.rank, case.row.open, case.row.due_on) == (2, True, ordinary.row.due_on), "its clocks run"
    assert case.points == ordinary.points


def test_the_field_is_hidden_from_people_and_from_what_reads_to_them(visit_with: VisitWith) -> None:
    visit = visit_with(kept(THANKS, "compliment"))
    visit.opens("/check")
    (box,) = (e for e in visit.page.main.iter("div") if e.get("hidden") is not None)
    (field,) = box.iter("input")
    assert (field.get("name"), field.get("tabindex"), field.get("autocomplete")) == ("website", "-1", "off")


def test_danger_is_never_put_in_the_lane(visit_with: VisitWith, desk: Desk) -> None:
    told = kept(PARENT) | {"risk_now": "yes"}
    case = kept_case(desk, _sends(visit_with(told), website="filled in by a helpful browser"))
    assert (case.row.rank, case.row.danger) == (0, True)
    assert "looked_like_junk" not in case.happened


def test_a_quick_sending_alone_is_nothing(visit_with: VisitWith, desk: Desk) -> None:
    case = kept_case(desk, _sends(visit_with(CHILD_KEPT)))
    assert (case.row.rank, case.happened) == (1, ["submitted"])


def test_a_school_class_is_nothing(visit_with: VisitWith, desk: Desk, app: Flask) -> None:
    """Thirty children behind one address, all about the same, each at their own pace."""
    for number in range(30):
        visit = visit_with(CHILD_KEPT)
        visit.client.environ_base["REMOTE_ADDR"] = "192.0.2.7"
        _later(app, SLOWLY)
        assert kept_case(desk, _sends(visit)).row.rank == 1, number
        _later(app, NOW)


def test_a_petition_is_nothing_and_a_program_that_repeats_itself_is_looked_at(
    visit_with: VisitWith, desk: Desk, app: Flask
) -> None:
    written = kept(THANKS, "compliment") | {"thanks": PETITION}
    for _ in range(limits.SAME_WORDS_SENT + 2):
        visit = visit_with(written)
        _later(app, SLOWLY)
        assert kept_case(desk, _sends(visit)).row.rank == 1
        _later(app, NOW)
    visit = visit_with(written | {"thanks": PETITION.upper() + "!"})
    assert kept_case(desk, _sends(visit)).row.rank == 2


def test_a_program_that_sends_many_from_one_place_is_looked_at(visit_with: VisitWith, desk: Desk) -> None:
    ranks = []
    for _ in range(limits.SENT_FROM_ONE_ADDRESS + 1):
        visit = visit_with(kept(THANKS, "compliment"))
        visit.client.environ_base["REMOTE_ADDR"] = "192.0.2.7"
        ranks.append(kept_case(desk, _sends(visit)).row.rank)
    assert ranks == [1] * limits.SENT_FROM_ONE_ADDRESS + [2]


def test_sending_twice_is_still_one_case(visit_with: VisitWith, desk: Desk) -> None:
    visit = visit_with(kept(PARENT))
    first = _sends(visit, website="x")
    visit.tries("/check", website="x")
    assert references(desk) == [first]
    assert kept_case(desk, first).happened == ["submitted", "looked_like_junk"]


def test_an_officer_says_that_it_is_real_once(visit_with: VisitWith, desk: Desk) -> None:
    reference, officer = _sends(visit_with(kept(PARENT)), website="x"), an_officer(desk)
    assert find_real(desk, reference, officer, NOW) is True
    assert find_real(desk, reference, officer, NOW) is False
    case = kept_case(desk, reference)
    assert (case.row.rank, case.happened[-1]) == (1, "found_real")
    other = _sends(visit_with(kept(PARENT)))
    with pytest.raises(NotPossible):
        find_real(desk, other, officer, NOW)


@pytest.mark.parametrize(("signs", "junk"), [
    ((), False),
    ((Sign.TOO_QUICK,), False),
    ((Sign.MANY_FROM_ONE_PLACE, Sign.SAME_WORDS), False),
    ((Sign.TOO_QUICK, Sign.SAME_WORDS), True),
    ((Sign.TOO_QUICK, Sign.MANY_FROM_ONE_PLACE), True),
    ((Sign.HIDDEN_FIELD,), True),
])  # fmt: skip
def test_one_sign_with_a_good_reason_is_never_enough(signs: tuple[Sign, ...], junk: bool) -> None:
    assert looks_like_junk(signs) is junk


def _sending(words: str, place: str = "") -> Sending:
    return Sending(words, 5, NOW, Noticed(place=place))


def _repeated(words: str) -> RecentlySent:
    recent = RecentlySent()
    for _ in range(limits.SAME_WORDS_SENT):
        recent.remember(_sending(words), NOW)
    return recent


CHANGED: list[Callable[[str], str]] = [
    str.upper,
    lambda text: text.replace(" ", "\n "),
    lambda text: text + " please",
    lambda text: text.replace("e", "e\u0301"),
]


@pytest.mark.parametrize("changed", CHANGED)
def test_the_same_words_are_the_same_however_they_are_dressed(changed: Callable[[str], str]) -> None:
    assert Sign.SAME_WORDS in _repeated(PETITION).signs_of(_sending(changed(PETITION)), NOW)


@pytest.mark.parametrize("words", [
    "", "I want to go home", "They said that the visits would begin in May but nobody has rung us since then at all",
])  # fmt: skip
def test_other_words_and_short_ones_are_not(words: str) -> None:
    assert Sign.SAME_WORDS not in _repeated(PETITION).signs_of(_sending(words), NOW)
    assert Sign.SAME_WORDS not in _repeated("I want to go home").signs_of(_sending("I want to go home"), NOW)


def test_tomorrow_nothing_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    recent = _repeated(PETITION)
    assert Sign.SAME_WORDS not in recent.signs_of(_sending(PETITION), NOW + timedelta(days=1))
    assert not recent._texts


def test_what_is_remembered_is_no_text(desk: Desk, visit_with: VisitWith) -> None:
    _sends(visit_with(kept(THANKS, "compliment") | {"thanks": PETITION}))
    assert desk.recent._texts
    assert "centre" not in repr(vars(desk.recent)) and b"centre" not in repr(vars(desk.recent)).encode()
