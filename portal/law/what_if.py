"""What would change it: a few facts that people most often leave out or mistake, and where each would lead."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from portal.law.book import further
from portal.law.facts import Authority, ChildStatus, Facts, Proceedings, Route, Service, Stage
from portal.law.rules.ground import TODAYS_TERMS, Terms
from portal.law.triage import decide
from portal.words import Wording, _


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A change of one fact: the question that asks it, the change, and how to say it."""

    key: str
    change: Mapping[str, Any]
    said: Wording
    fits: Callable[[Facts], bool] = lambda facts: True


@dataclass(frozen=True, slots=True)
class Change:
    """Where it would go instead, if this were so."""

    key: str
    said: Wording
    route: Route


# The order is that of how often they matter.
WHAT_IFS: tuple[WhatIf, ...] = (
    WhatIf(
        "risk_now", {"risk_now": True},
        Wording(_("If a child is in danger now"), child=_("If someone is in danger now")),
    ),
    WhatIf(
        "months_since", {"months_since": 13},
        Wording(_("If it happened more than a year ago"), child=_("If it was more than a year ago")),
    ),
    WhatIf(
        "months_since", {"months_since": 0},
        Wording(_("If it happened within the last year, or is still going on"), child=_("If it is still going on")),
        lambda facts: (facts.months_since or 0) > 12,
    ),
    WhatIf(
        "authority", {"authority": Authority.GIVEN},
        Wording(_("Once the person you speak for has agreed"), child=_("If the person you help says yes")),
    ),
    WhatIf(
        "parental_responsibility", {"parental_responsibility": True},
        Wording(_("If you have parental responsibility: the legal right to make decisions about the child"), child=_("If the law says you look after the child")),
        lambda facts: facts.parental_responsibility is not True,
    ),
    WhatIf(
        "about_child", {"about_child": True},
        Wording(_("If it is about a service for the child too"), child=_("If it is about you too")),
    ),
    WhatIf(
        "about_child", {"about_child": False},
        Wording(_("If it is only about how you, as an adult, were spoken to"), child=_("If it is only about a grown-up")),
    ),
    WhatIf(
        "service", {"service": Service.COUNCIL},
        Wording(_("If it was the work of the council’s own children’s services"), child=_("If the council did it")),
    ),
    WhatIf(
        "child_status", {"child_status": (ChildStatus.IN_NEED,)},
        Wording(_("If the child has a social worker or a plan for a child in need"), child=_("If you have a social worker")),
        lambda facts: not facts.child_status or facts.child_status == (ChildStatus.NONE,),
    ),
    WhatIf(
        "proceedings", {"proceedings": (Proceedings.CARE,)},
        Wording(_("If a court is deciding about the child’s care now"), child=_("If a court is deciding about you now")),
    ),
    WhatIf(
        "proceedings", {"proceedings": (Proceedings.CRIMINAL,)},
        Wording(_("If the police or a criminal court are looking at the same events"), child=_("If the police are looking at it too")),
    ),
    WhatIf(
        "proceedings", {"proceedings": (Proceedings.NONE,)},
        Wording(_("If there is no court case and no investigation"), child=_("If there is no court case")),
    ),
    WhatIf(
        "service", {"service": Service.NHS},
        Wording(_("If it was the work of another body, such as the NHS or the police"), child=_("If someone else did it, like a doctor")),
    ),
    WhatIf(
        "stage_so_far", {"stage_so_far": Stage.STAGE3_ANSWERED},
        Wording(_("If a review panel has already looked at it and we have answered"), child=_("If three people from outside looked at this")),
    ),
)  # fmt: skip


def changes(facts: Facts, terms: Terms = TODAYS_TERMS, most: int = 4) -> tuple[Change, ...]:
    """Up to `most` facts that would lead elsewhere, and no route twice.

    First what would bring it closer to the statutory procedure, then what is not known yet, then the rest.
    """
    now = decide(facts, terms).route
    found = sorted(_elsewhere(facts, terms, now), key=lambda pair: pair[0])
    once = {change.route: change for _, change in reversed(found)}
    return tuple(change for _, change in found if once[change.route] is change)[:most]


def _elsewhere(facts: Facts, terms: Terms, now: Route) -> Iterator[tuple[tuple[bool, bool], Change]]:
    for what_if in WHAT_IFS:
        if not what_if.fits(facts):
            continue
        route = decide(replace(facts, **what_if.change), terms).route
        if route is not now:
            is_known = getattr(facts, what_if.key) not in (None, (), (ChildStatus.UNKNOWN,))
            yield (further(route) >= further(now), is_known), Change(what_if.key, what_if.said, route)
