"""Each kind of message, handed to a real server and read there."""

import re
from dataclasses import replace

import pytest

from portal.actions import delivering, handling, rights, talking
from portal.actions.clocks import london_day
from portal.actions.returning import end_representation
from portal.casework.contact import Rule
from portal.store import cases, tables
from tests.actions.desks import kinds_of, row_of
from tests.citizen.people import CHILD, PARENT
from tests.handoff.house import ADVOCATES, DOOR, TEAM, House
from tests.handoff.outside import text_of

PERSONAL = ("Ada", "Bo Example", "ada@", "Kit", "kit@", "shouted", "move me", "landlord", "carer", "01632 960 12")
TELLING = re.compile(r"complain|child|social|care|council|safeguard|stage|\d", re.IGNORECASE)


def _letter(house: House, case_id: int, officer: int) -> None:
    handling.acknowledge(house.desk, house.reference_of(case_id), "<p>Dear Ada, we have it.</p>", officer, house.now)


def test_nothing_leaves_until_somebody_delivers_and_then_the_team_learns_of_the_new_case(house: House) -> None:
    case_id = house.somebody_sends()
    assert house.mailbox.messages == []
    house.deliver_due()
    (notice,) = house.mailbox.to(TEAM)
    assert notice["Subject"] == "A new case is in the queue"
    assert house.reference_of(case_id) in text_of(notice)
    assert "Next date: " in text_of(notice) and "https://casework.council.example/staff/cases/" in text_of(notice)
    assert not [word for word in PERSONAL if word in str(notice)]


def test_a_message_says_who_sent_it_and_that_no_absence_note_should_answer(house: House) -> None:
    house.somebody_sends()
    house.deliver_due()
    (notice,) = house.mailbox.to(TEAM)
    assert notice["From"] == "no-reply@council.example"
    assert notice["Auto-Submitted"] == "auto-generated"
    assert re.fullmatch(r"<outbox-\d+@council.example>", notice["Message-ID"])
    assert notice["Date"] and notice["Content-Language"] == "en"


def test_a_person_who_chose_e_mail_is_told_that_there_is_a_letter_and_nothing_else(house: House, officer: int) -> None:
    case_id = house.somebody_sends()
    house.deliver_due()
    _letter(house, case_id, officer)
    house.deliver_due()
    (told,) = house.mailbox.to(PARENT["email"])
    assert (told["Subject"], told["Reply-To"]) == ("There is a message for you", None)
    assert not TELLING.search(told["Subject"])
    assert "https://tell-us.council.example/return" in text_of(told)
    assert "reference and your words" in text_of(told)
    assert house.reference_of(case_id) not in str(told)
    assert not [word for word in (*PERSONAL, "Dear", "complain", "child") if word in text_of(told)]


def test_a_child_is_told_in_the_childs_voice(house: House, officer: int) -> None:
    case_id = house.somebody_sends("child")
    _letter(house, case_id, officer)
    house.deliver_due()
    (told,) = house.mailbox.to(CHILD["email"])
    assert "type your code and your words" in text_of(told)


def test_without_an_address_of_the_portal_the_e_mail_says_in_words_where_to_go(house: House, officer: int) -> None:
    case_id = house.somebody_sends()
    _letter(house, case_id, officer)
    house.with_(post=replace(house.post, house=replace(house.post.house, origin=""))).deliver_due()
    (told,) = house.mailbox.to(PARENT["email"])
    assert "choose “Come back”" in text_of(told) and "://" not in text_of(told)


@pytest.mark.parametrize("ways", [["comeback"], ["phone"], []])
def test_whoever_did_not_choose_e_mail_gets_none(house: House, officer: int, ways: list[str]) -> None:
    case_id = house.somebody_sends(contact_way=ways or ["letter"])
    _letter(house, case_id, officer)
    house.deliver_due()
    assert house.mailbox.to(PARENT["email"]) == []
    assert house.box(case_id, "letter_ready") == []


def test_a_representative_whose_access_was_ended_is_told_nothing_more(house: House, officer: int) -> None:
    case_id = house.somebody_sends("advocate")
    _letter(house, case_id, officer)
    with house.desk.database.read() as conn:
        case = cases.by_id(conn, case_id)
    assert case
    kept = house.desk.keys.get(case.key_name)
    (child,) = [row for row in house.desk.keys.words_of(case.key_name) if row.holder == "child"]
    assert kept and house.desk.office
    key = house.desk.office.open(kept.sealed)
    end_representation(house.desk, house.reference_of(case_id), key, child.id, house.now)
    house.deliver_due()
    assert house.mailbox.to(PARENT["email"]) == []
    assert [row.done_at for row in house.box(case_id, "letter_ready")] == [house.now]


