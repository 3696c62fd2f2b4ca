"""Any combination of facts, as hypothesis builds them."""

from hypothesis import strategies as st

from portal.law.facts import (
    ActingFor,
    Authority,
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


def maybe(kind):
    return st.none() | st.sampled_from(kind)


def some(kind):
    return st.lists(st.sampled_from(kind), max_size=3, unique=True).map(tuple)


yes_no = st.none() | st.booleans()
months = st.none() | st.integers(0, 40)

points = st.builds(PointFacts, matters=some(Matter), service=maybe(Service), months_since=months, about_child=yes_no)

PARTS = {
    "complainant": maybe(Complainant),
    "represents": maybe(Complainant),
    "parental_responsibility": yes_no,
    "age": st.none() | st.integers(0, 99),
    "child_status": some(ChildStatus),
    "acting_for": maybe(ActingFor),
    "authority": maybe(Authority),
    "about_child": yes_no,
    "wants_formal_complaint": yes_no,
    "matters": some(Matter),
    "service": maybe(Service),
    "months_since": months,
    "change_soon": yes_no,
    "proceedings": some(Proceedings),
    "months_since_proceedings_ended": months,
    "stage_so_far": maybe(Stage),
    "procedure_so_far": maybe(Procedure),
    "risk_now": yes_no,
    "points": st.lists(points, max_size=3).map(tuple),
}


def any_facts(**fixed):
    """Facts of every kind; `fixed` gives some of them a strategy of their own."""
    return st.builds(Facts, **{**PARTS, **fixed})

EVERY_ANSWER = {
    "complainant": list(Complainant),
    "represents": list(Complainant),
    "parental_responsibility": [True, False],
    "age": [0, 5, 12, 17, 18, 30],
    "child_status": [(status,) for status in ChildStatus],
    "acting_for": list(ActingFor),
    "authority": list(Authority),
    "about_child": [True, False],
    "wants_formal_complaint": [True, False],
    "matters": [(matter,) for matter in Matter],
    "service": list(Service),
    "months_since": [0, 12, 13, 240],
    "change_soon": [True, False],
    "proceedings": [(one,) for one in Proceedings],
    "months_since_proceedings_ended": [0, 12, 13, 60],
    "stage_so_far": list(Stage),
    "procedure_so_far": list(Procedure),
    "risk_now": [True, False],
}
"""Every answer that can be given to each fact; numbers on both sides of each limit."""
