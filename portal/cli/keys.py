"""flask keys: the keys that open cases."""

import os
import sys
from pathlib import Path
from typing import Any

import click

import config
from portal.cli.opening import fail, opened


@click.group()
def keys() -> None:
    """The keys that open cases. Stop nothing for it: a running portal reads a new key when it first needs it."""


@keys.command("rotate")
def keys_rotate() -> None:
    """Make a new office key and seal every case's key to it. Safe to run again where it was cut short."""
    from portal.seal import office

    with opened() as desk:
        new = office.rotate(_key_folder())
        _told(*_sealed_anew(desk, new))
        click.echo(f"In use: {new.lock.key_id}. Old keys that may be retired: {_names(new)}")


@keys.command("seal")
def keys_seal() -> None:
    """Seal every case's key to the keys in use: after a rotation that was cut short, or once there is a recovery key."""
    with opened() as desk:
        _told(*_sealed_anew(desk, desk.office))


@keys.command("retire")
@click.argument("key_id")
def keys_retire(key_id: str) -> None:
    """Forget an old office key, once nothing is sealed to it."""
    from portal.seal import office

    with opened() as desk:
        if still := desk.keys.count_under(key_id):
            fail(f"{still} cases are still sealed to {key_id}: run flask keys seal first.")
        try:
            office.retire(_key_folder(), key_id)
        except office.KeyFileWrong as problem:
            fail(str(problem))
    click.echo(f"{key_id} is forgotten.")


@keys.command("recovery")
@click.argument("file", type=click.Path(path_type=Path))
def keys_recovery(file: Path) -> None:
    """Make a second office key for the day on which the first is lost. FILE gets its private side: take it offline."""
    from portal.seal import office

    with opened() as desk:
        try:
            lock = office.make_recovery(_key_folder(), file)
        except office.KeyFileWrong as problem:
            fail(str(problem))
        _told(*_sealed_anew(desk, desk.office))
    click.echo(f"{lock.key_id}: move {file} to where no machine can read it, and delete it here. Restart the portal.")


@keys.command("recover")
@click.argument("file", type=click.Path(path_type=Path))
def keys_recover(file: Path) -> None:
    """Open every case again with the second key in FILE, and seal it to the office key there is now."""
    from portal.actions.keys import recover
    from portal.seal import office

    with opened() as desk:
        try:
            spare = office.spare_key(file)
        except office.KeyFileWrong as problem:
            fail(str(problem))
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
