"""What an officer may type when a case is answered point by point, with the message for each mistake."""

import re
from collections.abc import Iterable, Mapping

from wtforms import Form, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from portal.casework.answering import Remedy
from portal.casework.outcomes import OutcomeCode
from portal.limits import MOST_PAID
from portal.staff.forms import LONGEST_REASON, day_of
from portal.staff.labels import OUTCOME
from portal.web.forms import clean

REMEDY = {
    Remedy.APOLOGY: "An apology",
    Remedy.EXPLANATION: "An explanation",
    Remedy.DECISION_CHANGED: "The decision is changed",
    Remedy.SERVICE_PROVIDED: "The service is provided",
    Remedy.PAYMENT: "A payment",
    Remedy.OTHER: "Something else",
}
"""What officers call what is done about a point."""

_POUNDS = re.compile(r"£?\s*(\d{1,3}(?:,?\d{3})*|\d+)(?:\.(\d{2}))?")
_TOO_LONG = Length(max=LONGEST_REASON, message=f"Use at most {LONGEST_REASON:,} characters")


def _tidied(value: str | None) -> str | None:
    return clean(value).strip() if value else value


def pence_of(text: str) -> int | None:
    """The pence in what was typed, like 150, £1,250 or 12.50; None where it is no amount."""
    found = _POUNDS.fullmatch(text.strip()) if len(text) < 20 and text.isascii() | ("£" in text) else None
    return int(found[1].replace(",", "")) * 100 + int(found[2] or 0) if found else None


class PointForm(Form):
    """What was found on one point, why, and what is done about it."""

    outcome = RadioField("What did you find?", validators=[DataRequired("Choose what you found")])
    reason = TextAreaField(
        "Why?", filters=[_tidied], validators=[DataRequired("Say why: the person is owed a reason on every point"), _TOO_LONG]
    )
    remedies = SelectMultipleField(
        "What is done about it?", choices=[SelectChoice(code.value, said) for code, said in REMEDY.items()], default=()
    )
    amount = StringField("How much is paid, in pounds", filters=[_tidied])
    by = StringField("By which day is it done?", filters=[_tidied])
    services = SelectMultipleField("Which services or teams did it concern?", default=())
    causes = SelectMultipleField("What was the cause?", default=())
    put_right = TextAreaField("In words", filters=[_tidied], validators=[_TOO_LONG])

    def call(self, outcomes: Iterable[tuple[OutcomeCode, str | None]]) -> None:
        """Offer these findings, as the council calls them."""
        self.outcome.choices = [SelectChoice(code.value, label or OUTCOME[code]) for code, label in outcomes]

    def offer(self, services: Mapping[str, str], causes: Mapping[str, str]) -> None:
        """Let the officer choose from these services and causes, by code."""
        self.services.choices = [SelectChoice(code, name) for code, name in services.items()]
        self.causes.choices = [SelectChoice(code, name) for code, name in causes.items()]

    def validate_by(self, field: StringField) -> None:
        """A day is a day, and there is something to be done by it."""
        if field.data and not self.remedies.data:
            raise ValidationError("Tick what is done by then, or take the day out")
        if field.data and day_of(field.data) is None:
            raise ValidationError("Enter a day in numbers, like 25 11 2026")

    def validate_amount(self, field: StringField) -> None:
        """A payment has an amount, and nothing else has."""
        pays, pence = Remedy.PAYMENT in (self.remedies.data or ()), pence_of(field.data or "")
        if field.data and not pays:
            raise ValidationError("Tick the payment, or take the amount out")
        if pays and not pence:
            raise ValidationError("Enter the amount in pounds, like 150 or 12.50")
        if pence and pence > MOST_PAID * 100:
            raise ValidationError(f"Enter an amount of at most £{MOST_PAID:,}")

    def validate_put_right(self, field: TextAreaField) -> None:
        """Something else has to be said in words."""
        if Remedy.OTHER in (self.remedies.data or ()) and not field.data:
            raise ValidationError("Say what else is done")


class ConflictForm(Form):
    """Who is complained about, or manages somebody who is, and how that is known."""

    people = SelectMultipleField("Who may not handle this case?", default=())
    reason = TextAreaField("Why?", filters=[_tidied], validators=[DataRequired("Say why"), _TOO_LONG])

    def offer(self, people: Iterable[tuple[int, str]]) -> None:
        """Let the officer choose from `people` (number and name)."""
        self.people.choices = [SelectChoice(str(number), name) for number, name in people]
