"""Opening for the day: the first officer, the addresses, and the server."""

import os
import secrets
import sys
from datetime import datetime
from pathlib import Path

import click

from config import Settings
from portal.actions.desk import Desk
from portal.actions.drafts import sweep
from portal.actions.staff import add_officer
from portal.casework.permissions import Role
from portal.store.database import EmailTaken

FIRST_EMAIL = "officer@council.example"
FIRST_NAME = "First Officer"
NOTE = "first-officer.txt"

SERVER_FLAGS = (
    "--interface", "wsgi", "--host", "127.0.0.1", "--workers", "1", "--blocking-threads", "4",
    "--no-access-log", "--log-level", "warning",
)
"""How Granian serves, here and in the bench."""


def run(settings: Settings, desk: Desk, now: datetime) -> None:
    """Say where everything is, then become the server. Does not return."""
    swept = sweep(desk, now)
    port = os.environ.get("PORT") or "8000"
    public = settings.origin or f"http://127.0.0.1:{port}"
    note = first_officer(settings, desk, now)
    if not settings.secure:
        click.echo("Warning: the origin is plain http, so cookies are not Secure. Use https:// for anything but a trial.")
    click.echo("This one process serves both sides and holds every key. Run wsgi:citizen_app and wsgi:staff_app apart to keep them apart.")
    click.echo(f"Drafts that nobody had touched for thirty days, forgotten: {swept}") if swept else None
    click.echo(f"Public side:  {public}/\nBack office:  {public}/staff\nFirst officer: {note}")
    desk.database.dispose()
    sys.stdout.flush()
    granian = str(Path(sys.executable).with_name("granian"))
    os.execv(granian, [granian, *SERVER_FLAGS, "--port", port, "wsgi:app"])


def first_officer(settings: Settings, desk: Desk, now: datetime) -> str:
    """The sign-in of the first officer, made on the first start; the note can be deleted once it was used."""
    note = settings.var / NOTE
    if note.exists():
        return note.read_text("utf-8").strip()
    password = secrets.token_urlsafe(12)
    try:
        add_officer(desk, FIRST_EMAIL, FIRST_NAME, Role.MANAGER, password, now)
    except EmailTaken:
        return f"added before, as {FIRST_EMAIL}"
    handle = os.open(note, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"{FIRST_EMAIL} with the password {password}\n")
    return note.read_text("utf-8").strip()
