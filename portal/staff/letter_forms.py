"""What an officer may type for a letter about a step, and about the advocate."""

from wtforms import BooleanField, Form, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from portal.staff.forms import LONGEST_REASON, day_of
from portal.staff.letter_labels import SCOPE
from portal.web.clock import today
from portal.web.forms import clean


def _tidied(value: str | None) -> str | None:
    return clean(value).strip() if value else value


def _is_a_day(form: Form, field: StringField) -> None:
    if day_of(field.data or "") is None:
        raise ValidationError("Enter a day in numbers, like 25 11 2026")


class StepLetterForm(Form):
    """What the officer adds to a letter, and that the whole of it was read."""

    own = TextAreaField(
        "Your own words", filters=[_tidied], validators=[Length(max=LONGEST_REASON, message=f"Use at most {LONGEST_REASON:,} characters")]
    )
    read = BooleanField("I have read this letter and it is right")


class ConsentForm(Form):
    """What the person agrees that the advocate may do: nothing ticked takes everything back."""

    scope = SelectMultipleField("What may the advocate do?", choices=[SelectChoice(*each) for each in SCOPE.items()])
    day = StringField(
        "On which day did the person say so?", filters=[_tidied], validators=[DataRequired("Enter the day"), _is_a_day],
        default=lambda: f"{today():%d %m %Y}",
    )  # fmt: skip
    how_known = StringField(
        "How do you know?", filters=[_tidied],
        validators=[DataRequired("Say who told you, and how"), Length(max=200, message="Use at most 200 characters")],
    )  # fmt: skip
