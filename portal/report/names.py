"""What a report calls the codes that it counts, for whoever reads it in a committee or at home; a council's own names come first."""

from collections.abc import Mapping
from itertools import combinations

from portal.councils import Profile
from portal.councils.services import cause_names
from portal.questions.matters import EVERY_MATTER
from portal.store.facts import BETWEEN

KIND: Mapping[str, str] = {
    "statutory": "Statutory complaints",
    "corporate": "Corporate complaints",
    "other": "Complaints that go another way",
    "enquiry": "Enquiries",
    "query": "Queries solved outside the procedure",
    "compliment": "Compliments",
}

PROCEDURE: Mapping[str, str] = {"statutory": "Statutory procedure", "corporate": "Corporate procedure", "other": "Another way"}

WHO: Mapping[str, str] = {
    "child": "Child or young person",
    "care_leaver": "Care leaver",
    "parent_or_carer": "Parent or carer",
    "foster_carer": "Foster carer",
    "family": "Other family member",
    "advocate": "Advocate or representative",
    "professional": "Professional",
    "social_worker": "Social worker or other member of staff",
    "other": "Somebody else",
    "": "Not known",
}

_FAMILY = ("grandparent", "adult_sibling", "other_relative")
_FOSTER = ("foster_carer", "former_foster_carer", "agency_foster_carer", "prospective_foster_carer")
_PARENTS = (
    "parent", "birth_parent", "step_parent", "kinship_carer", "connected_carer", "special_guardian", "special_guardian_applicant",
    "adopter", "prospective_adopter",
)  # fmt: skip
GROUP: Mapping[str, str] = {
    "child": "child", "care_leaver": "care_leaver", **dict.fromkeys(_PARENTS, "parent_or_carer"), **dict.fromkeys(_FOSTER, "foster_carer"),
    **dict.fromkeys(_FAMILY, "family"), "advocate": "advocate", "solicitor": "advocate", "friend": "advocate",
    "professional": "professional", "provider": "professional", "staff": "social_worker", "": "",
}  # fmt: skip
"""Into which group of a report each kind of complainant falls; every other one is somebody else."""

CHILDREN = frozenset({"child", "care_leaver"})

OUTCOME: Mapping[str, str] = {
    "upheld": "Upheld",
    "partly_upheld": "Partly upheld",
    "not_upheld": "Not upheld",
    "no_finding": "No finding",
    "resolved_on_receipt": "Resolved on receipt",
    "withdrawn": "Withdrawn",
    "other_procedure": "Another procedure",
    "answered": "Answered, with nothing to find",
    "resolved": "Settled another way",
    "refused": "Request refused",
    "": "The next stage was asked for first",
}
STAGE: Mapping[str, str] = {"1": "Stage 1", "2": "Stage 2", "3": "Stage 3"}

UPHELD = ("upheld", "partly_upheld")

ENDED: Mapping[str, str] = {
    "": "Still running",
    "answered": "Answered",
    "withdrawn": "Withdrawn",
    "resolved": "Settled another way",
    "refused": "Refused",
    "closed": "Closed without an answer",
    "passed_on": "Went on to the next stage",
}

CHANNEL: Mapping[str, str] = {
    "portal": "Online", "telephone": "Telephone", "phone": "Telephone", "letter": "Letter", "visit": "Visit", "email": "E-mail",
    "form": "Form", "staff": "Through a member of staff", "staff_member": "Through a member of staff", "system": "Casework system",
}  # fmt: skip

ADVOCATE: Mapping[str, str] = {
    "accepted": "With an advocate",
    "wanted": "Asked for one, not yet found",
    "declined": "Offered, and not wanted",
    "offered": "Offered, with no answer",
    "": "Nothing written down",
}

DECISION: Mapping[str, str] = {
    "upheld": "Upheld",
    "not_upheld": "Not upheld",
    "not_investigated": "Not investigated",
    "closed": "Closed without a decision",
    "": "No decision yet",
}

