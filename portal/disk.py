"""Writing so that it stands after the power has gone: a new file, and the list of a folder's files."""

import os
from pathlib import Path


def write_through(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Write a file that is not there yet, and return when the disk has it. Raises OSError."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(handle)


def sync_folder(folder: Path) -> None:
    """Return when the disk has the folder's list of files, too. Raises OSError."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
