"""A ground: one matter of one point, seen with everything that is known. What rules look at."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from portal.law.facts import (
    MATTER_GROUPS,
    ActingFor,
    ChildStatus,
    Complainant,
    Facts,
    Matter,
    PointFacts,
    Procedure,
    Proceedings,
    Service,
    Stage,
)

MEMBERS = {Complainant.COUNCILLOR, Complainant.MP}
SELVES = (Complainant.CHILD, Complainant.CARE_LEAVER)
REPRESENTATIVES = {Complainant.ADVOCATE, Complainant.SOLICITOR, Complainant.FRIEND} | MEMBERS

# Section 26(3)(a), (b), (d), (3B), (3C) and section 24D, with their applicants.
LISTED = {
    Complainant.CHILD,
    Complainant.CARE_LEAVER,
    Complainant.PARENT,
    Complainant.BIRTH_PARENT,
    Complainant.CONNECTED_CARER,
    Complainant.FOSTER_CARER,
    Complainant.AGENCY_FOSTER_CARER,
    Complainant.PROSPECTIVE_FOSTER_CARER,
    Complainant.SPECIAL_GUARDIAN,
    Complainant.SPECIAL_GUARDIAN_APPLICANT,
    Complainant.ADOPTER,
    Complainant.PROSPECTIVE_ADOPTER,
    Complainant.ADOPTED_PERSON,
    Complainant.ADULT_ABOUT_OWN_CHILDHOOD,
}
# Section 26(3)(c) lets these in where they hold parental responsibility.
FAMILY = {
    Complainant.STEP_PARENT,
    Complainant.GRANDPARENT,
    Complainant.ADULT_SIBLING,
    Complainant.OTHER_RELATIVE,
    Complainant.KINSHIP_CARER,
    Complainant.FORMER_FOSTER_CARER,
    Complainant.FRIEND,
}
NOT_ARRANGED = {ChildStatus.NONE, ChildStatus.PRIVATE_LAW, ChildStatus.PRIVATE_FOSTERING}

NO_COMPLAINT = {Matter.PRAISE, Matter.QUESTION, Matter.REQUEST_FOR_HELP, Matter.WITHDRAWAL}
ABOUT_A_COMPLAINT = set(MATTER_GROUPS["about_complaint"])
UNDER_WAY = {
    Stage.STAGE1_OPEN,
    Stage.STAGE1_OVERDUE,
    Stage.STAGE1_ANSWERED,
    Stage.STAGE2_ANSWERED,
    Stage.STAGE3_ANSWERED,
}


@dataclass(frozen=True, slots=True)
class Terms:
    """Under which terms the rules are read: those in force `on` a day in London (the last: the newest), and the few
    matters on which the law leaves a council the choice.
    """

    on: date = date.max
    early_help: Procedure = Procedure.CORPORATE


TODAYS_TERMS = Terms()


@dataclass(frozen=True, slots=True)
class Ground:
    """One matter (None: not known), with its own service, age and subject."""

    terms: Terms
    facts: Facts
    matter: Matter | None
    service: Service | None
    months_since: int | None
    about_child: bool | None

    def about(self, *matters: Matter) -> bool:
        """Whether it is about one of these matters."""
        return self.matter in matters

    def by(self, *people: Complainant) -> bool:
        """Whether one of these is complaining."""
        return self.facts.complainant in people

    def during(self, *proceedings: Proceedings) -> bool:
        """Whether any of these proceedings is known of."""
        return any(one in self.facts.proceedings for one in proceedings)

    def only(self, *statuses: ChildStatus) -> bool:
        """Whether the child's status is known, and is nothing beside these."""
        return bool(self.facts.child_status) and set(self.facts.child_status) <= set(statuses)

    @property
    def is_complaint(self) -> bool:
        """Praise, questions, requests and withdrawals have nothing to pause, refuse or be late."""
        return self.matter not in NO_COMPLAINT

    @property
    def is_under_way(self) -> bool:
        """A complaint about this was accepted before."""
        return self.facts.stage_so_far in UNDER_WAY

    @property
    def is_enquiry(self) -> bool:
        """A councillor or an MP who has not said that the resident wants a complaint."""
        return self.facts.complainant in MEMBERS and self.facts.wants_formal_complaint is not True

    @property
    def own_right(self) -> bool:
        """The complainant is listed in the Act, or holds parental responsibility."""
        facts = self.facts
        if facts.complainant in FAMILY and facts.parental_responsibility:
            return True
        return _listed(facts.complainant, facts)

    @property
    def for_another(self) -> bool:
        """Someone who acts for another and has no right of their own."""
        if self.own_right or self.facts.acting_for is ActingFor.SELF:
            return False
        said = self.facts.acting_for is ActingFor.ANOTHER or self.facts.represents is not None
        return said or self.facts.complainant in REPRESENTATIVES

    @property
    def on_own_account(self) -> bool:
        """Neither in someone's name nor known to be."""
        return not self.for_another

    @property
    def speaks_for_listed(self) -> bool:
        """The person represented is listed in the Act, or not known."""
        return self.facts.represents is None or _listed(self.facts.represents, self.facts)


def _listed(person: Complainant | None, facts: Facts) -> bool:
    if person is Complainant.KINSHIP_CARER:
        # Arranged by the council, or not known to be otherwise.
        return not (facts.child_status and set(facts.child_status) <= NOT_ARRANGED)
    return person in LISTED


def points_of(facts: Facts) -> tuple[PointFacts, ...]:
    """The points as told; without any, each matter is a point of its own."""
    if facts.points:
        return facts.points
    return tuple(PointFacts((matter,)) for matter in facts.matters) or (PointFacts(),)


def grounds_of(facts: Facts, point: PointFacts, terms: Terms = TODAYS_TERMS) -> Iterator[Ground]:
    """The grounds of one point, one for each matter; what it leaves out comes from the whole."""
    for matter in point.matters or facts.matters or (None,):
        yield Ground(
            terms,
            facts,
            matter,
            point.service or facts.service,
            facts.months_since if point.months_since is None else point.months_since,
            facts.about_child if point.about_child is None else point.about_child,
        )
