"""The command line: flask serve | upgrade | sweep | staff | profile | triage | deadlines | path | feed | demo.

Commands are found by their entry points, so that those which need no database, keys or
built assets (triage, deadlines, profile, path) run without opening the house.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import click

import config


def _fail(line: str) -> None:
    click.echo(line, err=True)
    sys.exit(2)


@contextmanager
def _opened() -> Iterator[Any]:
    """The desk, with its database up to date."""
    from portal import CannotStart, ProfileError, lay_out_desk
    from portal.seal.key_files import KeyFileWrong
    from portal.store.database import DatabaseUnavailable

    try:
        desk = lay_out_desk(config.from_environment(os.environ))
        desk.database.upgrade()
    except (config.SettingWrong, CannotStart, ProfileError, KeyFileWrong) as problem:
        _fail(f"The portal cannot start. {problem}")
    except DatabaseUnavailable as problem:
        _fail(f"The portal cannot start. The database does not answer: {problem}")
    yield desk
    desk.database.dispose()


@click.command()
def upgrade() -> None:
    """Make the database, or bring it up to date."""
    with _opened():
        click.echo("The database is up to date.")


@click.command()
def sweep() -> None:
    """Forget the drafts that nobody has touched for thirty days; a new draft does so by itself."""
    from portal.actions.drafts import sweep as forget

    with _opened() as desk:
        click.echo(f"Drafts forgotten: {forget(desk, datetime.now(UTC))}")


@click.command()
def serve() -> None:
    """Make what is missing, say where the portal is, and serve both sides in one process."""
    from portal.serving import run

    try:
        settings = config.from_environment(os.environ)
    except config.SettingWrong as problem:
        _fail(f"The portal cannot start. {problem}")
    with _opened() as desk:
        run(settings, desk, datetime.now(UTC))


@click.group()
def staff() -> None:
    """The people of the office."""


@staff.command("add")
@click.argument("email")
@click.argument("name")
@click.option("--role", default="officer", show_default=True, type=click.Choice(["officer", "manager", "administrator"]))
@click.password_option(help="asked for when left out")
def add(email: str, name: str, role: str, password: str) -> None:
    """Add somebody who may sign in at /staff."""
    from portal.actions.staff import EmailWrong, PasswordUnfit, add_officer
    from portal.casework.permissions import Role
    from portal.store.database import EmailTaken

    with _opened() as desk:
        try:
            add_officer(desk, email, name, Role(role), password, datetime.now(UTC))
        except (EmailWrong, EmailTaken, PasswordUnfit) as problem:
            _fail(str(problem))
    click.echo(f"{name} may sign in as {email}.")


@click.group()
def feed() -> None:
    """The council's own systems that read /feed/v1."""


@feed.command("token")
@click.argument("name")
@click.option("--scope", "scopes", multiple=True, required=True, type=click.Choice(["cases", "figures"]), help="may be given twice")
def feed_token(name: str, scopes: tuple[str, ...]) -> None:
    """Give a system a token; it is printed this once."""
    from portal.actions.feed import Scope, give_token
    from portal.store.database import NameTaken

    with _opened() as desk:
        try:
            token = give_token(desk, name, [Scope(scope) for scope in dict.fromkeys(scopes)], datetime.now(UTC))
        except NameTaken:
            return _fail(f"There was a token called {name} already. Names are used once: take another.")
    click.echo(token)


@feed.command("tokens")
def feed_tokens() -> None:
    """Every token there ever was: its name, what it opens, when it was last used."""
    from portal.actions.feed import tokens

    with _opened() as desk:
        for row in tokens(desk):
            used = f"last used {row.used_at:%Y-%m-%d %H:%M} UTC" if row.used_at else "never used"
            ended = f", revoked {row.revoked_at:%Y-%m-%d}" if row.revoked_at else ""
            click.echo(f"{row.name}: {', '.join(row.scopes)}; {used}{ended}")


@feed.command("revoke")
@click.argument("name")
def feed_revoke(name: str) -> None:
    """From now on the token of this name opens nothing."""
    from portal.actions.feed import NoSuchToken, revoke_token

    with _opened() as desk:
        try:
            revoke_token(desk, name, datetime.now(UTC))
        except NoSuchToken:
            return _fail(f"No token called {name} opens anything. `flask feed tokens` lists them.")
    click.echo(f"The token called {name} opens nothing any more.")


