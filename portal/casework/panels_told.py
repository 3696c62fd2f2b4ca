"""Every review panel of a case, as reports count them: when it met, when its findings came, and when the council answered them.

`stages_told` says how stage 3 ended as a whole; this says how long each of its three steps took (regulations 18 to 20 of
SI 2006/1738).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from portal.casework.events import Event, Happened


@dataclass(frozen=True, slots=True)
class PanelTold:
    """One panel. Days are days in London, each no earlier than the one before.

    `asked_on`: when stage 3 was asked for; `begun_on`: from which its days are counted, later where it waited. `met_on`: when
    it met, or is to meet. `findings_from`, `answer_from`: from which the days of the next step are counted.
    """

    asked_on: date
    begun_on: date
    met_on: date
    findings_from: date
    findings_on: date | None = None
    answer_from: date | None = None
    answered_on: date | None = None


@dataclass(frozen=True, slots=True)
class _Course:
    """A request for stage 3 as far as it has come. `stopped_on`: since when it waits, or is over without an answer."""

    asked_on: date
    since: date
    begun_on: date | None = None
    met_on: date | None = None
    findings_since: date | None = None
    findings_on: date | None = None
    answer_since: date | None = None
    answered_on: date | None = None
    stopped_on: date | None = None
    closed_on: date | None = None


def panels_told(history: Iterable[Event]) -> tuple[PanelTold, ...]:
    """The panels of the case with this history, in their order: one for each request at which one met, or is still to meet.

    A panel whose day no longer holds is none: where the request was taken back, settled or closed on that day or before it, or
    waited on it, and no findings came.
    """
    courses: list[_Course] = []
    at_3 = False
    for event in history:
        if event.kind in _REQUESTS:
            at_3 = event.kind == Happened.STAGE_3_REQUESTED
            courses += [_Course(_day(event), _day(event))] if at_3 else []
        elif at_3 and (step := _STEPS.get(event.kind)):
            courses[-1] = step(courses[-1], event)
    return tuple(told for course in courses if (told := _told(course)))


def _told(course: _Course) -> PanelTold | None:
    met, begun = course.met_on, course.begun_on
    if met is None or begun is None or not begun <= met or not _held(course, met):
        return None
    whole = PanelTold(course.asked_on, begun, met, max(met, course.findings_since or course.since))
    found = course.findings_on
    if found is None or found < met:
        return whole
    whole = replace(whole, findings_on=found, answer_from=max(found, course.answer_since or course.since))
    answered = course.answered_on
    return whole if answered is None or answered < found else replace(whole, answered_on=answered)


def _held(course: _Course, met: date) -> bool:
    stops = [day for day in (course.stopped_on, course.closed_on) if day]
    return course.findings_on is not None or all(met < day for day in stops)


def _day(event: Event, key: str = "on") -> date:
    told = event.detail.get(key)
    return date.fromisoformat(str(told)) if told else event.at.date()


def _appointed(course: _Course, event: Event) -> _Course:
    """Whatever day was set before, this one holds; one from before it went on is counted from the request."""
    meets = _day(event, "meets")
    return replace(course, met_on=meets, begun_on=course.since if course.since <= meets else course.asked_on)


def _reported(course: _Course, event: Event) -> _Course:
    return replace(course, findings_on=_day(event), findings_since=course.since)


def _answered(course: _Course, event: Event) -> _Course:
    """What is answered once more keeps the day of its first answer."""
    if course.answered_on is not None:
        return course
    return replace(course, answered_on=_day(event), answer_since=course.since)


def _stopped(course: _Course, event: Event) -> _Course:
    """What waits in part goes on, and its dates with it; the own stage of other points is none of this one."""
    apart = event.detail.get("extent") == "part" or event.detail.get("own")
    return course if apart or course.stopped_on else replace(course, stopped_on=_day(event))


def _going_on(course: _Course, event: Event) -> _Course:
    """What waited as a whole counts anew. A meeting before it stays as it was; one on a day of the waiting did not take place."""
    stopped, since, met = course.stopped_on, _day(event), course.met_on
    if stopped is None:
        return course
    going = replace(course, since=since, stopped_on=None)
    before = met is None or course.findings_on is not None or met < stopped
    return going if before else replace(going, begun_on=since)


def _opened(course: _Course, event: Event) -> _Course:
    """Its days go on as they were; a meeting on a day on which it was closed did not take place."""
    closed, met = course.closed_on, course.met_on
    lost = closed is not None and met is not None and closed <= met < _day(event) and course.findings_on is None
    going = replace(course, closed_on=None)
    return replace(going, begun_on=None, met_on=None) if lost else going


_REQUESTS = frozenset({Happened.STAGE_2_REQUESTED, Happened.STAGE_3_REQUESTED})
_STEPS: Mapping[str, Callable[[_Course, Event], _Course]] = {
    Happened.PANEL_APPOINTED: _appointed,
    Happened.PANEL_REPORTED: _reported,
    Happened.STAGE_3_ANSWERED: _answered,
    Happened.PAUSED: _stopped,
    Happened.REQUEST_WITHDRAWN: _stopped,
    Happened.RESOLVED_OTHERWISE: _stopped,
    Happened.STAGE_REFUSED: _stopped,
    Happened.RESUMED: _going_on,
    Happened.CLOSED: lambda course, event: replace(course, closed_on=_day(event)),
    Happened.REOPENED: _opened,
    Happened.OMBUDSMAN_ASKED: _opened,
}