INJUSTICE: Mapping[str, str] = {
    "fault_injustice": "Fault, and injustice caused by it",
    "fault_no_injustice": "Fault, but no injustice",
    "already_remedied": "Fault, already put right by us",
    "": "Not written down",
}

RECOMMENDED: Mapping[str, str] = {
    "apology": "An apology",
    "payment": "A payment",
    "service_provided": "A service that had not been given",
    "decision_changed": "A decision looked at again, or changed",
    "service_improved": "A change of how the service works",
    "other": "Something else",
}

REMEDY: Mapping[str, str] = {
    "apology": "An apology",
    "explanation": "An explanation",
    "decision_changed": "A decision changed",
    "service_provided": "A service provided",
    "payment": "A payment",
    "other": "Something else",
}
STATUS: Mapping[str, str] = {
    "done": "Done", "late": "Late", "open": "Not yet due", "given_up": "Given up", "found": "Promised", "erased": "Case erased",
}  # fmt: skip

GRADE: Mapping[str, str] = {"case": "For one case", "team": "For a team", "service": "For a whole service", "council": "For the whole council"}

COST: Mapping[str, str] = {
    "investigation": "Commissioned investigations",
    "independent_person": "Independent persons",
    "panel": "Review panels",
    "mediation": "Mediation",
    "redress": "Financial redress",
    "advocacy": "Advocacy",
    "other": "Other",
}

VOICE: Mapping[str, str] = {"adult": "In adults’ words", "child": "In children’s words"}

FREEDOM_OF_INFORMATION = ("foi_request", "foi_internal_review", "information_commissioner")
"""Kinds of enquiry that are requests for information, and are counted by quarter by themselves."""


def plain(code: str) -> str:
    """A code that nobody named, as words."""
    return code.replace("_", " ").capitalize() if code else "Not known"


def outcomes(profile: Profile) -> dict[str, str]:
    """Every outcome, in the council's own words where it has some."""
    return {code: profile.outcome_label(code) or name for code, name in OUTCOME.items()}


def outcomes_so_far(profile: Profile) -> dict[str, str]:
    """The same of what may still be running."""
    return outcomes(profile) | {"": "No answer so far"}


def who(profile: Profile) -> dict[str, str]:
    """Every group of complainants, in the council's own words and order where it has some."""
    own = {one.code: one.name for one in profile.complainants}
    return own | {code: name for code, name in WHO.items() if code not in own}


def group_of(complainant: str) -> str:
    """Into which group a kind of complainant falls."""
    return GROUP.get(complainant, "other")


def channels(profile: Profile) -> dict[str, str]:
    """Every channel, in the council's own words where it has some."""
    return dict(CHANNEL) | {one.code: one.name for one in profile.channels}


def areas(profile: Profile) -> dict[str, str]:
    """The service areas, in the council's order."""
    return {one.code: one.name for one in profile.service_areas} | {"": "No service named"}


def teams(profile: Profile) -> dict[str, str]:
    """The teams, in the council's order."""
    return {team.code: team.name for area in profile.service_areas for team in area.teams}


def teams_concerned(profile: Profile) -> dict[str, str]:
    """The same, and what names none."""
    return teams(profile) | {"": "No team named"}


def causes(profile: Profile) -> dict[str, str]:
    """The causes, as the council calls them."""
    return cause_names(profile) | {"": "No cause named"}


def enquiries(profile: Profile) -> dict[str, str]:
    """The kinds of enquiry, as the council calls them."""
    return {one.code: one.name for one in profile.enquiry_types}


def together() -> dict[str, str]:
    """Every set of remedies that one complaint may have, by the code that the store gives it, the small ones first."""
    codes = sorted(REMEDY)
    sets = [some for many in range(1, len(codes) + 1) for some in combinations(codes, many)]
    return {"".join(code + BETWEEN for code in some): " and ".join(REMEDY[code] if at == 0 else REMEDY[code].lower() for at, code in enumerate(some)) for some in sets}


def matters() -> dict[str, str]:
    """What a point may be about, in plain words."""
    return {code: choice.words.adult for code, choice in EVERY_MATTER.items()} | {"": "Not said"}
