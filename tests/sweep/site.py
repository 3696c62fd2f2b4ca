"""A portal of its own with an empty database, and a Chromium, for a sweep outside the suite."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, sync_playwright

from config import Settings
from portal import Sides, create_app
from portal.seal.return_words import Stretch

FLAGS = ["--no-sandbox", "--disable-gpu"]
ADDRESS = "http://127.0.0.1:8000"


@contextmanager
def portal() -> Iterator[tuple[Flask, str]]:
    """The application, and the address that it believes to have."""
    with tempfile.TemporaryDirectory() as folder:
        var = Path(folder)
        app = create_app(Settings("example", f"sqlite:///{var / 'portal.db'}", var, ADDRESS), Sides.BOTH, Stretch(1, 8192))
        desk = app.extensions["desk"]
        desk.database.upgrade(desk.keys)
        yield app, ADDRESS
        desk.close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """A real browser."""
    path = shutil.which("chromium")
    assert path, "Chromium is not installed: run make setup"
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()
