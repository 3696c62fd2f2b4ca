"""What the regulations fix for the statutory procedure, and that a profile may be stricter but never looser.

The Children Act 1989 Representations Procedure (England) Regulations 2006
(SI 2006/1738), regulations 14, 17, 18, 19 and 20. All limits are working days.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from portal.councils.limits import LimitEntry, Limits
from portal.law.deadlines import LAW
from portal.words import _

REGULATIONS = "SI 2006/1738"
IN_FORCE = date(2006, 9, 1)
STAGE_NAMES = {1: _("Local resolution"), 2: _("Independent investigation"), 3: _("Review panel")}


@dataclass(frozen=True, slots=True)
class Bound:
    """What the law allows for one key: so many working days at most, or at least, and where it says so."""

    days: int
    regulation: str
    at_least: bool = False

    def allows(self, days: int) -> bool:
        """Whether a council may set this many working days."""
        return days >= self.days if self.at_least else days <= self.days

    def __str__(self) -> str:
        side = "at least" if self.at_least else "at most"
        return f"{side} {self.days} working days ({REGULATIONS} {self.regulation})"


# The request window is the complainant's: there, fewer days would be the looser rule.
_LAID_DOWN: dict[int, dict[str, str]] = {
    1: {"respond_days": "regulation 14", "latest_days": "regulation 14"},
    2: {"respond_days": "regulation 17", "latest_days": "regulation 17"},
    3: {
        "respond_days": "regulations 19 and 20",
        "request_days": "regulation 18",
        "panel_days": "regulation 19",
        "findings_days": "regulation 20",
        "response_days": "regulation 20",
    },
}
BOUNDS: dict[int, dict[str, Bound]] = {
    stage: {
        key: Bound(getattr(LAW[stage], key), regulation, at_least=key == "request_days")
        for key, regulation in keys.items()
    }
    for stage, keys in _LAID_DOWN.items()
}
_KEYS = ("respond_days", "latest_days", "request_days", "panel_days", "findings_days", "response_days")
_STAGE_LAW = {
    1: f"{REGULATIONS} regulation 14",
    2: f"{REGULATIONS} regulation 17",
    3: f"{REGULATIONS} regulations 18 to 20",
}


@dataclass(frozen=True, slots=True)
class Breach:
    """A limit that the law does not allow: its key, what the law allows and what was set."""

    key: str
    expected: str
    found: object


def breaches(stage: int, entry: LimitEntry) -> Iterator[Breach]:
    """Every limit of the entry that is looser than the law, or that the law does not know for this stage."""
    for key in _KEYS:
        days, bound = getattr(entry, key), BOUNDS[stage].get(key)
        if days is None:
            continue
        if bound is None:
            yield Breach(key, f"no such limit in stage {stage} ({_STAGE_LAW[stage]})", days)
        elif not bound.allows(days):
            yield Breach(key, str(bound), days)
    if entry.counting != "working":
        yield Breach("counting", f"'working': the law counts working days ({REGULATIONS} regulation 2)", entry.counting)


def law_limits(stage: int) -> Limits:
    """The limits of stage 1, 2 or 3 where the council sets none of its own."""
    bounds = BOUNDS[stage]
    days: dict[str, Any] = {key: bounds[key].days if key in bounds else None for key in _KEYS}
    return Limits(
        **days,
        acknowledge_days=None,
        counting="working",
        extension_needs=("complex",) if stage == 1 else (),
        since=IN_FORCE,
        source=_STAGE_LAW[stage],
    )


def with_law(stage: int, entry: LimitEntry | None) -> Limits:
    """The limits of a stage: what the entry states, and the regulations where it is silent."""
    law = law_limits(stage)
    if entry is None:
        return law
    own = {key: getattr(entry, key) for key in (*_KEYS, "acknowledge_days") if getattr(entry, key) is not None}
    merged = replace(law, **own, since=entry.since, source=entry.source)
    needs = dict.fromkeys((*law.extension_needs, *entry.extension_needs))
    return replace(merged, respond_days=_due(stage, merged), extension_needs=tuple(needs))


def _due(stage: int, limits: Limits) -> int:
    """A panel that meets sooner ends stage 3 sooner, and no answer is due after the last day for it."""
    if stage == 3:
        parts = (limits.panel_days, limits.findings_days, limits.response_days)
        return min(limits.respond_days, sum(part or 0 for part in parts))
    return min(limits.respond_days, limits.latest_days or limits.respond_days)
