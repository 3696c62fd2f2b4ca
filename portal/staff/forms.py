"""What an officer may type: one form for each page that takes words, with the message for each mistake."""

import re
from collections.abc import Iterable
from datetime import date

from wtforms import BooleanField, Form, PasswordField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from portal.casework.rights import NAMES, Right
from portal.law.facts import Route
from portal.staff.labels import ADVOCATE_STEPS, ERASURE_GROUNDS, GROUNDS, OUTCOME, ROUTE, WAYS
from portal.web.forms import clean

LONGEST_REASON = 4_000
LONGEST_LETTER = 20_000


def _tidied(value: str | None) -> str | None:
    """What was typed, without disguises and without blanks around it."""
    return clean(value).strip() if value else value


def _words(label: str, missing: str, most: int = LONGEST_REASON) -> TextAreaField:
    too_long = Length(max=most, message=f"Use at most {most:,} characters")
    return TextAreaField(label, filters=[_tidied], validators=[DataRequired(missing), too_long])


def _line(label: str, missing: str, most: int = 200) -> StringField:
    too_long = Length(max=most, message=f"Use at most {most:,} characters")
    return StringField(label, filters=[_tidied], validators=[DataRequired(missing), too_long])


class SignInForm(Form):
    """Who signs in."""

    email = StringField("E-mail address", filters=[_tidied], validators=[DataRequired("Enter your e-mail address")])
    password = PasswordField("Password", validators=[DataRequired("Enter your password")])


class PasswordForm(Form):
    """A new password, asked for with the old one."""

    password = PasswordField("Your password now", validators=[DataRequired("Enter your password")])
    new_password = PasswordField("Your new password", validators=[DataRequired("Enter a new password")])


class EndSessionForm(Form):
    """One of the officer's other sessions, to be ended."""

    session = RadioField("Which one?", validators=[DataRequired("Choose the one to end")], validate_choice=False)
    password = PasswordField("Your password", validators=[DataRequired("Enter your password")])

    def offer(self, sessions: Iterable[tuple[str, str]]) -> None:
        """Let the officer choose from `sessions` (name and what it is)."""
        self.session.choices = [SelectChoice(name, said) for name, said in sessions]


class ConfirmForm(Form):
    """The route that the officer saw when the button was pressed."""

    route = StringField(validators=[DataRequired("Say which route you confirm")])


class ChangeRouteForm(Form):
    """Another route, and why."""

    route = SelectField(
        "Which route is right?",
        choices=[SelectChoice("", "Choose a route"), *(SelectChoice(route.value, ROUTE[route]) for route in Route)],
        validators=[DataRequired("Choose the route that is right")],
    )
    reason = _words("Why?", "Say why, so that the person and the Ombudsman can be told")


class FrontDoorForm(Form):
    """Whom at the safeguarding front door the officer told, and when."""

    told = _line("Who did you tell?", "Say who you told")
    told_at = _line("When?", "Say when you told them", most=100)


class LetterForm(Form):
    """The text of a letter, and that it has been read."""

    text = _words("The letter", "Write the letter", most=LONGEST_LETTER)
    read = BooleanField(
        "I have read this letter and it is right",
        validators=[InputRequired("Read the letter, then say that it is right")],
    )


_NUMBERS = re.compile(r"(\d{1,2})\D+(\d{1,2})\D+(\d{4})")


def day_of(text: str) -> date | None:
    """The day in what was typed, day before month before year; None where there is none."""
    found = _NUMBERS.fullmatch(text.strip())
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None


def _is_a_day(form: Form, field: StringField) -> None:
    if day_of(field.data or "") is None:
        raise ValidationError("Enter a day in numbers, like 25 11 2026")


def _picks(label: str, choices: Iterable[tuple[str, str]], message: str) -> RadioField:
    offered = [SelectChoice(code, name) for code, name in choices]
    return RadioField(label, choices=offered, validators=[DataRequired(message)])


def _day_field(label: str) -> StringField:
    return StringField(label, filters=[_tidied], validators=[DataRequired("Enter the day"), _is_a_day])


def _part(label: str) -> StringField:
    return StringField(label, filters=[_tidied], validators=[Length(max=200, message="Use at most 200 characters")])


def _note() -> StringField:
    too_long = Length(max=LONGEST_REASON, message=f"Use at most {LONGEST_REASON:,} characters")
    return StringField("Note", filters=[_tidied], validators=[too_long])


class ExtendForm(Form):
    """More time: on which ground, whether the person agrees, and why."""

    ground = _picks("On which ground?", GROUNDS.items(), "Choose the ground")
    agreed = _picks(
        "Does the person agree?", (("yes", "Yes, they agree"), ("no", "No, or they did not answer")), "Choose yes or no"
    )
    how = _line("How do you know?", "Say who told you, and how")
    reason = _words("Why is more time needed?", "Say why more time is needed")


class AdvocateForm(Form):
    """What came of the referral to an advocate, and on which day."""

    step = _picks("What happened?", ADVOCATE_STEPS.items(), "Choose what happened")
    day = _day_field("On which day?")
    name = _part("If one was appointed: what is their name?")
    organisation = _part("Which organisation are they from?")
    reach = _part("How can they be reached?")
    note = _note()

    def validate_name(self, field: StringField) -> None:
        """Who was appointed has a name."""
        if self.step.data == "accepted" and not field.data:
            raise ValidationError("Say who the advocate is")


class OfferForm(Form):
    """A right that was offered: which, by which way, and when."""

    right = _picks(
        "What was offered?", ((right.value, NAMES[right].officer or "") for right in Right), "Choose what was offered"
    )
    how = _picks("How?", WAYS.items(), "Choose how it was offered")
    day = _day_field("On which day?")
    note = _note()


class CloseForm(Form):
    """What came of a case, and why it is closed."""

    outcome = _picks("What came of it?", OUTCOME.items(), "Choose what came of it")
    reason = _words("Why is it closed?", "Say why it is closed")
    nothing_learned = TextAreaField(
        "Why is nothing to be learned from it?", filters=[_tidied],
        validators=[Length(max=LONGEST_REASON, message=f"Use at most {LONGEST_REASON:,} characters")],
    )  # fmt: skip

    def call(self, outcomes: Iterable[tuple[str, str]]) -> None:
        """Offer `outcomes` (code and label), as the council calls them."""
        self.outcome.choices = [SelectChoice(code, label) for code, label in outcomes]


class ReasonForm(Form):
    """Why something is done that needs no more than a reason."""

    reason = _words("Why?", "Say why")


class ProposeForm(Form):
    """On which ground a case should be erased, and why."""

    ground = _picks("On which ground?", ERASURE_GROUNDS.items(), "Choose the ground")
    reason = _words("Why?", "Say why")


class EraseForm(Form):
    """That whoever erases a case knows what it means."""

    sure = BooleanField(
        "I know that nobody can read this again", validators=[InputRequired("Say that you know what it means")]
    )
