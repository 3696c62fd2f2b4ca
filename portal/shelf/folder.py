"""A shelf that is a folder on this machine."""

import contextlib
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from portal.disk import sync_folder, write_through
from portal.shelf.shelf import NotOnShelf, ShelfUnavailable, Standing, is_name

_HALF = ".half"


class Folder:
    """Files in `folder`, which nobody but this user may enter. The folder is made when the first file is put."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, name: str, sealed: bytes) -> None:
        """Keep it: the disk has the file and its name when this returns."""
        half = self._place(name).with_suffix(_HALF)
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                write_through(half, sealed)
                os.replace(half, self._place(name))
            finally:
                half.unlink(missing_ok=True)
            sync_folder(self._folder)
        except OSError as error:
            raise ShelfUnavailable(str(error.strerror)) from error

    def get(self, name: str) -> bytes:
        """What stands there. Raises `NotOnShelf`."""
        try:
            return self._place(name).read_bytes()
        except FileNotFoundError:
            raise NotOnShelf(name) from None
        except OSError as error:
            raise ShelfUnavailable(str(error.strerror)) from error

    def remove(self, name: str) -> None:
        """Take it away, if it is there."""
        try:
            self._place(name).unlink(missing_ok=True)
        except OSError as error:
            raise ShelfUnavailable(str(error.strerror)) from error

    def everything(self) -> Iterator[Standing]:
        """All that was put here; also what was being put when the machine stopped, under the name it would have had."""
        for path in self._listed():
            with contextlib.suppress(FileNotFoundError):
                since = datetime.fromtimestamp(path.stat().st_mtime, UTC)
                if is_name(path.name) or (path.suffix == _HALF and is_name(path.stem)):
                    yield Standing(path.name, since)

    def _listed(self) -> list[Path]:
        try:
            return sorted(self._folder.iterdir())
        except FileNotFoundError:
            return []
        except OSError as error:
            raise ShelfUnavailable(str(error.strerror)) from error

    def _place(self, name: str) -> Path:
        if not is_name(name.removesuffix(_HALF)):
            raise NotOnShelf(name)
        return self._folder / name
