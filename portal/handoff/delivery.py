"""Delivering: one message, or everything that is due. The same whoever calls: a thread, Procrastinate, a test."""

from datetime import datetime
from enum import StrEnum
from random import random

import structlog

from portal.actions import delivering
from portal.actions.delivering import Parcel
from portal.actions.desk import Desk
from portal.handoff.mail import NotDelivered
from portal.handoff.post import Post

log = structlog.stdlib.get_logger("portal")

AT_A_TIME = 50


class Outcome(StrEnum):
    """What came of a message."""

    NOTHING = "nothing"
    """There was nothing to do: not due, not wanted, or somebody else has it."""
    LEFT = "left"
    FAILED = "failed"


def deliver(desk: Desk, post: Post, message_id: int, now: datetime, chance: float | None = None) -> Outcome:
    """Let this message leave, if it is due and nobody else has it. Needs an application's context.

    `chance` (0 to 1) spreads the next try after a failure; a random one where it is left out. What a delivery
    raises is written down by its code: nothing of it may name a person in a log. Raises `DatabaseUnavailable`.
    """
    parcel = delivering.take_up(desk, message_id, now)
    if parcel is None:
        return Outcome.NOTHING
    problem = _problem_with(post, parcel, now)
    if problem is None:
        delivering.delivered(desk, parcel, now)
        return Outcome.LEFT
    log.warning("a message did not leave", message=message_id, kind=parcel.kind, problem=problem.problem)
    spread = random() if chance is None else chance
    delivering.failed(desk, parcel.row, problem.problem, now, spread, final=problem.final)
    return Outcome.FAILED


def drain(desk: Desk, post: Post, now: datetime, chance: float | None = None) -> int:
    """Deliver everything that is due; how many messages left. Raises `DatabaseUnavailable`."""
    left = 0
    while found := delivering.due(desk, now, AT_A_TIME):
        outcomes = [deliver(desk, post, message_id, now, chance) for message_id in found]
        left += outcomes.count(Outcome.LEFT)
        if Outcome.LEFT not in outcomes and Outcome.FAILED not in outcomes:
            break
    return left


def _problem_with(post: Post, parcel: Parcel, now: datetime) -> NotDelivered | None:
    try:
        post.send(parcel, now)
    except NotDelivered as problem:
        return problem
    except Exception as fault:
        # A fault of ours in one message must not keep the others in.
        return NotDelivered(f"fault_{type(fault).__name__}")
    return None
