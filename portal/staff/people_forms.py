"""What an officer may type about people: who may read a case, what a service says, and what somebody's role is."""

from collections.abc import Iterable

from wtforms import Form, RadioField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from portal.casework.permissions import Role
from portal.staff.forms import LONGEST_REASON, _tidied
from portal.staff.labels import ROLE

WHAT_IT_SEES = {
    Role.OFFICER: "Handles every case",
    Role.SERVICE_MANAGER: "Reads the points of the cases of their own areas, and says what the service knows",
    Role.INVESTIGATOR: "Reads the cases they are let into, until stage 2 is over, and records the report",
    Role.INDEPENDENT_PERSON: "Reads the cases they are let into, until the stage is over",
    Role.PANEL_MEMBER: "Reads the cases they are let into, until stage 3 is over, and records the findings",
    Role.SAFEGUARDING: "Reads the cases in which somebody may be in danger, and records that the front door knows",
    Role.MANAGER: "Handles every case, gives cases to others, looks after accounts, exports and erases",
    Role.AUDITOR: "Reads who did what and when, and no word of a case",
    Role.ADMINISTRATOR: "Looks after accounts and what leaves; reads no case",
}


class ServiceSaysForm(Form):
    """What the service knows of what is told."""

    said = TextAreaField(
        "What does the service say?", filters=[_tidied],
        validators=[DataRequired("Enter what the service says"), Length(max=LONGEST_REASON, message=f"Use at most {LONGEST_REASON:,} characters")],
    )  # fmt: skip


class WhoForm(Form):
    """One of several people."""

    person = RadioField("Who?", validators=[InputRequired("Choose one of these")])

    def offer(self, people: Iterable[tuple[int, str]]) -> None:
        """Let the officer choose from `people` (number and what they are called)."""
        self.person.choices = [SelectChoice(str(number), name) for number, name in people]


class RoleForm(Form):
    """What somebody is to the service, and which areas they manage."""

    role = RadioField("Role", validators=[InputRequired("Choose a role")])
    areas = SelectMultipleField("Service areas, for a service manager", default=())

    def offer(self, roles: Iterable[Role], areas: Iterable[tuple[str, str]]) -> None:
        """Let whoever looks after the account choose from these."""
        self.role.choices = [SelectChoice(role.value, f"{ROLE[role]}: {WHAT_IT_SEES[role][0].lower()}{WHAT_IT_SEES[role][1:]}") for role in roles]
        self.areas.choices = [SelectChoice(code, label) for code, label in areas]

    def validate_areas(self, field: SelectMultipleField) -> None:
        """A service manager without an area would see nothing, and nobody would know why."""
        if self.role.data == Role.SERVICE_MANAGER and not field.data:
            raise ValidationError("Tick at least one area: a service manager reads the cases of their own areas only")
