"""What an officer types when a service is named, asked and heard, and when a contact or a meeting is noted."""

from collections.abc import Iterable

from wtforms import Form, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from portal.actions.places import Place
from portal.casework.services import Asked
from portal.limits import LONGEST_VIEW_NAME
from portal.staff.forms import LONGEST_REASON, day_of
from portal.staff.team_labels import CHILD, CONTACTS
from portal.web.forms import clean

LONGEST_MINUTES = 20_000
LONGEST_LINE = 200


def _tidied(value: str | None) -> str | None:
    return clean(value).strip() if value else value


def _most(most: int) -> Length:
    return Length(max=most, message=f"Use at most {most:,} characters")


def _day(form: Form, field: StringField) -> None:
    if day_of(field.data or "") is None:
        raise ValidationError("Enter a day in numbers, like 25 11 2026")


def _day_field(label: str) -> StringField:
    return StringField(label, filters=[_tidied], validators=[DataRequired("Enter the day"), _day])


def _words(label: str, missing: str = "", most: int = LONGEST_REASON) -> TextAreaField:
    return TextAreaField(label, filters=[_tidied], validators=[DataRequired(missing) if missing else Optional(), _most(most)])


class ServiceForm(Form):
    """A service of the council, or one of its teams."""

    service = SelectField("Which service and team?", validators=[Optional()])

    def offer_services(self, services: Iterable[tuple[str, str]], none: str) -> None:
        """Let the officer choose from `services` (code and name); `none` says what choosing nothing means."""
        self.service.choices = [SelectChoice("", none), *(SelectChoice(code, name) for code, name in services)]

    @property
    def place(self) -> Place | None:
        """What was chosen."""
        area, _, team = (self.service.data or "").partition("/")
        return Place(area, team or None) if area else None


class ChooseServiceForm(ServiceForm):
    """The service that a case is with."""

    def validate_service(self, field: SelectField) -> None:
        """One has to be chosen."""
        if not field.data:
            raise ValidationError("Choose the service")

    service = SelectField("Which service and team?")


class AssignForm(ServiceForm):
    """To which service and to whom a case is given: one of them at least."""

    handler = RadioField("Who handles this case?", validators=[Optional()])

    def offer(self, people: Iterable[tuple[int, str]]) -> None:
        """Let the officer choose from `people` (number and name)."""
        self.handler.choices = [SelectChoice(str(number), name) for number, name in people]


class AskServiceForm(ServiceForm):
    """What a service is asked, and by which day it answers."""

    who = StringField("Who do you ask?", filters=[_tidied], validators=[_most(LONGEST_LINE)])
    asked = _words("What do you ask?", "Say what you ask")
    by = _day_field("By which day do you need the answer?")


class ServiceAnsweredForm(Form):
    """What a service answered, and on which day."""

    number = RadioField("Which question did they answer?", validators=[DataRequired("Choose which one")])
    answer = _words("What did they answer?", "Say what they answered", LONGEST_MINUTES)
    day = _day_field("On which day?")

    def offer(self, waiting: Iterable[tuple[Asked, str]]) -> None:
        """Let the officer choose from what waits, each with what is said of it."""
        self.number.choices = [SelectChoice(str(asked.number), said) for asked, said in waiting]


class NoteForm(Form):
    """A contact, or a meeting with its minutes."""

    how = RadioField("What was it?", choices=[SelectChoice(*each) for each in CONTACTS.items()], validators=[DataRequired("Choose what it was")])
    day = _day_field("On which day?")
    people = _words("Who was there, or who was in touch?")
    said = _words("What was said, and what was agreed?", "Say what was said", LONGEST_MINUTES)
    child = RadioField("Was the child there?", choices=[SelectChoice(*each) for each in CHILD.items()], validators=[Optional()])


class ViewNameForm(Form):
    """What an officer calls a view of their own."""

    name = StringField(
        "Name of the view", filters=[_tidied],
        validators=[DataRequired("Give the view a name"), Length(max=LONGEST_VIEW_NAME, message=f"Use at most {LONGEST_VIEW_NAME} characters")],
    )  # fmt: skip
