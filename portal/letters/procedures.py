"""What a letter says of the procedure a case goes through, in two voices. Data."""

from portal.words import Wording, _

_OTHERS_DECIDE = Wording(
    _(
        "From what you told us, another organisation or another team may have to answer this. "
        "A person in our team is reading it now. We will tell you who answers it and how to reach them."
    ),
    child=_(
        "Somebody else may need to answer this. "
        "A person in our team is reading it now. We will tell you who it is and help you reach them."
    ),
)

_OFFICER_DECIDES = Wording(
    _("Before we can look into it, a person in our team has to decide how. We will tell you what was decided and why."),
    child=_("A person in our team has to decide how we look into this. We will tell you what they decide, and why."),
)

_TOLD: dict[str, Wording] = {
    "statutory": Wording(
        _(
            "We are looking at it under the children’s statutory complaints procedure. "
            "The law sets its steps and its dates. If you are not happy with our answer, you can ask for stage 2. That is an investigation, with someone who does not work for the council. After that you can ask for stage 3, a review panel."
        ),
        child=_(
            "We use the complaints steps that the law made for children and young people. "
            "Is our answer not good enough? Then someone from outside can look at it too. Just ask."
        ),
    ),
    "corporate": Wording(
        _(
            "We are looking at it under the council’s own complaints procedure. "
            "If you are not happy with our answer, you can ask for a second stage. After that you can take it to the Local Government and Social Care Ombudsman."
        ),
        child=_(
            "We use the council’s complaints steps. "
            "Is our answer not good enough? Then you can ask for someone else to look."
        ),
    ),
    "mixed": Wording(
        _(
            "Your points come under more than one procedure. You do not have to send anything again: "
            "we will look at every point and send you one answer."
        ),
        child=_("You told us about different things. We will look at all of them and send you one answer."),
    ),
    "safeguarding_urgent": Wording(
        _(
            "You told us that somebody may not be safe, so that comes first. "
            "We have kept your complaint and will look at it as well."
        ),
        child=_(
            "You told us that somebody may not be safe, so that comes first. "
            "We have kept everything else you said and will look at it as well."
        ),
    ),
    "compliment": Wording(
        _("We will pass your thanks on to the people they are for."),
        child=_("We will pass your thanks on to the people they are for."),
    ),
    "service_request": Wording(
        _("We will pass it on to the team that can help, and make sure that you get an answer."),
        child=_("We will find the people who can help. We make sure that you get an answer."),
    ),
    "member_enquiry": Wording(_("We are answering it as a member’s enquiry.")),
    "anonymous": Wording(
        _("You did not say who you are. We will look into what you told us as far as we can."),
        child=_("You did not say who you are. That is all right. We will look into what you told us as far as we can."),
    ),
    "data_protection": Wording(
        _("It goes to the council’s information team. They look after what we hold about people."),
        child=_("It goes to the team who look after what we write down."),
    ),
    "sufficient_interest_decision": _OFFICER_DECIDES,
    "needs_consent": _OFFICER_DECIDES,
    "too_old_discretion": _OFFICER_DECIDES,
    "suspended_concurrent": _OFFICER_DECIDES,
}


def procedure_told(route: str) -> Wording:
    """What to say of `route`; for every route that is not ours to answer, that we will show the way."""
    return _TOLD.get(route, _OTHERS_DECIDE)
