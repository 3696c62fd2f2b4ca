"""What adults said about themselves after sending, as figures: apart from every case, with few of a kind left out. Pure."""

from collections.abc import Mapping

from portal.questions.about_you import ABOUT_YOU
from portal.questions.kinds import Question
from portal.report.tables import Cell, Column, Row, Table

SECTION = "equality"
FEWEST_MONTHS = 3
"""Of fewer months together somebody might be known."""

_SAYS = (
    "It counts answers that adults chose to give after sending a complaint or thanks, by the month in which they gave them. They are kept "
    "apart from every case, for two years; nobody has to answer. Few of one kind are left out, and no total is told."
)


def tables_of(figures: Mapping[str, Mapping[str, int | None]]) -> list[Table]:
    """A table for each question that somebody answered; None for a number that is left out."""
    found = (_table(question, figures.get(question.key, {})) for question in ABOUT_YOU)
    return [table for table in found if table.rows]


def _table(question: Question, counts: Mapping[str, int | None]) -> Table:
    choices = question.choices if isinstance(question.choices, tuple) else ()
    rows = tuple(
        Row(choice.code, choice.words.adult, (Cell(counts[choice.code], hidden=counts[choice.code] is None),))
        for choice in choices if choice.code in counts
    )  # fmt: skip
    asked = question.title.adult if question.title else question.key
    return Table(f"equality_{question.key}", asked, _SAYS, "Answer", (Column("answers", "Answers"),), rows)
