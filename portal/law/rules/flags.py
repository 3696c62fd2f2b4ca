"""What else should be done: each flag with the condition it follows from."""

from collections.abc import Callable

from portal.law.facts import (
    ActingFor,
    Authority,
    ChildStatus,
    Complainant,
    Facts,
    Flag,
    Matter,
    Procedure,
    Route,
    Service,
    Stage,
)
from portal.law.rules.ground import SELVES, Ground

Routes = frozenset[Route]
Grounds = tuple[Ground, ...]
When = Callable[[Facts, Grounds, Routes], bool]

_BOTH = {Service.COMMISSIONED_PROVIDER, Service.REGIONAL_ADOPTION_AGENCY}
_ADOPTING = {Complainant.ADOPTER, Complainant.PROSPECTIVE_ADOPTER, Complainant.ADOPTED_PERSON}
_FOSTERING = {
    Complainant.FOSTER_CARER,
    Complainant.AGENCY_FOSTER_CARER,
    Complainant.PROSPECTIVE_FOSTER_CARER,
    Complainant.CONNECTED_CARER,
}
_OUTSIDE = {Route.OTHER_BODY, Route.OTHER_AUTHORITY, Route.SCHOOL}
_OF_THE_COUNCIL = {Route.STATUTORY, Route.CORPORATE}
_BEFORE_COURT = (Matter.COURT_EVIDENCE, Matter.EMERGENCY_PROTECTION, Matter.DECISION_TO_GO_TO_COURT)


def _route(*wanted: Route) -> When:
    return lambda facts, grounds, routes: not routes.isdisjoint(wanted)


def _matter(*wanted: Matter) -> When:
    return lambda facts, grounds, routes: any(ground.matter in wanted for ground in grounds)


def _is(*people: Complainant) -> When:
    return lambda facts, grounds, routes: facts.complainant in people


def _needs_advocate(facts: Facts, grounds: Grounds, routes: Routes) -> bool:
    """Section 26A: every child, and everyone under section 24D, whoever brings it."""
    if facts.complainant is Complainant.ADVOCATE:
        return False
    leaver = ChildStatus.CARE_LEAVER in facts.child_status
    grown = facts.complainant is Complainant.ADULT_ABOUT_OWN_CHILDHOOD and leaver
    return grown or facts.complainant in SELVES or facts.represents in SELVES


def _seek_views(facts: Facts, grounds: Grounds, routes: Routes) -> bool:
    if facts.complainant in SELVES:
        return False
    of_a_child = facts.acting_for is ActingFor.ANOTHER and facts.represents is Complainant.CHILD
    return of_a_child or Route.SUFFICIENT_INTEREST_DECISION in routes


def _given(facts: Facts, grounds: Grounds, routes: Routes) -> bool:
    return facts.acting_for is ActingFor.ANOTHER and facts.authority is Authority.GIVEN


def _change_soon(facts: Facts, grounds: Grounds, routes: Routes) -> bool:
    return facts.change_soon is True


def _care_change_soon(facts: Facts, grounds: Grounds, routes: Routes) -> bool:
    return facts.change_soon is True and ChildStatus.LOOKED_AFTER in facts.child_status


def _homeless(facts: Facts, grounds: Grounds, routes: Routes) -> bool:
    return ChildStatus.HOMELESS_16_17 in facts.child_status or _change_soon(facts, grounds, routes)


def _carer_alleged(facts: Facts, grounds: Grounds, routes: Routes) -> bool:
    in_care = ChildStatus.LOOKED_AFTER in facts.child_status
    harm = any(ground.about(Matter.HARM_TO_CHILD) for ground in grounds)
    return harm and (in_care or facts.complainant is Complainant.STAFF)


def _several_bodies(facts: Facts, grounds: Grounds, routes: Routes) -> bool:
    ours = not routes.isdisjoint(_OF_THE_COUNCIL)
    theirs = not routes.isdisjoint(_OUTSIDE) or any(ground.service in _BOTH for ground in grounds)
    return ours and theirs


def _second_stage(facts: Facts, grounds: Grounds, routes: Routes) -> bool:
    stage = facts.stage_so_far in {Stage.STAGE1_OVERDUE, Stage.STAGE1_ANSWERED}
    return stage and not routes.isdisjoint(_OF_THE_COUNCIL)


def _third_stage(facts: Facts, grounds: Grounds, routes: Routes) -> bool:
    statutory = facts.procedure_so_far is not Procedure.CORPORATE
    return statutory and facts.stage_so_far is Stage.STAGE2_ANSWERED and Route.STATUTORY in routes


