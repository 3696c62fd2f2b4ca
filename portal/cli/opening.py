"""What the commands share: opening the house, and one line where that cannot be done."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

import click

import config


def fail(line: str) -> NoReturn:
    """Say on stderr what is wrong, and end with 2."""
    click.echo(line, err=True)
    sys.exit(2)


@contextmanager
def starting() -> Iterator[None]:
    """Around what opens the house: where it cannot be opened, one line says why."""
    from portal import CannotStart, ProfileError
    from portal.seal.key_files import KeyFileWrong
    from portal.store.database import DatabaseUnavailable

    try:
        yield
    except (config.SettingWrong, CannotStart, ProfileError, KeyFileWrong) as problem:
        fail(f"The portal cannot start. {problem}")
    except DatabaseUnavailable as problem:
        fail(f"The portal cannot start. The database does not answer: {problem}")


@contextmanager
def opened() -> Iterator[Any]:
    """The desk, with its database up to date."""
    from portal import lay_out_desk

    with starting():
        desk = lay_out_desk(config.from_environment(os.environ))
        desk.database.upgrade(desk.keys)
    yield desk
    desk.close()


def profile_in_use() -> Any:
    """The profile of the council that the settings name."""
    from portal.councils import ProfileError, load

    try:
        return load(os.environ.get("PORTAL_COUNCIL") or "example")
    except ProfileError as problem:
        fail(str(problem))


def london_today() -> date:
    """The day it is in London."""
    return datetime.now(ZoneInfo("Europe/London")).date()
