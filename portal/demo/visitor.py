"""A visitor: opens pages over HTTP, keeps cookies, follows links and sends forms, as a browser without scripts does."""

from collections.abc import Mapping, Sequence
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, ProxyHandler, Request, build_opener

from portal.demo.page import Form, Page, page_of

PATIENCE = 30
"""Seconds to wait for one page."""


class Refused(Exception):
    """The portal did not take what was asked of it; the text names the page and what it said."""


class NoWayOn(Exception):
    """The page has no such link or form; the text names both."""


class Visitor:
    """One person at one browser. `address` is where the portal is, like http://127.0.0.1:8000."""

    def __init__(self, address: str) -> None:
        self._address = address.rstrip("/") + "/"
        # The portal played through is on this machine or named outright: no proxy stands between.
        self._browser = build_opener(ProxyHandler({}), HTTPCookieProcessor(CookieJar()))

    def open(self, path: str) -> Page:
        """The page at `path`, redirects followed. Raises Refused."""
        return self._get(Request(urljoin(self._address, path)))

    def follow(self, page: Page, *leads_to: str) -> Page:
        """Follow the first link in the main part to one of these addresses or below it. Raises NoWayOn, Refused."""
        for link in page.links:
            if link.in_main and link.href.startswith(leads_to):
                return self.open(urljoin(page.address, link.href))
        raise NoWayOn(f"{page.path} has no link to {' or '.join(leads_to)}")

    def send(self, page: Page, form: Form, answers: Mapping[str, Sequence[str]], button: str | None = None) -> Page:
        """Fill in a form of `page` and send it: the page that comes next. Raises Refused."""
        filled = urlencode(form.filled(answers, button))
        action = urljoin(page.address, form.action or page.address)
        if form.method == "post":
            return self._get(Request(action, data=filled.encode("ascii")))
        return self._get(Request(f"{action}?{filled}"))

    def _get(self, request: Request) -> Page:
        try:
            with self._browser.open(request, timeout=PATIENCE) as answer:
                return page_of(answer.url, answer.read().decode("utf-8"))
        except HTTPError as refusal:
            with refusal:
                page = page_of(request.full_url, refusal.read().decode("utf-8", "replace"))
            raise Refused(f"{page.path} answered {refusal.code}: {' '.join(page.errors) or refusal.reason}") from None
        except OSError as problem:
            raise Refused(f"{request.full_url} does not answer: {problem}") from None
