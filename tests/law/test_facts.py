"""Facts are read from their codes, and written back."""

import json

import pytest
from hypothesis import given, settings

from portal.law.facts import (
    MATTER_GROUPS,
    ChildStatus,
    Complainant,
    Facts,
    Matter,
    PointFacts,
    Service,
    UnknownCode,
)
from tests.law.strategies import any_facts


def test_no_facts_at_all_are_facts():
    assert Facts.from_codes({}) == Facts()
    assert Facts().to_codes() == {}


def test_null_means_not_known():
    assert Facts.from_codes({"complainant": None, "matters": None, "points": None}) == Facts()


def test_one_code_and_a_list_of_one_are_the_same():
    one, listed = {"matters": "placement"}, {"matters": ["placement"]}
    assert Facts.from_codes(one) == Facts.from_codes(listed) == Facts(matters=(Matter.PLACEMENT,))


def test_every_kind_of_fact_is_read():
    facts = Facts.from_codes(
        {
            "complainant": "parent",
            "parental_responsibility": "no",
            "age": 31,
            "child_status": ["looked_after", "adopted"],
            "months_since": 4,
            "risk_now": False,
            "points": [{"matters": "placement", "service": "nhs", "about_child": True}],
        }
    )
    assert facts.complainant is Complainant.PARENT
    assert facts.parental_responsibility is False
    assert facts.child_status == (ChildStatus.LOOKED_AFTER, ChildStatus.ADOPTED)
    assert facts.risk_now is False
    assert facts.points == (PointFacts((Matter.PLACEMENT,), Service.NHS, None, True),)


@pytest.mark.parametrize(
    ("codes", "key"),
    [
        ({"colour": "red"}, "colour"),
        ({"complainant": "queen"}, "complainant"),
        ({"complainant": ["child"]}, "complainant"),
        ({"matters": ["placement", "weather"]}, "matters"),
        ({"matters": [None]}, "matters"),
        ({"matters": {"placement": 1}}, "matters"),
        ({"parental_responsibility": True}, "parental_responsibility"),
        ({"risk_now": "yes"}, "risk_now"),
        ({"age": "twelve"}, "age"),
        ({"age": True}, "age"),
        ({"age": float("nan")}, "age"),
        ({"months_since": 1.5}, "months_since"),
        ({"months_since": -1}, "months_since"),
        ({"points": "placement"}, "points"),
        ({"points": [{}, {"age": 3}]}, "points[1].age"),
        ({"points": [3]}, "points[0]"),
        ([], "facts"),
    ],
)
def test_an_unknown_key_or_value_is_named(codes, key):
    with pytest.raises(UnknownCode) as refused:
        Facts.from_codes(codes)
    assert refused.value.key == key


@settings(max_examples=300)
@given(any_facts())
def test_facts_survive_being_written_and_read(facts):
    assert Facts.from_codes(json.loads(json.dumps(facts.to_codes()))) == facts


def test_every_matter_is_in_one_group_only():
    assert sorted(sum(MATTER_GROUPS.values(), ())) == sorted(Matter)
    assert set(MATTER_GROUPS) == {
        "social_work_support",
        "children_in_care",
        "carers",
        "child_protection",
        "court",
        "education",
        "information",
        "elsewhere",
        "about_complaint",
        "not_complaints",
    }
    assert MATTER_GROUPS["children_in_care"][-1] is Matter.LEAVING_CARE
    assert MATTER_GROUPS["not_complaints"] == (
        Matter.PRAISE,
        Matter.QUESTION,
        Matter.REQUEST_FOR_HELP,
        Matter.HARM_TO_CHILD,
    )
