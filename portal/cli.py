"""The command line: flask serve | worker | upgrade | sweep | staff | keys | feed | profile | triage | deadlines | path | demo.

Commands are found by their entry points, so that those which need no database, keys or
built assets (triage, deadlines, profile, path) run without opening the house.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

import config


def _fail(line: str) -> None:
    click.echo(line, err=True)
    sys.exit(2)


@contextmanager
def _starting() -> Iterator[None]:
    """Around what opens the house: where it cannot be opened, one line says why."""
    from portal import CannotStart, ProfileError
    from portal.seal.key_files import KeyFileWrong
    from portal.store.database import DatabaseUnavailable

    try:
        yield
    except (config.SettingWrong, CannotStart, ProfileError, KeyFileWrong) as problem:
        _fail(f"The portal cannot start. {problem}")
    except DatabaseUnavailable as problem:
        _fail(f"The portal cannot start. The database does not answer: {problem}")


@contextmanager
def _opened() -> Iterator[Any]:
    """The desk, with its database up to date."""
    from portal import lay_out_desk

    with _starting():
        desk = lay_out_desk(config.from_environment(os.environ))
        desk.database.upgrade(desk.keys)
    yield desk
    desk.close()


@click.command()
def upgrade() -> None:
    """Make the database, or bring it up to date."""
    with _opened():
        click.echo("The database is up to date.")


@click.command()
def sweep() -> None:
    """Forget the drafts that nobody has touched for thirty days, and files that belong to nobody."""
    from portal.actions.drafts import sweep as forget
    from portal.actions.files import sweep_shelf
    from portal.actions.keys import sweep_left_over
    from portal.shelf import ShelfUnavailable

    with _opened() as desk:
        now = datetime.now(UTC)
        click.echo(f"Drafts forgotten: {forget(desk, now)}. Keys of commits that failed: {sweep_left_over(desk, now)}")
        try:
            click.echo(f"Files of nobody, destroyed: {sweep_shelf(desk, now)}")
        except ShelfUnavailable as problem:
            _fail(f"The files cannot be reached: {problem}")


@click.command()
def serve() -> None:
    """Make what is missing, say where the portal is, and serve both sides in one process."""
    from portal.serving import run

    with _starting():
        settings = config.from_environment(os.environ)
    with _opened() as desk:
        run(settings, desk, datetime.now(UTC))


@click.command()
def worker() -> None:
    """Deliver what is to leave, and do each day's work: beside the servers where they run on PostgreSQL."""
    from portal import Sides, create_app
    from portal.handoff.engine import OutboxThread
    from portal.handoff.jobs import run_worker

    with _starting():
        settings = config.from_environment(os.environ)
        app = create_app(settings, Sides.STAFF)
        desk = app.extensions["desk"]
        desk.database.upgrade(desk.keys)
    click.echo("The worker delivers what is to leave. Ctrl-C stops it.")
    if desk.database.on_sqlite:
        OutboxThread(app).run_here()
    else:
        run_worker(app, settings.database.replace("postgresql+psycopg://", "postgresql://", 1))
    desk.close()


@click.group()
def staff() -> None:
    """The people of the office."""


@staff.command("add")
@click.argument("email")
@click.argument("name")
@click.option("--role", default="officer", show_default=True, type=click.Choice(["officer", "manager", "administrator"]))
def add(email: str, name: str, role: str) -> None:
    """Add somebody who may sign in at /staff, and print the password that they begin with."""
    from portal.actions.staff import EmailWrong, PasswordUnfit, add_officer
    from portal.casework.permissions import Role
    from portal.seal.passwords import new_password
    from portal.store.database import EmailTaken

    given = new_password()
    with _opened() as desk:
        try:
            add_officer(desk, email, name, Role(role), given, datetime.now(UTC), given=True)
        except (EmailWrong, EmailTaken, PasswordUnfit) as problem:
            _fail(str(problem))
    _told_password(name, email, given)


@staff.command("password")
@click.argument("email")
def give(email: str) -> None:
    """Print a new password to begin with for somebody who lost theirs; they are signed out everywhere."""
    from portal.actions.first_passwords import NoSuchAddress, give_password

    with _opened() as desk:
        try:
            given = give_password(desk, email, datetime.now(UTC))
        except NoSuchAddress as problem:
            return _fail(str(problem))
    _told_password("They", email, given)


def _told_password(who: str, email: str, given: str) -> None:
    from portal.limits import FIRST_PASSWORD_KEPT

    click.echo(f"{who} may sign in as {email}, for {FIRST_PASSWORD_KEPT.days} days with this password; then only with one of their own:")
    click.echo(given)


@click.group()
def keys() -> None:
    """The keys that open cases. Stop nothing for it: a running portal reads a new key when it first needs it."""


@keys.command("rotate")
def keys_rotate() -> None:
    """Make a new office key and seal every case's key to it. Safe to run again where it was cut short."""
    from portal.seal import office

    with _opened() as desk:
        new = office.rotate(_key_folder())
        _told(*_sealed_anew(desk, new))
        click.echo(f"In use: {new.lock.key_id}. Old keys that may be retired: {_names(new)}")


@keys.command("seal")
def keys_seal() -> None:
    """Seal every case's key to the keys in use: after a rotation that was cut short, or once there is a recovery key."""
    with _opened() as desk:
        _told(*_sealed_anew(desk, desk.office))


@keys.command("retire")
@click.argument("key_id")
def keys_retire(key_id: str) -> None:
    """Forget an old office key, once nothing is sealed to it."""
    from portal.seal import office

    with _opened() as desk:
        if still := desk.keys.count_under(key_id):
            _fail(f"{still} cases are still sealed to {key_id}: run flask keys seal first.")
        try:
            office.retire(_key_folder(), key_id)
        except office.KeyFileWrong as problem:
            _fail(str(problem))
    click.echo(f"{key_id} is forgotten.")


@keys.command("recovery")
@click.argument("file", type=click.Path(path_type=Path))
def keys_recovery(file: Path) -> None:
    """Make a second office key for the day on which the first is lost. FILE gets its private side: take it offline."""
    from portal.seal import office

    with _opened() as desk:
        try:
            lock = office.make_recovery(_key_folder(), file)
        except office.KeyFileWrong as problem:
            _fail(str(problem))
        _told(*_sealed_anew(desk, desk.office))
    click.echo(f"{lock.key_id}: move {file} to where no machine can read it, and delete it here. Restart the portal.")


@keys.command("recover")
@click.argument("file", type=click.Path(path_type=Path))
def keys_recover(file: Path) -> None:
    """Open every case again with the second key in FILE, and seal it to the office key there is now."""
    from portal.actions.keys import recover
    from portal.seal import office

    with _opened() as desk:
        try:
            spare = office.spare_key(file)
        except office.KeyFileWrong as problem:
            _fail(str(problem))
        _told(*recover(desk, spare, desk.lock))


def _sealed_anew(desk: Any, opener: Any) -> tuple[int, int]:
    from portal.actions.keys import seal_anew
    from portal.seal import office

    return seal_anew(desk, opener, opener.lock, office.load_recovery(_key_folder()))


def _told(done: int, failed: int) -> None:
    click.echo(f"Sealed anew: {done} cases.{f' Could not be opened: {failed}.' if failed else ''}")
    if failed:
        sys.exit(1)


def _names(key: Any) -> str:
    return ", ".join(name for name in key.private if name != key.lock.key_id) or "none"


def _key_folder() -> Path:
    return config.from_environment(os.environ).var / "keys"


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
