"""With which service a case is, and what the services were asked that they have not answered: folded from its history."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from portal.casework.events import Event, Happened


@dataclass(frozen=True, slots=True)
class Asked:
    """Something a service was asked: the how-manieth of this case, whom, on which day in London, and by which it answers."""

    number: int
    area: str | None
    team: str | None
    on: date
    by: date


@dataclass(frozen=True, slots=True)
class Services:
    """The service area and the team that a case is with, as the profile's codes, and what waits for an answer.

    `times` counts all that was ever asked, so that each gets a number of its own.
    """

    area: str | None = None
    team: str | None = None
    waiting: tuple[Asked, ...] = ()
    times: int = 0

    @property
    def since(self) -> date | None:
        """Since when the longest has waited; None where nothing waits."""
        return min((each.on for each in self.waiting), default=None)

    @property
    def by(self) -> date | None:
        """The soonest day by which an answer was asked for; None where nothing waits."""
        return min((each.by for each in self.waiting), default=None)


STEPS = frozenset({Happened.ASSIGNED, Happened.SERVICE_CHOSEN, Happened.ASKED_SERVICE, Happened.SERVICE_ANSWERED})


def after(services: Services, event: Event) -> Services:
    """What `services` come to with one event more; a kind that is none of `STEPS` changes nothing."""
    told = event.detail
    if event.kind in (Happened.ASSIGNED, Happened.SERVICE_CHOSEN):
        return _placed(services, told)
    if event.kind == Happened.ASKED_SERVICE:
        number = services.times + 1
        asked = Asked(number, told.get("area"), told.get("team"), _day(told, "on", event), _day(told, "by", event))
        return replace(services, waiting=(*services.waiting, asked), times=number)
    if event.kind == Happened.SERVICE_ANSWERED:
        return replace(services, waiting=tuple(each for each in services.waiting if each.number != told.get("asked")))
    return services


def _placed(services: Services, told: Mapping[str, Any]) -> Services:
    """A service named anew takes the place of its team too: a team belongs to one service."""
    return replace(services, area=told["area"], team=told.get("team")) if told.get("area") else services


def _day(told: Mapping[str, Any], name: str, event: Event) -> date:
    return date.fromisoformat(told[name]) if told.get(name) else event.at.date()
