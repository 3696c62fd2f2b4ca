"""What an officer may type to the person and about reaching them, with the message for each mistake."""

from wtforms import BooleanField, Form, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from portal.casework.contact import Rule
from portal.limits import LONGEST_MESSAGE
from portal.staff.forms import LONGEST_REASON, day_of
from portal.staff.talk_labels import RULES
from portal.web.forms import clean


def _tidied(value: str | None) -> str | None:
    return clean(value).strip() if value else value


def _at_most(most: int) -> Length:
    return Length(max=most, message=f"Use at most {most:,} characters")


class WriteForm(Form):
    """What the officer writes to the person."""

    message = TextAreaField("Your message", filters=[_tidied], validators=[DataRequired("Write your message"), _at_most(LONGEST_MESSAGE)])
    child_alone = BooleanField("Only for the young person: nobody else who holds words to this case reads it")


class AskForm(WriteForm):
    """What the officer asks, and by when an answer would be good."""

    message = TextAreaField("What do you ask?", filters=[_tidied], validators=[DataRequired("Write what you ask"), _at_most(LONGEST_MESSAGE)])
    hear_by = StringField("By which day would you like to hear?", filters=[_tidied])

    def validate_hear_by(self, field: StringField) -> None:
        """A day, or nothing."""
        if field.data and day_of(field.data) is None:
            raise ValidationError("Enter a day in numbers, like 25 11 2026, or leave it empty")


class RulesForm(Form):
    """How the person may be reached: rules, the names and words with them, and how that is known."""

    rules = SelectMultipleField(
        "Which rules are there?", choices=[SelectChoice(rule, said) for rule, said in RULES.items()], default=()
    )
    whom = StringField("Who must not know?", filters=[_tidied], validators=[_at_most(200)])
    note = TextAreaField("In words: what else is there to mind?", filters=[_tidied], validators=[_at_most(LONGEST_REASON)])
    how_known = StringField("How do you know?", filters=[_tidied], validators=[DataRequired("Say who told you, and how"), _at_most(200)])

    def validate_whom(self, field: StringField) -> None:
        """Whoever must not know is named."""
        if Rule.NOT_THIS_PERSON in (self.rules.data or ()) and not field.data:
            raise ValidationError("Name the person who must not know")

    def validate_note(self, field: TextAreaField) -> None:
        """A rule in the person's words has words."""
        if Rule.AS_THEY_SAY in (self.rules.data or ()) and not field.data:
            raise ValidationError("Write down what they say")
