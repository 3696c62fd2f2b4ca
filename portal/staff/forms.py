"""What an officer may type: one form for each page that takes words, with the message for each mistake."""

from collections.abc import Iterable

from wtforms import BooleanField, Form, PasswordField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from portal.law.facts import Route
from portal.staff.labels import ROUTE
from portal.web.forms import clean

LONGEST_REASON = 4_000
LONGEST_LETTER = 20_000


def _tidied(value: str | None) -> str | None:
    """What was typed, without disguises and without blanks around it."""
    return clean(value).strip() if value else value


class SignInForm(Form):
    """Who signs in."""

    email = StringField("E-mail address", filters=[_tidied], validators=[DataRequired("Enter your e-mail address")])
    password = PasswordField("Password", validators=[DataRequired("Enter your password")])


class PasswordForm(Form):
    """A new password, asked for with the old one."""

    password = PasswordField("Your password now", validators=[DataRequired("Enter your password")])
    new_password = PasswordField("Your new password", validators=[DataRequired("Enter a new password")])


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
    reason = TextAreaField(
        "Why?",
        filters=[_tidied],
        validators=[
            DataRequired("Say why, so that the person and the Ombudsman can be told"),
            Length(max=LONGEST_REASON, message=f"Use at most {LONGEST_REASON:,} characters"),
        ],
    )


class FrontDoorForm(Form):
    """Whom at the safeguarding front door the officer told, and when."""

    told = StringField(
        "Who did you tell?",
        filters=[_tidied],
        validators=[DataRequired("Say who you told"), Length(max=200, message="Use at most 200 characters")],
    )
    told_at = StringField(
        "When?",
        filters=[_tidied],
        validators=[DataRequired("Say when you told them"), Length(max=100, message="Use at most 100 characters")],
    )


class LetterForm(Form):
    """The text of a letter, and that it has been read."""

    text = TextAreaField(
        "The letter",
        filters=[_tidied],
        validators=[
            DataRequired("Write the letter"),
            Length(max=LONGEST_LETTER, message=f"Use at most {LONGEST_LETTER:,} characters"),
        ],
    )
    read = BooleanField(
        "I have read this letter and it is right",
        validators=[InputRequired("Read the letter, then say that it is right")],
    )


class AssignForm(Form):
    """To whom a case is given."""

    handler = RadioField("Who handles this case?", validators=[DataRequired("Choose a person")], validate_choice=True)

    def offer(self, people: Iterable[tuple[int, str]]) -> None:
        """Let the officer choose from `people` (number and name)."""
        self.handler.choices = [SelectChoice(str(number), name) for number, name in people]
