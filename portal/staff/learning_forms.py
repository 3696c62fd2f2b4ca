"""What an officer may type about learning, promises and costs, with the message for each mistake."""

from collections.abc import Iterable, Mapping

from wtforms import BooleanField, Form, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from portal.limits import MOST_PAID
from portal.staff.answer_forms import pence_of
from portal.staff.forms import LONGEST_REASON, day_of
from portal.staff.learning_labels import COST, GRADE
from portal.web.forms import clean

LONGEST_SENTENCE = 500
"""What is told to the person, and perhaps published, is short."""


def _tidied(value: str | None) -> str | None:
    return clean(value).strip() if value else value


def _most(most: int) -> Length:
    return Length(max=most, message=f"Use at most {most:,} characters")


def _area(label: str, missing: str = "", most: int = LONGEST_REASON) -> TextAreaField:
    needed = [DataRequired(missing)] if missing else []
    return TextAreaField(label, filters=[_tidied], validators=[*needed, _most(most)])


def _is_a_day(form: Form, field: StringField) -> None:
    if day_of(field.data or "") is None:
        raise ValidationError("Enter a day in numbers, like 25 11 2026")


def _day(label: str) -> StringField:
    return StringField(label, filters=[_tidied], validators=[DataRequired("Enter the day"), _is_a_day])


def _is_an_amount(form: Form, field: StringField) -> None:
    pence = pence_of(field.data or "")
    if not pence:
        raise ValidationError("Enter the amount in pounds, like 150 or £1,234.50")
    if pence > MOST_PAID * 100:
        raise ValidationError(f"Enter an amount of at most £{MOST_PAID:,}")


def _is_an_amount_or_nothing(form: Form, field: StringField) -> None:
    if pence_of(field.data or "") != 0:
        _is_an_amount(form, field)


def _amount(label: str, *, or_nothing: bool = False) -> StringField:
    known = _is_an_amount_or_nothing if or_nothing else _is_an_amount
    return StringField(label, filters=[_tidied], validators=[DataRequired("Enter the amount"), known])


def _choices(known: Mapping[str, str]) -> list[SelectChoice]:
    return [SelectChoice(code, name) for code, name in known.items()]


class AboutForm(Form):
    """Which services and causes a point concerned."""

    services = SelectMultipleField("Which services or teams did it concern?", default=())
    causes = SelectMultipleField("What was the cause?", default=())

    def offer(self, services: Mapping[str, str], causes: Mapping[str, str]) -> None:
        """Let the officer choose from these, by code."""
        self.services.choices, self.causes.choices = _choices(services), _choices(causes)


class _OwnedForm(Form):
    """Who sees to an action, and by when."""

    owner = SelectField("Who sees to it?", validators=[DataRequired("Choose who sees to it")])
    due = _day("By which day?")

    def offer(self, people: Iterable[tuple[int, str]], services: Mapping[str, str]) -> None:
        """Let the officer choose from members of staff (number and name) and services."""
        somebody = [SelectChoice(f"staff:{number}", name) for number, name in people]
        self.owner.choices = [
            SelectChoice("", "Choose"), *somebody, *(SelectChoice(f"service:{code}", name) for code, name in services.items())
        ]  # fmt: skip


class ActionForm(_OwnedForm):
    """What is to be learned: what is done, how far it reaches, who sees to it by when, and what the person is told."""

    what = _area("What is to be done?", "Say what is to be done")
    grade = RadioField("How far does it reach?", choices=_choices(GRADE), validators=[DataRequired("Choose how far it reaches")])
    service = SelectField("Which service learns from it?", default="")
    sentence = _area("You said, we did: what is the person told once it is done?", most=LONGEST_SENTENCE)

    def offer(self, people: Iterable[tuple[int, str]], services: Mapping[str, str]) -> None:
        """Let the officer choose from members of staff (number and name) and services."""
        super().offer(people, services)
        self.service.choices = [SelectChoice("", "None in particular"), *_choices(services)]


class ChangeActionForm(_OwnedForm):
    """Somebody else, or another day, and why."""

    reason = _area("Why?", "Say why")


class DoneForm(Form):
    """That an action is done, since when, what shows it, and what the person is told."""

    day = _day("On which day was it done?")
    evidence = _area("What shows that it is done?", "Say what shows that it is done")
    sentence = _area("You said, we did: what is the person told?", most=LONGEST_SENTENCE)


class WhyForm(Form):
    """Why."""

    reason = _area("Why?", "Say why")


class PublishForm(Form):
    """The sentence that is published, and that it is about nobody."""

    sentence = _area("What is published?", "Write the sentence", most=LONGEST_SENTENCE)
    nameless = BooleanField(
        "There is no name in it, and nobody can be recognised by it",
        validators=[InputRequired("Take out whatever tells who it was, then tick this")],
    )


class PromiseForm(Form):
    """On which day a promise was kept."""

    day = _day("On which day?")
    note = _area("Note")


class PaymentForm(PromiseForm):
    """On which day how much was paid."""

    amount = _amount("How much was paid, in pounds?")


class CostForm(Form):
    """What was spent, for what, on which day and at which stage."""

    kind = RadioField("What for?", choices=_choices(COST), validators=[DataRequired("Choose what it was for")])
    amount = _amount("How much, in pounds?", or_nothing=True)
    day = _day("On which day?")
    at_stage = RadioField("At which stage?", validators=[DataRequired("Choose the stage")])
    note = _area("Note")

    def come_to(self, stage: int) -> None:
        """Offer the stages that the case has come to."""
        self.at_stage.choices = [SelectChoice(str(number), f"Stage {number}") for number in range(1, stage + 1)]
