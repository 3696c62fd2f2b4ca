"""Pages that were collected, shown in a real browser as the portal sent them, and what a person would stumble over."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from playwright.sync_api import Browser, Page
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.wrappers import Response

from config import HERE
from tests.sweep.states import Shown

AXE = HERE / "static" / "node_modules" / "axe-core" / "axe.min.js"
HEIGHT = 800

EVERYWHERE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """async ([tags, rules]) => (await axe.run(document, {
  runOnly: tags, rules, resultTypes: ['violations'], preload: false,
})).violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ') + ' ' + (n.any[0]?.message ?? '')).slice(0, 3).join(' | '))"""

# A link in a sentence is excepted by the criterion; so is what is hidden until it has the focus, and what covers nothing.
SMALL_TARGETS = """() => {
  const least = 44, found = [];
  const within = (element) => {
    const text = element.closest('p, li, dd, dt, td, label, div')?.innerText.trim() ?? '';
    const inSentence = getComputedStyle(element).display === 'inline' && text.length > element.innerText.trim().length + 3;
    return element.tagName === 'A' && inSentence;
  };
  const reach = (element) => {
    const own = element.getBoundingClientRect();
    let { width, height } = own;
    for (const label of element.labels ?? []) {
      const box = label.getBoundingClientRect();
      width = Math.max(width, box.width);
      height = Math.max(height, box.height);
    }
    const stretched = getComputedStyle(element, '::after');
    if (stretched.position === 'absolute' && stretched.content !== 'none') {
      width = Math.max(width, parseFloat(stretched.width) || 0);
      height = Math.max(height, parseFloat(stretched.height) || 0);
    }
    return [width, height];
  };
  for (const element of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')) {
    if (!element.checkVisibility({ checkVisibilityCSS: true }) || element.matches('.govuk-skip-link, [disabled]') || element.closest('.govuk-visually-hidden') || within(element)) continue;
    const [width, height] = reach(element);
    if (width < least - 0.5 || height < least - 0.5) found.push(`${element.tagName.toLowerCase()} "${(element.innerText || element.name || '').trim().slice(0, 40)}" is ${Math.round(width)} by ${Math.round(height)}`);
  }
  return found;
}"""

SIDEWAYS = """() => {
  const root = document.documentElement, room = root.clientWidth;
  if (root.scrollWidth <= room) return [];
  const wide = [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > room + 0.5 || e.getBoundingClientRect().left < -0.5);
  return [`is ${root.scrollWidth} wide on ${room}: ` + wide.slice(-3).map(e => e.tagName.toLowerCase() + '.' + e.className).join(', ')];
}"""


@dataclass
class Looker:
    """A browser's page in which collected pages are shown at the address where they were answered."""

    page: Page
    server: BaseWSGIServer
    _shown: Shown | None = None

    @classmethod
    @contextmanager
    def at(cls, browser: Browser, app: WSGIApplication, **options: Any) -> "Iterator[Looker]":
        """A new page of this browser, with `app` behind it for styles, scripts and pictures; `options` are a context's."""
        context = browser.new_context(**options)
        server = make_server("127.0.0.1", 0, lambda env, start: looker._answer(env, start, app), threaded=True, request_handler=Quiet)
        looker = cls(context.new_page(), server)
        serving = Thread(target=server.serve_forever, daemon=True)
        serving.start()
        try:
            yield looker
        finally:
            context.close()
            server.shutdown()
            serving.join()
            server.server_close()

    def _answer(self, environ: WSGIEnvironment, start: StartResponse, app: WSGIApplication) -> Iterable[bytes]:
        if environ["PATH_INFO"].startswith("/static/"):
            return app(environ, start)
        assert self._shown is not None
        headers = {"Content-Security-Policy": self._shown.policy}
        return Response(self._shown.html, self._shown.status, headers, mimetype="text/html")(environ, start)

    def show(self, shown: Shown, width: int) -> None:
        """Bring up a page at a width."""
        self._shown = shown
        self.resize(width)
        self.page.goto(f"http://127.0.0.1:{self.server.server_port}{shown.path}")

    def resize(self, width: int) -> None:
        """Make the window this wide."""
        self.page.set_viewport_size({"width": width, "height": HEIGHT})

    def barriers(self, *, strictly: bool) -> list[str]:
        """What is wrong with the page that is shown; `strictly` for a child's page: 7:1 and 44 px."""
        if not self.page.evaluate("!!window.axe"):
            self.page.evaluate(AXE.read_text("utf-8"))
        found: list[str] = self.page.evaluate(RUN_AXE, [EVERYWHERE, {"color-contrast-enhanced": {"enabled": strictly}}])
        if strictly:
            found += self.page.evaluate(SMALL_TARGETS)
        return found + self.sideways()

    def sideways(self) -> list[str]:
        """What makes the page wider than the screen."""
        return list(self.page.evaluate(SIDEWAYS))


class Quiet(WSGIRequestHandler):
    """Answers without a line for each request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass
