"""What has to go together within a record, and which day cannot lie before which."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from portal.actions.importing.schema import POINTS
from portal.actions.importing.told import Told, unfit
from portal.casework.learning import PAYMENT
from portal.casework.stages import REFUSED, UPHELD

Place = tuple[str, str]
"""A field: its group (empty at the top), and its name."""

_TOGETHER: tuple[tuple[Place, Place], ...] = (
    (("stage_1", "extended_on"), ("stage_1", "agreed")),
    (("stage_1", "agreed"), ("stage_1", "extended_on")),
    (("stage_1", "ground"), ("stage_1", "extended_on")),
    (("stage_1", "outcome"), ("stage_1", "answered_on")),
    *(
        pair
        for stage in ("stage_1", "stage_2", "stage_3")
        for pair in (((stage, "ended"), (stage, "ended_on")), ((stage, "ended_on"), (stage, "ended")))
    ),
    *(
        pair
        for stage in ("stage_2", "stage_3")
        for pair in (((stage, "outcome"), (stage, "answered_on")), ((stage, "answered_on"), (stage, "outcome")))
    ),
    (("stage_2", "extended_on"), ("stage_2", "extended_until")),
    (("ombudsman", "decided_on"), ("ombudsman", "decision")),
    (("ombudsman", "decision"), ("ombudsman", "decided_on")),
    (("ombudsman", "answered_on"), ("ombudsman", "asked_on")),
    (("advocate", "came"), ("advocate", "on")),
    (("advocate", "on"), ("advocate", "came")),
)
"""Where the first is said, the second has to be."""

_AFTER: tuple[tuple[Place, Place], ...] = (
    (("stage_1", "answered_on"), ("stage_1", "extended_on")),
    (("stage_1", "ended_on"), ("stage_1", "extended_on")),
    (("stage_2", "asked_on"), ("stage_1", "extended_on")),
    (("stage_2", "asked_on"), ("stage_1", "answered_on")),
    (("stage_2", "asked_on"), ("stage_1", "ended_on")),
    *((("stage_2", name), ("stage_2", "asked_on")) for name in ("appointed_on", "extended_on", "extended_until", "reported_on", "answered_on", "ended_on")),
    (("stage_2", "extended_until"), ("stage_2", "extended_on")),
    *((("stage_2", over), ("stage_2", name)) for over in ("answered_on", "ended_on") for name in ("appointed_on", "extended_on", "reported_on")),
    (("stage_2", "reported_on"), ("stage_2", "appointed_on")),
    *((("stage_3", "asked_on"), (stage, name)) for stage in ("stage_1", "stage_2") for name in ("answered_on", "ended_on")),
    *((("stage_3", name), ("stage_3", "asked_on")) for name in ("panel_on", "reported_on", "answered_on", "ended_on")),
    (("stage_3", "reported_on"), ("stage_3", "panel_on")),
    *((("stage_3", "answered_on"), ("stage_3", name)) for name in ("panel_on", "reported_on")),
    (("ombudsman", "answered_on"), ("ombudsman", "asked_on")),
    (("ombudsman", "decided_on"), ("ombudsman", "asked_on")),
    (("", "closed_on"), ("", "acknowledged_on")),
    (("", "closed_on"), ("", "answered_on")),
    *((("", "closed_on"), (stage, name)) for stage in ("stage_1", "stage_2", "stage_3") for name in ("extended_on", "asked_on", "reported_on", "answered_on", "ended_on")),
    (("", "closed_on"), ("stage_2", "appointed_on")),
    (("", "remedies_done_on"), ("stage_1", "answered_on")),
)  # fmt: skip
"""The first does not lie before the second."""


def must_fit(told: Told) -> None:
    """Raises `Unfit` for what is said by halves, and for days in an order that cannot be."""
    for (group, name), (other_group, other) in _TOGETHER:
        if told.get(name, group) is not None and told.get(other, other_group) is None:
            raise unfit(told, other, f"is needed where {told.place(name, group)} is said", other_group)
    for stage in ("stage_2", "stage_3"):
        if stage in told.groups and told.get("asked_on", stage) is None:
            said = next(iter(told.groups[stage]), "asked_on")
            raise unfit(told, said, f"{stage.replace('_', ' ')} was never asked for: {told.place('asked_on', stage)} is needed", stage)
    for stage in ("stage_1", "stage_2", "stage_3"):
        if told.get("ended", stage) and told.get("answered_on", stage):
            raise unfit(told, "ended", f"a stage that was answered ended by that: {told.place('answered_on', stage)} is said", stage)
        if told.get("refused_because", stage) and told.get("ended", stage) != REFUSED:
            raise unfit(told, "refused_because", "is said only of a request that was refused", stage)
    for name in ("injustice", "remedies"):
        if told.get(name, "ombudsman") and told.get("decision", "ombudsman") != UPHELD:
            raise unfit(told, name, f"is said only of a complaint that was upheld: {told.place('decision', 'ombudsman')} is not {UPHELD}", "ombudsman")
    _remedies_fit(told)
    _lists_fit(told)
    received = told.get("received_on")
    for place, on in _days(told):
        if on < received:
            raise unfit(told, place[1], f"{on} lies before received_on ({received})", place[0])
    for (group, name), (earlier_group, earlier) in _AFTER:
        on, before = told.get(name, group), told.get(earlier, earlier_group)
        if on is not None and before is not None and on < before:
            raise unfit(told, name, f"{on} lies before {told.place(earlier, earlier_group)} ({before})", group)


def _days(told: Told) -> Iterator[tuple[Place, date]]:
    for name, value in told.top.items():
        if isinstance(value, date):
            yield ("", name), value
    for group, fields in told.groups.items():
        for name, value in fields.items():
            if isinstance(value, date):
                yield (group, name), value


def _remedies_fit(told: Told) -> None:
    if told.get("pence") and told.points > 1:
        raise unfit(told, "pence", "which of the points it was promised for is not said: list the points (JSON)")
    _payment_fits(told, told.top, "", None)
    for at, point in enumerate(told.many(POINTS.name)):
        _payment_fits(told, {**{name: told.top[name] for name in ("remedies", "pence") if name in told.top}, **point}, POINTS.name, at)


def _payment_fits(told: Told, said: Mapping[str, Any], group: str, at: int | None) -> None:
    if (PAYMENT in said.get("remedies", ())) != ("pence" in said):
        raise unfit(told, "pence", "is needed where a payment is among the remedies, and only there", group, at)
    if said.get("remedies_done_on") and not said.get("remedies"):
        raise unfit(told, "remedies_done_on", "no remedies are said", group, at)


_NEEDED = {"learning": ("set_on", "due_on", "grade", "owner_service"), "costs": ("kind", "pounds", "on")}


def _lists_fit(told: Told) -> None:
    received = told.get("received_on")
    for group, needed in _NEEDED.items():
        for at, one in enumerate(told.many(group)):
            for name in needed:
                if name not in one:
                    raise unfit(told, name, "is needed", group, at)
            for name, value in one.items():
                if isinstance(value, date) and value < received:
                    raise unfit(told, name, f"{value} lies before received_on ({received})", group, at)
    for at, one in enumerate(told.many("learning")):
        if one.get("done_on") and one.get("given_up_on"):
            raise unfit(told, "given_up_on", "what was done was not given up", "learning", at)
        for name in ("due_on", "done_on", "given_up_on"):
            if name in one and one[name] < one["set_on"]:
                raise unfit(told, name, f"{one[name]} lies before set_on ({one['set_on']})", "learning", at)
    for at, one in enumerate(told.many(POINTS.name)):
        done, answered = one.get("remedies_done_on"), told.get("answered_on", "stage_1")
        if done and answered and done < answered:
            raise unfit(told, "remedies_done_on", f"{done} lies before {told.place('answered_on', 'stage_1')} ({answered})", POINTS.name, at)
