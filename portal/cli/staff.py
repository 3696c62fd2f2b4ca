"""flask staff: the people of the office."""

from datetime import UTC, datetime

import click

from portal.cli.opening import fail, opened

ROLES = (
    "officer", "service_manager", "investigator", "independent_person", "panel_member", "safeguarding", "manager", "auditor",
    "administrator",
)  # fmt: skip


@click.group()
def staff() -> None:
    """The people of the office."""


@staff.command("add")
@click.argument("email")
@click.argument("name")
@click.option("--role", default="officer", show_default=True, type=click.Choice(ROLES))
def add(email: str, name: str, role: str) -> None:
    """Add somebody who may sign in at /staff, and print the password that they begin with."""
    from portal.actions.staff import EmailWrong, PasswordUnfit, add_officer
    from portal.casework.permissions import Role
    from portal.seal.passwords import new_password
    from portal.store.database import EmailTaken

    given = new_password()
    with opened() as desk:
        try:
            add_officer(desk, email, name, Role(role), given, datetime.now(UTC), given=True)
        except (EmailWrong, EmailTaken, PasswordUnfit) as problem:
            fail(str(problem))
    _told_password(name, email, given)


@staff.command("password")
@click.argument("email")
def give(email: str) -> None:
    """Print a new password to begin with for somebody who lost theirs; they are signed out everywhere."""
    from portal.actions.first_passwords import NoSuchAddress, give_password

    with opened() as desk:
        try:
            given = give_password(desk, email, datetime.now(UTC))
        except NoSuchAddress as problem:
            fail(str(problem))
    _told_password("They", email, given)


@staff.command("no-factor")
@click.argument("email")
def no_factor(email: str) -> None:
    """Take the second factor from somebody who lost theirs; they are signed out everywhere."""
    from portal.actions.first_passwords import NoSuchAddress
    from portal.actions.second_factor import take_away_by_address

    with opened() as desk:
        try:
            take_away_by_address(desk, email, datetime.now(UTC))
        except NoSuchAddress as problem:
            fail(str(problem))
    click.echo(f"{email} has no second factor any more, and is signed out everywhere. The password opens the account, or leads to another factor.")


def _told_password(who: str, email: str, given: str) -> None:
    from portal.limits import FIRST_PASSWORD_KEPT

    click.echo(f"{who} may sign in as {email}, for {FIRST_PASSWORD_KEPT.days} days with this password; then only with one of their own:")
    click.echo(given)
