"""A real Chromium, and the portal on a real port for it."""

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright
from werkzeug.serving import make_server

from config import Settings
from portal import TRANSLATIONS, create_app
from portal.seal.return_words import Stretch
from tests.sweep.looking import AXE, EVERYWHERE, RUN_AXE

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
"""Of a browser that hears a beep, and whose owner lets it listen."""
PHONE = {"width": 360, "height": 740}


@dataclass(frozen=True)
class Site:
    """Where the portal answers, and the application behind it."""

    address: str
    app: Flask


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Site]:
    yield from served(tmp_path_factory.mktemp("browser"), sqlite_template)


def served(var: Path, sqlite_template: Path, council: str = "example", translations: Path = TRANSLATIONS) -> Iterator[Site]:
    """The portal of a council on a real port, with an empty database in `var`."""
    var.chmod(0o700)
    shutil.copyfile(sqlite_template, var / "portal.db")
    server = None
    holder: dict[str, Flask] = {}
    server = make_server("127.0.0.1", 0, lambda env, start: holder["app"](env, start), threaded=True)
    address = f"http://127.0.0.1:{server.server_port}"
    holder["app"] = create_app(
        Settings(council, f"sqlite:///{var / 'portal.db'}", var, address), stretch=Stretch(1, 8192), translations=translations
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(address, holder["app"])
    server.shutdown()
    thread.join()
    server.server_close()
    holder["app"].extensions["desk"].close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, for one module at a time: while it is open no other event loop can run in this process."""
    chromium = shutil.which("chromium")
    assert chromium, "Chromium is not installed: run make setup"
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def with_microphone(browser: Browser) -> Iterator[Browser]:
    """A Chromium that hears something."""
    opened = browser.browser_type.launch(executable_path=shutil.which("chromium"), args=[*FLAGS, *MICROPHONE])
    yield opened
    opened.close()


@dataclass
class Watched:
    """A page in the browser, and what went wrong on it."""

    page: Page
    site: Site
    faults: list[str]

    def go(self, path: str) -> None:
        self.page.goto(self.site.address + path)

    def press(self, button: Locator) -> None:
        """Press what leads to another page, and wait until that page is there."""
        with self.page.expect_navigation():
            button.click()

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.site.address).split("?")[0]

    @property
    def child(self) -> bool:
        """Whether this page speaks in the child's voice."""
        return "voice-child" in (self.page.get_attribute("body", "class") or "")

    def barriers(self, only: list[str] | None = None) -> list[str]:
        """What axe finds on this page against WCAG 2.2 A and AA, and its best practices; or by these rules only."""
        self.page.evaluate(AXE.read_text("utf-8"))
        return [f"{self.path} {one}" for one in self.page.evaluate(RUN_AXE, [only or EVERYWHERE, {}])]

    def overflows(self) -> bool:
        """Whether the page must be scrolled sideways."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def watch(context: BrowserContext, site: Site) -> Watched:
    """A new page of this browser, watched for errors."""
    page = context.new_page()
    watched = Watched(page, site, [])
    page.on("console", lambda message: watched.faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: watched.faults.append(str(error)))
    return watched


@pytest.fixture
def phone(browser: Browser, site: Site) -> Iterator[Watched]:
    """A telephone of 360 pixels."""
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    yield watch(context, site)
    context.close()


@pytest.fixture
def plain(browser: Browser, site: Site) -> Iterator[Watched]:
    """A browser without JavaScript."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    yield watch(context, site)
    context.close()


@pytest.fixture
def desktop(browser: Browser, site: Site) -> Iterator[Watched]:
    """A wide screen."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield watch(context, site)
    context.close()
