"""Which route, and why: the settled examples, and what must hold for any facts at all."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.law.facts import (
    MATTER_GROUPS,
    ActingFor,
    Authority,
    ChildStatus,
    Complainant,
    Facts,
    Flag,
    Matter,
    PointFacts,
    Procedure,
    Proceedings,
    Route,
    Service,
    Stage,
)
from portal.law.routes import COUNCIL_PROCEDURES
from portal.law.triage import decide
from tests.law.strategies import any_facts

SCENARIOS = json.loads((Path(__file__).parents[2] / "portal/demo/scenarios.json").read_text("utf-8"))

DECIDED_BY_AN_OFFICER = {
    "sufficient_interest_decision",
    "needs_consent",
    "too_old_discretion",
    "suspended_concurrent",
    "anonymous",
    "safeguarding_urgent",
    "mixed",
}
OWN_RIGHT = [
    Complainant.CHILD,
    Complainant.CARE_LEAVER,
    Complainant.PARENT,
    Complainant.BIRTH_PARENT,
    Complainant.FOSTER_CARER,
    Complainant.CONNECTED_CARER,
    Complainant.AGENCY_FOSTER_CARER,
    Complainant.SPECIAL_GUARDIAN,
    Complainant.SPECIAL_GUARDIAN_APPLICANT,
    Complainant.ADOPTER,
    Complainant.PROSPECTIVE_ADOPTER,
    Complainant.ADOPTED_PERSON,
]
OWN_CARE = sorted(set(MATTER_GROUPS["social_work_support"] + MATTER_GROUPS["children_in_care"]) - {Matter.RECORDS_WRONG})
OURS = [None, Service.COUNCIL, Service.COMMISSIONED_PROVIDER, Service.FOSTERING_AGENCY, Service.REGIONAL_ADOPTION_AGENCY]
AWAY = set(Route) - COUNCIL_PROCEDURES - {Route(code) for code in DECIDED_BY_AN_OFFICER}


def route_of(**facts):
    return decide(Facts.from_codes(facts)).route


@pytest.mark.parametrize("told", SCENARIOS, ids=[told["id"] for told in SCENARIOS])
def test_a_complaint_in_peoples_own_words_goes_where_it_should(told):
    decision = decide(Facts.from_codes(told["facts"])).to_json()
    assert decision["route"] == told["route"]
    assert set(told["also"]) <= set(decision["also"])
    assert told["needs_decision"] in (None, decision["needs_decision"])


@settings(max_examples=300)
@given(any_facts())
def test_any_facts_get_a_route_with_reasons_that_cite_something(facts):
    decision = decide(facts)
    about = {reason.about for reason in decision.reasons}
    assert decision.reasons[0].about is decision.route
    assert about == {decision.route, *decision.also}
    assert all(reason.cites and reason.because.adult for reason in decision.reasons)
    assert decision.route not in decision.also
    assert len(decision.points) == max(len(facts.points) or len(facts.matters), 1)
    assert all(point.reasons[0].about is point.route for point in decision.points)


@settings(max_examples=300)
@given(any_facts())
def test_a_decision_is_printed_as_json_with_exactly_these_keys(facts):
    printed = json.loads(json.dumps(decide(facts).to_json()))
    assert set(printed) == {"route", "also", "needs_decision", "flags", "reasons", "stages", "points"}
    assert all(set(reason) == {"rule", "about", "because", "cites"} for reason in printed["reasons"])


@settings(max_examples=300)
@given(any_facts(risk_now=st.just(True)))
def test_danger_now_always_comes_first_and_keeps_the_complaint(facts):
    decision = decide(facts)
    assert decision.route is Route.SAFEGUARDING_URGENT
    assert Flag.IMMEDIATE_HANDOFF in decision.flags
    assert decision.needs_decision
    safe = decide(Facts.from_codes({**facts.to_codes(), "risk_now": False}))
    kept = {safe.route, *safe.also} - {Route.MIXED, Route.SAFEGUARDING_URGENT}
    assert kept <= set(decision.also)


@settings(max_examples=300)
@given(
    any_facts(
        complainant=st.just(Complainant.CHILD),
        matters=st.lists(st.sampled_from(OWN_CARE), min_size=1, max_size=3, unique=True).map(tuple),
        service=st.sampled_from(OURS),
        stage_so_far=st.sampled_from([None, Stage.NONE, Stage.STAGE1_OPEN, Stage.STAGE1_ANSWERED]),
        points=st.just(()),
    )
)
def test_a_childs_complaint_about_their_own_care_stays_with_the_council(facts):
    decision = decide(facts)
    assert decision.route not in AWAY
    assert Route.NEEDS_CONSENT not in {decision.route, *decision.also}
    assert Flag.OFFER_ADVOCATE in decision.flags


@settings(max_examples=300)
@given(any_facts(complainant=st.sampled_from(OWN_RIGHT)))
def test_people_with_a_right_of_their_own_need_show_no_interest_and_no_consent(facts):
    decision = decide(facts)
    assert not {Route.SUFFICIENT_INTEREST_DECISION, Route.NEEDS_CONSENT} & {decision.route, *decision.also}


@settings(max_examples=300)
@given(any_facts())
def test_an_officer_decides_wherever_the_route_says_so(facts):
    decision = decide(facts)
    assert decision.needs_decision or decision.route.value not in DECIDED_BY_AN_OFFICER


@settings(max_examples=300)
@given(any_facts())
def test_mixed_joins_procedures_of_the_council_and_names_them(facts):
    decision = decide(facts)
    if decision.route is Route.MIXED:
        assert len(COUNCIL_PROCEDURES & set(decision.also)) > 1


def test_nothing_known_is_statutory_and_an_officer_decides():
    decision = decide(Facts())
    assert (decision.route, decision.needs_decision) == (Route.STATUTORY, True)
    assert len(decision.stages) == 3


@pytest.mark.parametrize(("months", "route"), [(12, "statutory"), (13, "too_old_discretion")])
def test_twelve_months_are_in_time_and_thirteen_are_for_an_officer(months, route):
    assert route_of(complainant="parent", matters="placement", months_since=months) == route


def test_harm_to_a_child_goes_to_the_front_door_without_a_now():
    decision = decide(Facts(Complainant.PARENT, matters=(Matter.HARM_TO_CHILD, Matter.SCHOOL_TRANSPORT)))
    assert decision.route is Route.SAFEGUARDING_URGENT
    assert {Route.STATUTORY, Route.CORPORATE} <= set(decision.also)


def test_a_point_for_an_outside_body_does_not_make_it_mixed():
    facts = Facts(Complainant.PARENT, matters=(Matter.PLACEMENT, Matter.PROFESSIONAL_REGISTRATION, Matter.ACCESS_TO_RECORDS))
    decision = decide(facts)
    assert decision.route is Route.STATUTORY
    assert decision.also == (Route.OTHER_BODY, Route.DATA_PROTECTION)


def test_adult_care_beside_leaving_care_is_mixed():
    decision = decide(Facts(Complainant.CARE_LEAVER, matters=(Matter.LEAVING_CARE, Matter.ADULT_SOCIAL_CARE)))
    assert decision.route is Route.MIXED
    assert decision.also == (Route.STATUTORY, Route.ADULT_STATUTORY)


def test_each_point_keeps_its_own_service_time_and_route():
    points = (
        PointFacts((Matter.PLACEMENT,), months_since=20),
        PointFacts((Matter.STAFF_CONDUCT,), about_child=False),
        PointFacts((Matter.SUPPORT_NOT_DELIVERED,), service=Service.NHS),
    )
    decision = decide(Facts(Complainant.PARENT, months_since=1, points=points))
    assert [point.route for point in decision.points] == [Route.TOO_OLD_DISCRETION, Route.CORPORATE, Route.OTHER_BODY]
    assert decision.route is Route.TOO_OLD_DISCRETION
    assert set(decision.also) == {Route.STATUTORY, Route.CORPORATE, Route.OTHER_BODY}


@pytest.mark.parametrize(
    ("complainant", "more", "route"),
    [
        ("grandparent", {}, "sufficient_interest_decision"),
        ("grandparent", {"parental_responsibility": "yes"}, "statutory"),
        ("grandparent", {"acting_for": "another", "represents": "parent", "authority": "not_asked"}, "needs_consent"),
        ("grandparent", {"acting_for": "another", "represents": "parent", "authority": "given"}, "statutory"),
        ("friend", {"acting_for": "another", "represents": "child", "authority": "too_young"}, "sufficient_interest_decision"),
        ("friend", {"acting_for": "another", "represents": "grandparent", "authority": "given"}, "sufficient_interest_decision"),
        ("advocate", {"represents": "child", "authority": "not_asked"}, "needs_consent"),
        ("advocate", {"represents": "child", "authority": "given"}, "statutory"),
        ("solicitor", {"represents": "parent", "authority": "refused"}, "needs_consent"),
        ("kinship_carer", {}, "statutory"),
        ("kinship_carer", {"child_status": "looked_after"}, "statutory"),
        ("kinship_carer", {"child_status": "private_law"}, "sufficient_interest_decision"),
        ("parent", {"parental_responsibility": "no", "authority": "refused", "acting_for": "another"}, "statutory"),
        ("councillor", {}, "member_enquiry"),
        ("mp", {"wants_formal_complaint": True, "authority": "given"}, "statutory"),
        ("councillor", {"wants_formal_complaint": True, "authority": "not_asked"}, "needs_consent"),
        ("anonymous", {}, "anonymous"),
        ("member_of_public", {}, "sufficient_interest_decision"),
        ("staff", {}, "whistleblowing"),
        ("adult_about_own_childhood", {"months_since": 240}, "too_old_discretion"),
    ],
)
def test_who_complains_about_a_placement(complainant, more, route):
    assert route_of(complainant=complainant, matters="placement", **more) == route


@pytest.mark.parametrize(
    ("matter", "proceedings", "route"),
    [
        ("court_evidence", "care", "suspended_concurrent"),
        ("court_evidence", "concluded", "court"),
        ("court_evidence", "private_law", "court"),
        ("family_time", "care", "statutory"),
        ("support_not_delivered", "care", "statutory"),
        ("decision_to_go_to_court", "care_intended", "statutory"),
        ("staff_conduct", "disciplinary", "suspended_concurrent"),
        ("staff_conduct", "judicial_review", "suspended_concurrent"),
        ("placement", "private_law", "statutory"),
        ("praise", "criminal", "compliment"),
        ("ehc_plan_social_care", "tribunal", "send_tribunal"),
    ],
)
def test_proceedings_stop_only_what_they_would_prejudice(matter, proceedings, route):
    assert route_of(complainant="parent", matters=matter, proceedings=proceedings) == route


def test_evidence_in_a_running_care_case_is_also_for_the_court():
    decision = decide(Facts(Complainant.PARENT, matters=(Matter.COURT_EVIDENCE,), proceedings=(Proceedings.CARE,)))
    assert Route.COURT in decision.also


def test_going_to_court_is_statutory_and_an_officer_decides():
    facts = Facts(Complainant.PARENT, matters=(Matter.DECISION_TO_GO_TO_COURT,), proceedings=(Proceedings.CARE_INTENDED,))
    assert decide(facts).needs_decision


@pytest.mark.parametrize(
    ("stage", "procedure", "route"),
    [
        ("stage3_answered", "statutory", "lgsco"),
        ("stage3_answered", None, "lgsco"),
        ("stage2_answered", "corporate", "lgsco"),
        ("stage2_answered", "statutory", "statutory"),
        ("stage2_answered", None, "statutory"),
        ("stage1_overdue", "corporate", "corporate"),
        ("stage1_answered", None, "statutory"),
    ],
)
def test_the_next_step_follows_the_procedure_so_far(stage, procedure, route):
    facts = {"complainant": "parent", "matters": "complaint_progress", "months_since": 30}
    assert route_of(**facts, stage_so_far=stage, procedure_so_far=procedure) == route


def test_the_ombudsman_does_not_end_what_went_through_the_wrong_procedure():
    facts = Facts(
        Complainant.PARENT,
        matters=(Matter.SHORT_BREAKS_DIRECT_PAYMENTS,),
        stage_so_far=Stage.STAGE2_ANSWERED,
        procedure_so_far=Procedure.CORPORATE,
    )
    decision = decide(facts)
    assert (decision.route, decision.also, decision.needs_decision) == (Route.LGSCO, (Route.STATUTORY,), True)


@pytest.mark.parametrize(("ended", "route"), [(12, "statutory"), (13, "too_old_discretion")])
def test_a_paused_complaint_may_be_sent_again_for_a_year(ended, route):
    assert (
        route_of(
            complainant="parent",
            matters="placement",
            months_since=30,
            proceedings="concluded",
            stage_so_far="paused_for_proceedings",
            months_since_proceedings_ended=ended,
        )
        == route
    )


@pytest.mark.parametrize(
    ("stage", "procedure", "flag"),
    [
        (Stage.STAGE1_OVERDUE, Procedure.STATUTORY, Flag.STAGE2_RIGHT),
        (Stage.STAGE1_ANSWERED, Procedure.STATUTORY, Flag.STAGE2_RIGHT),
        (Stage.STAGE2_ANSWERED, Procedure.STATUTORY, Flag.STAGE3_RIGHT),
    ],
)
def test_the_right_to_the_next_stage_is_flagged(stage, procedure, flag):
    facts = Facts(Complainant.PARENT, matters=(Matter.COMPLAINT_PROGRESS,), stage_so_far=stage, procedure_so_far=procedure)
    decision = decide(facts)
    assert flag in decision.flags
    assert len(decision.stages) == {Stage.STAGE1_OVERDUE: 3, Stage.STAGE1_ANSWERED: 2}.get(stage, 1)


@pytest.mark.parametrize(
    "facts",
    [
        Facts(Complainant.CHILD),
        Facts(Complainant.CARE_LEAVER),
        Facts(Complainant.PARENT, Complainant.CHILD, acting_for=ActingFor.ANOTHER),
        Facts(Complainant.PROFESSIONAL, Complainant.CHILD, authority=Authority.GIVEN),
        Facts(Complainant.ADULT_ABOUT_OWN_CHILDHOOD, child_status=(ChildStatus.CARE_LEAVER,)),
    ],
)
def test_an_advocate_is_offered_to_every_child_and_care_leaver(facts):
    assert Flag.OFFER_ADVOCATE in decide(facts).flags
