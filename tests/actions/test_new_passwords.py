"""Which passwords may be chosen: not what others try first, whoever they are."""

import pytest

from portal.actions.new_passwords import WORDS_OF_THE_PLACE, PasswordUnfit, check_fit
from portal.limits import LONGEST_PASSWORD, SHORTEST_PASSWORD
from portal.seal.passwords import new_password

ABOUT = ("wilhelmina@our-town.gov.uk", "Wilhelmina Feather", "Our Town Council", "Tell us")


@pytest.mark.parametrize(
    "leaked", ["qazwsxedcrfv", "passwordpassword", "123456789abcdef", "1q2w3e4r5t6y7u8i", "#Hausbaum123", "01011981OLGA"]
)
def test_what_was_stolen_elsewhere_is_not_taken_however_strong_it_looks(leaked: str) -> None:
    with pytest.raises(PasswordUnfit, match="stolen elsewhere"):
        check_fit(leaked, ())


@pytest.mark.parametrize(
    "guessed",
    [
        "Safeguarding2027!",
        "socialworker-officer",
        "children's services",
        "our town council 26",
        "Wilhelmina.Feather",
        "W1lhelm1na1984",
        "wilhelmina@our-town",
        "zxcvbnm,./zxcvbnm",
        "Summer2026!!",
    ],
)
def test_what_is_made_of_the_place_of_names_of_rows_of_keys_or_of_days_is_not_taken(guessed: str) -> None:
    with pytest.raises(PasswordUnfit, match="harder to guess"):
        check_fit(guessed, ABOUT)


@pytest.mark.parametrize(
    "fit",
    [
        "four calm grey horses",
        "quiet rivers run east",
        "lampe-brouette-tiroir",
        "839204716253940871",
        "Ωmega λίμνη θάλασσα",
        "vJ8-kq2_Wp0x",
        "the child reads by lamplight",
    ],
)
def test_any_kind_of_signs_will_do_where_they_are_hard_to_guess(fit: str) -> None:
    check_fit(fit, ABOUT)


def test_lengths_are_held_to_and_the_longest_is_measured_too() -> None:
    with pytest.raises(PasswordUnfit, match=f"at least {SHORTEST_PASSWORD}"):
        check_fit("xk4-Qm9_zR2"[: SHORTEST_PASSWORD - 1], ())
    with pytest.raises(PasswordUnfit, match=f"at most {LONGEST_PASSWORD}"):
        check_fit("xk4-Qm9_zR2t" * 40, ())
    check_fit(("four calm grey horses and " * 20)[:LONGEST_PASSWORD], ())


def test_what_the_portal_makes_itself_always_fits() -> None:
    for _ in range(50):
        check_fit(new_password(), ABOUT)


def test_the_words_of_the_place_stand_once_each_and_are_small_letters() -> None:
    assert len(set(WORDS_OF_THE_PLACE)) == len(WORDS_OF_THE_PLACE)
    assert all(word.isalpha() and word.islower() for word in WORDS_OF_THE_PLACE)
