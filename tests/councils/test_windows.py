"""The time that somebody else has set for a review: from the letter, with the days left."""

from datetime import date

import pytest

from portal.councils import load, working_days
from portal.councils.dates import window_for, window_to_send_again
from portal.law.facts import Facts, Route

TODAY = date(2026, 11, 25)
LETTER = date(2026, 11, 9)
EXAMPLE = load("example")


def window(route, letter=LETTER, today=TODAY, profile=EXAMPLE, **facts):
    found = window_for(profile, working_days(), Route(route), Facts.from_codes(facts), letter, today)
    return found and (found.on, found.days_left)


def test_a_foster_carer_has_28_days_and_an_adopter_40_working_days():
    assert window("irm", complainant="foster_carer", matters="carer_approval") == (date(2026, 12, 7), 12)
    by = working_days().add(LETTER, 40)
    assert window("irm", complainant="prospective_adopter", matters="carer_approval") == (by, (by - TODAY).days)
    assert window("irm", complainant="parent", matters="adoption_records") == (by, (by - TODAY).days)


@pytest.mark.parametrize(("today", "left"), [(date(2026, 12, 6), 1), (date(2026, 12, 7), 0), (date(2026, 12, 8), -1)])
def test_the_days_left_are_counted_to_the_last_and_beyond(today, left):
    assert window("irm", today=today, complainant="foster_carer") == (date(2026, 12, 7), left)


def test_a_conference_has_the_partnerships_own_time_where_the_profile_states_it():
    assert window("cp_conference_appeal") == (date(2026, 12, 7), 12)
    assert window("cp_conference_appeal", profile=load("leicestershire")) is None


def test_without_a_letter_or_where_nothing_is_laid_down_no_day_is_made_up():
    assert window("irm", letter=None) is None
    assert window("send_tribunal") is None
    assert window("court") is None


def test_what_waited_for_a_case_can_be_sent_again_for_a_year():
    paused = Facts.from_codes({"stage_so_far": "paused_for_proceedings"})
    found = window_to_send_again(paused, date(2026, 3, 1), TODAY)
    assert found is not None
    assert (found.on, found.source in {"SI 2006/1738 reg 8 (resubmission)"}) == (date(2027, 3, 1), True)
    assert window_to_send_again(Facts(), date(2026, 3, 1), TODAY) is None
    assert window_to_send_again(paused, None, TODAY) is None