@click.command()
@click.argument("name_or_file")
def profile(name_or_file: str) -> None:
    """Print a council's profile as JSON, or say what is wrong with it; what the Ombudsman's Code warns of on stderr."""
    from portal.councils import ProfileError, describe, load
    from portal.councils.dates import code_warnings

    try:
        click.echo(describe(name_or_file))
    except ProfileError as problem:
        return _fail(str(problem))
    for warning, figures in code_warnings(load(name_or_file), _london_today()):
        click.echo(f"Warning: {warning.adult % figures}", err=True)


@click.command()
@click.option("--replay", is_flag=True, help="over the cases in the store: those that would now go elsewhere, or are owed a stage")
def triage(replay: bool) -> None:
    """Facts in as JSON on standard input, where they belong and why out; or the rules of today over every case."""
    if replay:
        return _replay()
    from portal.law.facts import Facts
    from portal.law.triage import decide

    terms = _profile().terms(_london_today())
    _answer_each(lambda told: decide(Facts.from_codes(told), terms).to_json())


def _replay() -> None:
    from portal.actions.replaying import replay

    with _opened() as desk:
        for found in replay(desk, _london_today()):
            click.echo(json.dumps(found.to_json(), ensure_ascii=False))


@click.command()
def deadlines() -> None:
    """A council, a procedure, a stage and the day it began in as JSON on standard input, its dates out."""
    from portal.councils.asked import Asked

    council = os.environ.get("PORTAL_COUNCIL") or "example"
    _answer_each(lambda told: Asked.from_codes(told, council).dates())


def _answer_each(answer: Callable[[dict[str, Any]], Any]) -> None:
    """An object in, an object out; a list in, a list out. Anything not understood: exit 2, and nothing on stdout."""
    try:
        told = json.load(sys.stdin)
    except (ValueError, RecursionError) as problem:
        return _fail(f"Standard input is not JSON: {problem}")
    answers = []
    for index, item in enumerate(told if isinstance(told, list) else [told]):
        if not isinstance(item, dict):
            return _fail(f"item {index}: an object was expected")
        try:
            answers.append(answer(item))
        except ValueError as problem:
            return _fail(f"item {index}: {problem}")
    click.echo(json.dumps(answers if isinstance(told, list) else answers[0], ensure_ascii=False))


def _profile() -> Any:
    """The profile of the council that the settings name."""
    from portal.councils import ProfileError, load

    try:
        return load(os.environ.get("PORTAL_COUNCIL") or "example")
    except ProfileError as problem:
        _fail(str(problem))


def _london_today() -> date:
    return datetime.now(ZoneInfo("Europe/London")).date()


@click.command()
@click.argument("answers", default="{}")
@click.option("--rules", is_flag=True, help="print the rulebook instead, as an HTML page to read and to sign")
def path(answers: str, rules: bool) -> None:
    """Print the path that these answers (a JSON object) lead through, one key a line; or the rulebook behind it."""
    if rules:
        return _print_rules()
    from portal.questions.journey import journey

    try:
        given = json.loads(answers)
    except ValueError as problem:
        return _fail(f"The answers are not JSON: {problem}")
    if not isinstance(given, dict):
        return _fail("The answers are not a JSON object of keys and answers.")
    for step in journey(given).steps:
        click.echo(f"{step.key}{'' if step.answered else ' (missing)'}")


def _print_rules() -> None:
    from portal.letters import rulebook
    from portal.staff.labels import facts_told

    click.echo(rulebook.page(_profile().council, _london_today(), facts_told))


@click.command()
@click.option("--at", "address", default=None, help="the address of a running portal with the same settings; without it one is started")
@click.option("--only", multiple=True, help="the id of a scenario; may be given several times")
def demo(address: str | None, only: tuple[str, ...]) -> None:
    """Play the scenarios through the real pages, as the people they describe; prints one JSON line each."""
    from portal.demo.play import NoSuchScenario, NotThere, Stuck, play
    from portal.errors import CannotStart

    with _opened() as desk:
        settings = config.from_environment(os.environ)
        try:
            for line in play(settings, desk, address, only):
                click.echo(json.dumps(line, ensure_ascii=False))
        except (CannotStart, NoSuchScenario, NotThere, Stuck) as problem:
            _fail(str(problem))
