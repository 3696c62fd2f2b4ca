"""The questions about equality that adults may answer after sending: apart from the case, each of them optional. Data."""

from portal.questions.kinds import Choice, Kind, Question
from portal.words import Wording, _

RATHER_NOT = Choice("rather_not", Wording(_("I would rather not say")))


def _one(key: str, title: str, *choices: Choice, hint: str | None = None) -> Question:
    return Question(
        key, Kind.CHOICE, personal=True, title=Wording(title), hint=Wording(hint) if hint else None, choices=(*choices, RATHER_NOT)
    )


ABOUT_YOU: tuple[Question, ...] = (
    _one(
        "sex", _("What is your sex?"),
        Choice("female", Wording(_("Female"))),
        Choice("male", Wording(_("Male"))),
    ),
    _one(
        "age", _("How old are you?"),
        Choice("18_to_24", Wording(_("18 to 24"))),
        Choice("25_to_34", Wording(_("25 to 34"))),
        Choice("35_to_44", Wording(_("35 to 44"))),
        Choice("45_to_54", Wording(_("45 to 54"))),
        Choice("55_to_64", Wording(_("55 to 64"))),
        Choice("65_and_over", Wording(_("65 or over"))),
    ),
    _one(
        "ethnic_group", _("What is your ethnic group?"),
        Choice("white", Wording(_("White"))),
        Choice("mixed", Wording(_("Mixed or multiple ethnic groups"))),
        Choice("asian", Wording(_("Asian or Asian British"))),
        Choice("black", Wording(_("Black, Black British, Caribbean or African"))),
        Choice("other", Wording(_("Another ethnic group"))),
    ),
    _one(
        "disability", _("Do you have a condition or illness, of body or mind, that lasts 12 months or more?"),
        Choice("limits_a_lot", Wording(_("Yes, and it makes daily life much harder"))),
        Choice("limits_a_little", Wording(_("Yes, and it makes daily life a little harder"))),
        Choice("does_not_limit", Wording(_("Yes, and it does not make daily life harder"))),
        Choice("none", Wording(_("No"))),
    ),
    _one(
        "religion", _("What is your religion or belief?"),
        Choice("none", Wording(_("No religion"))),
        Choice("christian", Wording(_("Christian"))),
        Choice("buddhist", Wording(_("Buddhist"))),
        Choice("hindu", Wording(_("Hindu"))),
        Choice("jewish", Wording(_("Jewish"))),
        Choice("muslim", Wording(_("Muslim"))),
        Choice("sikh", Wording(_("Sikh"))),
        Choice("other", Wording(_("Another religion or belief"))),
    ),
    _one(
        "orientation", _("Which of these describes you best?"),
        Choice("heterosexual", Wording(_("Straight, or heterosexual"))),
        Choice("gay_or_lesbian", Wording(_("Gay or lesbian"))),
        Choice("bisexual", Wording(_("Bisexual"))),
        Choice("other", Wording(_("Another sexual orientation"))),
    ),
)  # fmt: skip
"""In the order of the Government's harmonised questions, with their broadest groups."""