def test_danger_goes_to_the_front_door_at_once_with_what_was_told(house: House) -> None:
    house.somebody_is_in_danger()
    house.deliver_due()
    (referral,) = house.mailbox.to(DOOR)
    assert (referral["Importance"], referral["Reply-To"]) == ("high", TEAM)
    assert not TELLING.search(referral["Subject"])
    assert "He breaks the door." in text_of(referral) and "Bo, 1 High Street" in text_of(referral)
    assert "https://tell-us.council.example/front-door/" in text_of(referral)


def test_danger_is_sent_again_and_again_until_an_officer_records_that_the_front_door_knows(
    house: House, officer: int
) -> None:
    case_id = house.somebody_is_in_danger()
    for _ in range(6 * 24):
        house.deliver_due()
        house.time_passes(minutes=10)
    sent = house.mailbox.to(DOOR)
    assert 6 < len(sent) < 15, "twice in the first hours, then every four hours"
    assert len({message["Message-ID"] for message in sent}) == len(sent), (
        "a mailbox would hide a second one of the same name"
    )
    handling.tell_front_door(house.desk, house.reference_of(case_id), "Duty worker", "9:40", officer, house.now)
    house.time_passes(days=1)
    assert house.deliver_due() >= 0 and len(house.mailbox.to(DOOR)) == len(sent)


def test_danger_that_is_told_again_goes_out_again(house: House, officer: int) -> None:
    case_id = house.somebody_is_in_danger()
    house.deliver_due()
    reference = house.reference_of(case_id)
    handling.tell_front_door(house.desk, reference, "Duty worker", "9:40", officer, house.now)
    handling.change_route(house.desk, reference, "statutory", "It is calm now.", officer, house.now)
    handling.change_route(house.desk, reference, "safeguarding_urgent", "He is back.", officer, house.now)
    house.deliver_due()
    assert len(house.mailbox.to(DOOR)) == 2


def test_a_danger_told_among_the_questions_reaches_the_front_door_with_the_points(house: House) -> None:
    house.somebody_sends(risk_now="yes")
    house.deliver_due()
    (referral,) = house.mailbox.to(DOOR)
    assert "The worker shouted at us & left." in text_of(referral)
    assert "Bo Example" in text_of(referral) and "My landlord" in text_of(referral)


def test_advocates_learn_how_to_reach_whoever_asked_for_one_and_nothing_of_what_it_is_about(house: House) -> None:
    case_id = house.somebody_sends("child")
    house.deliver_due()
    (referral,) = house.mailbox.to(ADVOCATES)
    said = text_of(referral)
    assert all(word in said for word in ("Kit", "After school", "My carer", "Polish", "Big letters"))
    assert not [word for word in ("move me", "No one rings", "I want to stay") if word in said]
    assert not [word for word in PERSONAL if word in referral["Subject"]]
    assert kinds_of(house.desk, case_id)[-1] == "advocate_referred"


def test_the_referral_that_left_moves_the_date_as_one_by_hand_does(house: House) -> None:
    case_id = house.somebody_sends("child")
    before = row_of(house.desk, case_id).due_on
    house.deliver_due()
    assert row_of(house.desk, case_id).due_on > before


@pytest.mark.parametrize("said", [["none"], ["dont_know"], ["interpreter"]])
def test_nobody_is_referred_who_did_not_ask(house: House, said: list[str]) -> None:
    case_id = house.somebody_sends("child", help_wanted=said)
    house.deliver_due()
    assert house.mailbox.to(ADVOCATES) == []
    assert "advocate_referred" not in kinds_of(house.desk, case_id)


def test_whoever_changes_their_mind_before_it_leaves_is_not_referred(house: House, officer: int) -> None:
    case_id = house.somebody_sends("child")
    rights.advocate(house.desk, house.reference_of(case_id), "declined", london_day(house.now), {}, officer, house.now)
    house.deliver_due()
    assert house.mailbox.to(ADVOCATES) == []
    assert [(bool(row.done_at), row.sent, row.sealed) for row in house.box(case_id, "advocacy")] == [(True, 0, None)]


def _declines(house: House, case_id: int, officer: int, step: str = "declined") -> None:
    rights.advocate(house.desk, house.reference_of(case_id), step, london_day(house.now), {"note": "Kit said so."}, officer, house.now)


def test_whoever_changes_their_mind_after_it_left_the_advocates_are_told_once_by_the_reference_alone(
    house: House, officer: int
) -> None:
    case_id = house.somebody_sends("child")
    house.deliver_due()
    house.time_passes(days=1)
    _declines(house, case_id, officer)
    _declines(house, case_id, officer)
    house.deliver_due()
    _, back = house.mailbox.to(ADVOCATES)
    assert house.reference_of(case_id) in text_of(back) and "does not want one any more" in text_of(back)
    assert not [word for word in (*PERSONAL, "Polish", "said so") if word in text_of(back) + back["Subject"]]
    assert [(row.sealed, row.sent) for row in house.box(case_id, "advocacy_withdrawn")] == [(None, 1)]


