"""What an officer may type of an enquiry, or of a query that was solved at once, with the message for each mistake."""

from collections.abc import Mapping

from wtforms import Field, Form, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from portal.actions.enquiries import QUERY_KINDS
from portal.actions.taking_in import TakenBy
from portal.staff.forms import LONGEST_REASON, day_of
from portal.staff.labels import CHANNEL, MATTER, SERVICE
from portal.web.clock import today
from portal.web.forms import clean

LONGEST_LINE = 200
QUERY = {
    "question": "A question that was answered",
    "request": "Something asked for, and given",
    "put_right": "Something that had gone wrong, and was put right",
}
assert set(QUERY) == set(QUERY_KINDS)


def _tidied(value: str | None) -> str | None:
    return clean(value).strip() if value else value


def _line(label: str, missing: str = "") -> StringField:
    too_long = Length(max=LONGEST_LINE, message=f"Use at most {LONGEST_LINE:,} characters")
    return StringField(label, filters=[_tidied], validators=[*([DataRequired(missing)] if missing else []), too_long])


def _area(label: str, missing: str) -> TextAreaField:
    too_long = Length(max=LONGEST_REASON, message=f"Use at most {LONGEST_REASON:,} characters")
    return TextAreaField(label, filters=[_tidied], validators=[DataRequired(missing), too_long])


def _is_a_day(form: Form, typed: Field) -> None:
    if day_of(typed.data or "") is None:
        raise ValidationError("Enter a day in numbers, like 25 11 2026")


def _day(label: str) -> StringField:
    return StringField(label, filters=[_tidied], validators=[DataRequired("Enter the day"), _is_a_day], default=lambda: f"{today():%d %m %Y}")


def _any(label: str, known: Mapping[str, str]) -> SelectField:
    choices = [SelectChoice("", "Not known"), *(SelectChoice(*each) for each in known.items())]
    return SelectField(label, choices=choices, default="")


_CHANNELS = [SelectChoice(by.value, CHANNEL[by.value]) for by in TakenBy]


class EnquiryForm(Form):
    """An enquiry by a member, an MP or another whom the council counts."""

    kind = RadioField("Whose enquiry is it?", validators=[DataRequired("Choose whose enquiry it is")])
    name = _line("Who asks?", "Say who asks")
    about = _line("About whom, if it is about somebody")
    message = _area("What do they ask?", "Write what they ask")
    matter = _any("About what", MATTER)
    service = _any("About which service", SERVICE)
    channel = RadioField("How it came", choices=_CHANNELS, validators=[DataRequired("Choose how it came")])
    day = _day("Received on")

    def call(self, kinds: Mapping[str, str]) -> None:
        """Offer the kinds that the council knows."""
        self.kind.choices = [SelectChoice(*each) for each in kinds.items()]


class QueryForm(Form):
    """Something that was solved at once, without a complaint."""

    kind = RadioField("What was it?", choices=[SelectChoice(*each) for each in QUERY.items()], validators=[DataRequired("Choose what it was")])
    message = StringField(
        "What was asked, in a few words", filters=[_tidied],
        validators=[Length(max=LONGEST_LINE, message=f"Use at most {LONGEST_LINE:,} characters")],
    )  # fmt: skip
    matter = _any("About what", MATTER)
    service = _any("About which service", SERVICE)
    solved = _area("How was it solved?", "Say how it was solved")
    channel = RadioField("How it came", choices=_CHANNELS, validators=[DataRequired("Choose how it came")])
    day = _day("On which day")


class AnswerEnquiryForm(Form):
    """What was answered, and when."""

    words = _area("What was answered?", "Write what was answered")
    day = _day("On which day did the answer go out?")