def _placed_outside(facts: Facts, grounds: Grounds, routes: Routes) -> bool:
    bought = any(ground.service is Service.COMMISSIONED_PROVIDER for ground in grounds)
    return bought and ChildStatus.LOOKED_AFTER in facts.child_status


def _resubmitted(facts: Facts, grounds: Grounds, routes: Routes) -> bool:
    return facts.stage_so_far is Stage.PAUSED_FOR_PROCEEDINGS


def _court_not_known(facts: Facts, grounds: Grounds, routes: Routes) -> bool:
    return _matter(*_BEFORE_COURT)(facts, grounds, routes)


def _reviewed(people: set[Complainant]) -> When:
    return lambda facts, grounds, routes: Route.IRM in routes and facts.complainant in people


FLAGS: tuple[tuple[Flag, When], ...] = (
    (Flag.OFFER_ADVOCATE, _needs_advocate),
    (Flag.IMMEDIATE_HANDOFF, _route(Route.SAFEGUARDING_URGENT)),
    (Flag.LADO, _carer_alleged),
    (Flag.SAFETY_CHECK, _route(Route.ANONYMOUS, Route.SUFFICIENT_INTEREST_DECISION)),
    (Flag.SAFETY_CHECK, _matter(Matter.FAILURE_TO_PROTECT, Matter.REFERRAL_REFUSED, Matter.CONFIDENTIALITY)),
    (Flag.URGENT_SAME_DAY_CHECK, _homeless),
    (Flag.FREEZE_DECISION_CHECK, _change_soon),
    (Flag.ALERT_IRO, _care_change_soon),
    (Flag.CHILD_FRIENDLY_PATHWAY, _is(Complainant.CHILD)),
    (Flag.MINIMAL_DATA, _is(Complainant.CHILD)),
    (Flag.SEEK_CHILD_VIEWS, _seek_views),
    (Flag.RECORD_AUTHORITY, _given),
    (Flag.ASK_WHY_LATE, _route(Route.TOO_OLD_DISCRETION)),
    (Flag.ASK_ABOUT_PROCEEDINGS, _court_not_known),
    (Flag.PREJUDICE_TEST, _route(Route.SUSPENDED_CONCURRENT)),
    (Flag.RESUBMISSION_NOTICE, _route(Route.SUSPENDED_CONCURRENT)),
    (Flag.CHECK_RESUBMISSION_WINDOW, _resubmitted),
    (Flag.BREACH_REPORT, _matter(Matter.CONFIDENTIALITY)),
    (Flag.SINGLE_RESPONSE_OFFER, _route(Route.MIXED)),
    (Flag.MULTI_BODY, _several_bodies),
    (Flag.FORWARD_WITH_CONSENT, _route(Route.OTHER_AUTHORITY)),
    (Flag.LEGAL_ADVICE_SIGNPOST, _route(Route.COURT)),
    (Flag.HOUSING_REVIEW_RIGHT, _matter(Matter.HOUSING)),
    (Flag.CONFERENCE_WINDOW_CHECK, _route(Route.CP_CONFERENCE_APPEAL)),
    (Flag.DEADLINE_28_CALENDAR_DAYS, _reviewed(_FOSTERING)),
    (Flag.DEADLINE_40_WORKING_DAYS, _reviewed(_ADOPTING)),
    (Flag.TRIBUNAL_DEADLINE, _route(Route.SEND_TRIBUNAL)),
    (Flag.TELL_ABOUT_HOME_PROCEDURE_AND_OFSTED, _placed_outside),
    (Flag.WRITTEN_REASONS_IF_REFUSED, _route(Route.SUFFICIENT_INTEREST_DECISION, Route.TOO_OLD_DISCRETION)),
    (Flag.STAGE2_RIGHT, _second_stage),
    (Flag.STAGE3_RIGHT, _third_stage),
    (Flag.LGSCO_NOTICE, _route(Route.LGSCO)),
    (Flag.CONFIRM_WITHDRAWAL, _matter(Matter.WITHDRAWAL)),
)


def flags_for(facts: Facts, grounds: Grounds, routes: Routes) -> tuple[Flag, ...]:
    """The flags that follow; `routes` are the route and all of `also`."""
    found = (flag for flag, when in FLAGS if when(facts, grounds, routes))
    return tuple(dict.fromkeys(found))
