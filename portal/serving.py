"""Opening for the day: the first officer, the addresses, and the server."""

import os
import socket
import sys
from datetime import datetime
from pathlib import Path

import click

from config import Settings
from portal.actions.desk import Desk
from portal.actions.drafts import sweep
from portal.actions.first_passwords import give_password, has_run_out
from portal.actions.staff import add_officer, everyone, opens
from portal.casework.messages import Channel
from portal.casework.permissions import Role
from portal.seal.passwords import new_password
from portal.store.database import EmailTaken

FIRST_EMAIL = "officer@council.example"
FIRST_NAME = "First Officer"
NOTE = "first-officer.txt"

SERVER_FLAGS = (
    "--interface", "wsgi", "--http", "1", "--no-ws", "--host", "127.0.0.1", "--workers", "1",
    "--no-access-log", "--log-level", "warning",
)
"""How Granian serves, here and in the bench."""

THREADS = 4
"""Enough that pages go on while words are stretched. One answers more pages a second: they wait for no other's turn."""


def run(settings: Settings, desk: Desk, now: datetime) -> None:
    """Say where everything is, then become the server. Does not return."""
    swept = sweep(desk, now)
    port = free_port(os.environ.get("PORT") or "8000")
    public = settings.origin or f"http://127.0.0.1:{port}"
    note = first_officer(settings, desk, now)
    if not settings.secure:
        click.echo("Warning: the origin is plain http, so cookies are not Secure. Use https:// for anything but a trial.")
    if settings.secure and not settings.proxies:
        click.echo("Behind a proxy every visitor has the proxy's address: set PORTAL_PROXIES, so that one person's wrong tries keep nobody else waiting.")
    click.echo("This one process serves both sides and holds every key. Run wsgi:citizen_app and wsgi:staff_app apart to keep them apart.")
    if settings.key_store == settings.database:
        click.echo("Case keys share the database's backups. Set PORTAL_CASE_KEYS, so that an erased case can be gone within days.")
    click.echo(f"Drafts that nobody had touched for thirty days, forgotten: {swept}") if swept else None
    click.echo(f"Public side:  {public}/\nBack office:  {public}/staff\nFirst officer: {note}")
    if not desk.database.on_sqlite:
        click.echo("On PostgreSQL nothing leaves by itself: run flask worker beside this.")
    if Channel.MAIL not in desk.ways_out.channels:
        click.echo("No way to send e-mail is set up (PORTAL_MAIL): e-mails wait until one is. Managers see them under /staff/messages.")
    desk.close()
    sys.stdout.flush()
    granian = str(Path(sys.executable).with_name("granian"))
    os.execv(granian, [granian, *SERVER_FLAGS, "--blocking-threads", str(THREADS), "--port", port, "wsgi:app"])


def free_port(asked: str) -> str:
    """The port, where nobody else serves on it; otherwise one clear line and no start.

    The server itself would share the port with another portal and send visitors to either.
    """
    if not (asked.isdecimal() and 0 < int(asked[:6]) < 65536):
        sys.exit(f"The portal cannot start. PORT is {asked}: a number from 1 to 65535 was expected.")
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", int(asked)))
        except OSError:
            sys.exit(f"The portal cannot start. Something else serves on port {asked}: PORT=8001 make run takes another.")
    return asked


def first_officer(settings: Settings, desk: Desk, now: datetime) -> str:
    """The sign-in of the first officer, made on the first start and told as long as it is true.

    Where it ran out before they chose their own, they are given another.
    """
    note = settings.var / NOTE
    held = next((person for person in everyone(desk) if person.email == FIRST_EMAIL), None)
    if held is not None and not (held.active and has_run_out(held, now)):
        return _still_true(desk, note)
    password = new_password()
    # Before the account: a crash in between leaves a note of nothing, and the next start begins anew.
    told = _noted(note, f"{FIRST_EMAIL} with the password {password}")
    if held is not None:
        give_password(desk, FIRST_EMAIL, now, password)
        return told
    try:
        add_officer(desk, FIRST_EMAIL, FIRST_NAME, Role.MANAGER, password, now, given=True)
    except EmailTaken:
        return _still_true(desk, note)
    return told


def _still_true(desk: Desk, note: Path) -> str:
    """What the note says; once its password opens the account no more, the note goes."""
    told = note.read_text("utf-8").strip() if note.exists() else ""
    if told and opens(desk, FIRST_EMAIL, told.rpartition(" ")[2]):
        return told
    note.unlink(missing_ok=True)
    return f"added before, as {FIRST_EMAIL}"


def _noted(note: Path, told: str) -> str:
    """Write it down, on the disk and for nobody else's eyes, and say it."""
    note.unlink(missing_ok=True)
    handle = os.open(note, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"{told}\n")
        file.flush()
        os.fsync(handle)
    return told
