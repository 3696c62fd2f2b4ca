"""What adults say about equality after sending: kept apart from their case, told as figures, forgotten after a time."""

from collections.abc import Collection, Mapping
from datetime import date

from portal.actions.desk import Desk
from portal.casework.keeping import months_later
from portal.limits import EQUALITY_FEWEST, EQUALITY_MONTHS
from portal.questions.about_you import ABOUT_YOU
from portal.store import equality
from portal.store.database import Connection

Figures = dict[str, dict[str, int | None]]
"""For each question how many gave which answer; None where so few did that somebody might be known by it."""


def month_of(day: date) -> str:
    """The month of a day, as it is kept."""
    return f"{day:%Y-%m}"


def keep(desk: Desk, said: Mapping[str, str], today: date) -> bool:
    """Keep what was answered; False where nothing was. Nothing else of whoever answered comes with it."""
    answers = {question.key: said.get(question.key) or None for question in ABOUT_YOU}
    if not any(answers.values()):
        return False
    with desk.database.write() as conn:
        equality.add(conn, month_of(today), answers)
    return True


def figures(desk: Desk, months: Collection[str]) -> Figures:
    """The figures of some months together."""
    with desk.database.read() as conn:
        return {question.key: without_few(equality.counts(conn, question.key, months)) for question in ABOUT_YOU}


def without_few(counts: Mapping[str, int]) -> dict[str, int | None]:
    """Small numbers left blank; where only one is, the next smallest too, or a total would give it away."""
    small = {answer for answer, count in counts.items() if count < EQUALITY_FEWEST}
    others = sorted((answer for answer in counts if answer not in small), key=lambda answer: counts[answer])
    if len(small) == 1 and others:
        small.add(others[0])
    return {answer: None if answer in small else count for answer, count in counts.items()}


def forget_old(conn: Connection, today: date) -> int:
    """Erase answers that were kept long enough; how many there were."""
    return equality.forget_before(conn, month_of(months_later(today.replace(day=1), -EQUALITY_MONTHS)))
