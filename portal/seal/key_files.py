"""Key files: how named keys are written to disk once, whole or not at all, and read back with suspicion."""

import base64
import contextlib
import os
import secrets
import stat
from collections.abc import Sequence
from pathlib import Path

from portal.disk import sync_folder, write_through

_HEADING = "portal key file, form 1"
_MOST_BYTES = 65_536
_KEY_BYTES = 32

NamedKey = tuple[str, bytes]


class KeyFileWrong(Exception):
    """A key file cannot be trusted, or not be read. Its text is for whoever runs the portal: file, what, what to do."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path} {what}")
        self.path = path


def make_folder(folder: Path) -> None:
    """Make `folder` for this user alone. Raises `KeyFileWrong` where others may put files into it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        mode = folder.stat().st_mode
    except OSError as error:
        raise KeyFileWrong(folder, f"cannot be used: {error.strerror}.") from error
    if mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise KeyFileWrong(folder, f"may be written to by others. Run: chmod 700 {folder}")


def write_once(path: Path, keys: Sequence[NamedKey], mode: int) -> None:
    """Write `keys` to `path`, unless it is there already: of two who write at once the first stays.

    The file appears whole or not at all, even if the machine stops. Raises `KeyFileWrong`.
    """
    if os.path.lexists(path):
        return
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        try:
            write_through(draft, _text_of(keys), mode)
            with contextlib.suppress(FileExistsError):
                os.link(draft, path)
        finally:
            draft.unlink(missing_ok=True)
        sync_folder(path.parent)
    except OSError as error:
        raise KeyFileWrong(path, f"cannot be written: {error.strerror}.") from error


def keep(folder: Path, file: str, names: Sequence[str]) -> dict[str, bytes]:
    """The keys of these names, and no others, from a file of this user's alone; drawn at random at the first start.

    Raises `KeyFileWrong`.
    """
    make_folder(folder)
    path = folder / file
    write_once(path, [(name, secrets.token_bytes(_KEY_BYTES)) for name in names], mode=0o600)
    keys = dict(read_private(path))
    if set(keys) != set(names):
        raise KeyFileWrong(path, "is damaged. Put it back from a backup.")
    return keys


def replace(path: Path, keys: Sequence[NamedKey], mode: int) -> None:
    """Put `keys` in the place of what `path` holds, whole or not at all. Raises `KeyFileWrong`."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        try:
            write_through(draft, _text_of(keys), mode)
            os.replace(draft, path)
        finally:
            draft.unlink(missing_ok=True)
        sync_folder(path.parent)
    except OSError as error:
        raise KeyFileWrong(path, f"cannot be written: {error.strerror}.") from error


def read_private(path: Path) -> list[NamedKey]:
    """The keys in a file that nobody but its owner may touch, at least one. Raises `KeyFileWrong`."""
    return _read(path, stat.S_IRWXG | stat.S_IRWXO, f"may be read by others. Run: chmod 600 {path}")


def read_public(path: Path) -> list[NamedKey]:
    """The keys in a file that all may read and only its owner may write, at least one. Raises `KeyFileWrong`."""
    return _read(path, stat.S_IWGRP | stat.S_IWOTH, f"may be changed by others. Run: chmod go-w {path}")


def _read(path: Path, forbidden: int, complaint: str) -> list[NamedKey]:
    try:
        with path.open("rb") as file:
            mode, content = os.fstat(file.fileno()).st_mode, file.read(_MOST_BYTES)
    except FileNotFoundError:
        raise KeyFileWrong(path, "is not there.") from None
    except OSError as error:
        raise KeyFileWrong(path, f"cannot be read: {error.strerror}.") from error
    if mode & forbidden:
        raise KeyFileWrong(path, complaint)
    try:
        return _keys_in(content)
    except ValueError:
        raise KeyFileWrong(path, "is damaged. Put it back from a backup.") from None


def _text_of(keys: Sequence[NamedKey]) -> bytes:
    lines = [_HEADING, *(f"{name} {base64.b64encode(key).decode('ascii')}" for name, key in keys)]
    return "".join(f"{line}\n" for line in lines).encode("ascii")


def _keys_in(content: bytes) -> list[NamedKey]:
    """What `_text_of` wrote. Raises `ValueError` for anything else."""
    heading, *lines = content.decode("ascii").splitlines()
    keys = [_key_in(line) for line in lines]
    if heading != _HEADING or not keys:
        raise ValueError
    return keys


def _key_in(line: str) -> NamedKey:
    name, text = line.split(" ")
    key = base64.b64decode(text, validate=True)
    if len(key) != _KEY_BYTES:
        raise ValueError
    return name, key
