"""The helplines that hold for every council: who answers, for whom, when, and the month the number was checked. Data."""

from dataclasses import dataclass

from portal.law.facts import MATTER_GROUPS, Complainant, Facts, Matter, Route, Service
from portal.words import Wording, _

CHECKED = "2026-11"


@dataclass(frozen=True, slots=True)
class Helpline:
    """One line: its name, number, for whom it is and when somebody answers; `checked` is a year and month."""

    name: str
    phone: str
    what_for: Wording
    hours: Wording | None = None
    checked: str = CHECKED


CHILDLINE = Helpline(
    "Childline", "0800 1111",
    Wording(_("For anyone under 19, about anything"), child=_("Any time, about anything. It is free")),
)  # fmt: skip
NSPCC = Helpline("NSPCC", "0808 800 5000", Wording(_("For adults who are worried about a child")))
HELP_AT_HAND = Helpline(
    "Help at Hand", "0800 528 0731",
    Wording(
        _("The Children’s Commissioner’s line for children in care, with a social worker, or who have left care"),
        child=_("For children in care, or with a social worker"),
    ),
    Wording(_("Monday to Friday, 9am to 5pm")),
)  # fmt: skip
FAMILY_RIGHTS_GROUP = Helpline(
    "Family Rights Group", "0808 801 0366",
    Wording(_("Free advice for parents and families about social care and courts")),
    Wording(_("Monday to Friday, 9.30am to 3pm")),
)  # fmt: skip
OMBUDSMAN = Helpline(
    "Local Government and Social Care Ombudsman", "0300 061 0614",
    Wording(_("Independent of the council"), child=_("They do not work for the council")),
)  # fmt: skip
OFSTED = Helpline("Ofsted", "0300 123 1231", Wording(_("Oversees fostering agencies and children’s homes"), child=_("They check children’s homes")))

_YOUNG = frozenset({Complainant.CHILD, Complainant.CARE_LEAVER})
_FAMILY_MATTERS = frozenset(
    MATTER_GROUPS["children_in_care"] + MATTER_GROUPS["child_protection"] + MATTER_GROUPS["court"]
) | {Matter.FAILURE_TO_PROTECT, Matter.KINSHIP_SUPPORT}
_AT_WORK = frozenset(
    {Complainant.PROFESSIONAL, Complainant.PROVIDER, Complainant.STAFF, Complainant.COUNCILLOR, Complainant.MP, Complainant.SOLICITOR}
)


def helplines_for(route: Route, facts: Facts) -> tuple[Helpline, ...]:
    """Who else may help somebody of whom these facts are known, and whose complaint takes this route."""
    if route is Route.LGSCO:
        return (OMBUDSMAN,)
    if facts.complainant in _AT_WORK:
        return ()
    young = facts.complainant in _YOUNG
    if route is Route.SAFEGUARDING_URGENT:
        return (CHILDLINE,) if young else (NSPCC, CHILDLINE)
    if young:
        return (HELP_AT_HAND,)
    found = (FAMILY_RIGHTS_GROUP,) if _FAMILY_MATTERS & set(facts.matters) else ()
    return (*found, OFSTED) if facts.service is Service.FOSTERING_AGENCY else found