def test_whoever_wants_one_again_before_it_is_taken_back_keeps_it(house: House, officer: int) -> None:
    case_id = house.somebody_sends("child")
    house.deliver_due()
    _declines(house, case_id, officer)
    _declines(house, case_id, officer, "accepted")
    house.deliver_due()
    assert len(house.mailbox.to(ADVOCATES)) == 1
    assert [(bool(row.done_at), row.sent) for row in house.box(case_id, "advocacy_withdrawn")] == [(True, 0)]


def test_a_referral_that_was_leaving_when_it_was_declined_is_taken_back(house: House, officer: int) -> None:
    case_id = house.somebody_sends("child")
    (row,) = house.box(case_id, "advocacy")
    parcel = delivering.take_up(house.desk, row.id, house.now)
    assert parcel is not None
    _declines(house, case_id, officer)
    assert not delivering.delivered(house.desk, parcel, house.now)
    house.deliver_due()
    (back,) = house.mailbox.to(ADVOCATES)
    assert "does not want one any more" in text_of(back)


def test_what_an_officer_referred_by_hand_an_officer_takes_back(house: House, officer: int) -> None:
    case_id = house.somebody_sends("child")
    _declines(house, case_id, officer, "sent")
    _declines(house, case_id, officer)
    house.deliver_due()
    assert house.mailbox.to(ADVOCATES) == []


def test_a_referral_by_hand_makes_the_portals_own_needless(house: House, officer: int) -> None:
    case_id = house.somebody_sends("child")
    rights.advocate(house.desk, house.reference_of(case_id), "sent", london_day(house.now), {}, officer, house.now)
    house.deliver_due()
    assert house.mailbox.to(ADVOCATES) == []
    assert kinds_of(house.desk, case_id).count("advocate_referred") == 1


def test_a_case_that_somebody_has_taken_is_not_announced_any_more(house: House, officer: int) -> None:
    case_id = house.somebody_sends()
    handling.take(house.desk, house.reference_of(case_id), officer, house.now)
    house.deliver_due()
    assert house.mailbox.to(TEAM) == []


def test_what_lies_in_the_outbox_is_sealed_and_gone_once_it_has_left(house: House) -> None:
    case_id = house.somebody_sends("child")
    with house.desk.database.read() as conn:
        rows = [dict(row._mapping) for row in conn.execute(tables.outbox.select())]
    assert any(row["sealed"] for row in rows)
    assert not [word for word in PERSONAL if word.encode() in repr(rows).encode()]
    house.deliver_due()
    assert [row.sealed for row in house.box(case_id) if row.done_at] == [None] * len(house.box(case_id))


def test_what_belongs_to_an_erased_case_does_not_leave(house: House) -> None:
    case_id = house.somebody_sends("child")
    with house.desk.database.read() as conn:
        case = cases.by_id(conn, case_id)
    assert case and house.desk.keys.erase(case.key_name or "")
    house.deliver_due()
    assert house.mailbox.to(ADVOCATES) == []
    assert [row.done_at for row in house.box(case_id, "advocacy")] == [house.now]


def test_a_message_of_an_officer_is_announced_without_a_word_of_it(house: House, officer: int) -> None:
    case_id = house.somebody_sends()
    house.deliver_due()
    talking.ask_person(house.desk, house.reference_of(case_id), "Which day did the worker shouted at you?", None, officer, house.now)
    house.deliver_due()
    (told,) = house.mailbox.to(PARENT["email"])
    assert told["Subject"] == "There is a message for you" and "worker" not in str(told)
    assert not [word for word in PERSONAL if word in text_of(told)]


@pytest.mark.parametrize("rule", [Rule.NO_EMAIL, Rule.AS_THEY_SAY])
def test_a_rule_against_e_mail_stops_the_portals_own_mails_also_those_that_wait(house: House, officer: int, rule: Rule) -> None:
    case_id = house.somebody_sends()
    house.deliver_due()
    reference, words = house.reference_of(case_id), {"whom": "", "note": "", "how_known": "They rang"}
    talking.write_to_person(house.desk, reference, "One", officer, house.now)
    talking.set_contact_rules(house.desk, reference, [rule], words, officer, house.now)
    talking.write_to_person(house.desk, reference, "Two", officer, house.now)
    house.deliver_due()
    assert house.mailbox.to(PARENT["email"]) == []
    talking.set_contact_rules(house.desk, reference, [], words, officer, house.now)
    talking.write_to_person(house.desk, reference, "Three", officer, house.now)
    house.deliver_due()
    assert len(house.mailbox.to(PARENT["email"])) == 1
