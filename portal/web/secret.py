"""The secret that signs session cookies: made once, kept in the data folder, readable by the portal alone."""

import os
import secrets
from pathlib import Path

from portal.errors import CannotStart

NAME = "session-secret"


def session_secret(var: Path) -> bytes:
    """The secret; processes that start together end with the same one. Raises CannotStart."""
    path = var / NAME
    try:
        var.mkdir(parents=True, exist_ok=True)
        _make(path)
        secret = path.read_bytes()
    except OSError as problem:
        raise CannotStart(f"{path} cannot be read or made: {problem.strerror}.") from problem
    if len(secret) < 32:
        raise CannotStart(f"{path} is damaged. Remove it: a new one is made, and open pages ask to be sent again.")
    return secret


def _make(path: Path) -> None:
    """Write a whole file under another name first, so that nobody reads half of it."""
    if path.exists():
        return
    draft = path.with_name(f"{NAME}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(48))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
