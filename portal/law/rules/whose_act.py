"""Whose act it was: another body, council, school or agency answers for its own."""

from portal.law.facts import MATTER_GROUPS, Complainant, Route, Service
from portal.law.rules.ground import Ground
from portal.law.rules.rule import Band, Rule
from portal.words import Wording, _

_COURT = set(MATTER_GROUPS["court"])
_AGENCYS_OWN = {Complainant.AGENCY_FOSTER_CARER, Complainant.PROSPECTIVE_FOSTER_CARER}
_OTHER_BODIES = {Service.NHS, Service.POLICE, Service.CAFCASS, Service.GOVERNMENT_DEPARTMENT}


def _outside(g: Ground) -> bool:
    return g.is_complaint and g.service in _OTHER_BODIES


WHOSE_ACT = Band(
    "whose act",
    (
        Rule(
            "cafcass_in_court",
            Route.OTHER_BODY,
            lambda g: g.service is Service.CAFCASS and g.matter in _COURT,
            Wording(
                _(
                    "The person who did this works for Cafcass, which has its own complaints procedure. "
                    "What was put to the court can be raised in court too."
                ),
                child=_("This person works for Cafcass. Cafcass has to answer. You can tell the court too. Someone can help you do it."),
            ),
            ("LGSCO fact sheet",),
        ),
        Rule(
            "another_bodys_act",
            Route.OTHER_BODY,
            _outside,
            Wording(
                _(
                    "This was done by another public body, not by the council. "
                    "That body has to answer for it, and we can help you reach it."
                ),
                child=_("The council did not do this. Someone else did. We can help you tell them."),
            ),
            ("LGSCO fact sheet", "DfES 2006 (several bodies)"),
            ends=True,
        ),
        Rule(
            "another_councils_act",
            Route.OTHER_AUTHORITY,
            lambda g: g.is_complaint and g.service is Service.OTHER_COUNCIL,
            Wording(
                _("Another council is responsible for this. With your agreement we send it on, so that you need not start again."),
                child=_("Another council has to sort this out. If you say yes, we send it to them for you."),
            ),
            ("LGSCO fact sheet", "DfES 2006 (several bodies)"),
            ends=True,
        ),
        Rule(
            "a_schools_act",
            Route.SCHOOL,
            lambda g: g.is_complaint and g.service is Service.SCHOOL,
            Wording(
                _("This is about what a school did. Every school has its own complaints procedure."),
                child=_("This is about your school. The school has to answer it. We can help you tell them."),
            ),
            ("EA 2002 s29",),
            ends=True,
        ),
        Rule(
            "a_fostering_agencys_act",
            Route.OTHER_BODY,
            lambda g: g.is_complaint and g.service is Service.FOSTERING_AGENCY and g.facts.complainant in _AGENCYS_OWN,
            Wording(
                _(
                    "You foster through an agency, and this is about the agency. "
                    "It has its own complaints procedure, and Ofsted oversees it."
                )
            ),
            ("SI 2011/581",),
            ends=True,
        ),
    ),
)
