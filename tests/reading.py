"""A strict reader: every page that a test fetches is read the way a browser, a screen reader and the content policy do.

`StrictClient` is Flask's test client; any HTML page that comes to it with a fault fails the test that
fetched it. Pages that were read before, apart from their CSRF token, are not read again.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any, ClassVar
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from portal.web.headers import style_hash
from portal.web.page import AWAY

TOKEN = re.compile(r'(name="csrf_token" value=")[^"]*(")')
UNLABELLED = frozenset({"hidden", "submit", "button", "reset", "image"})
ELSEWHERE = ("https://", "tel:", "mailto:")
LEAKS = re.compile(r"^\s*None\s*$|[\w,;(] None\b|[=/#-]None\b|%\(|\{\{|\{%|Undefined|&(?:amp|lt|gt|#\d+);")
"""What a template leaves behind when a value is missing or escaped twice; a sentence may begin with *None*."""

HTML5LIB_IS_WRONG: frozenset[str] = frozenset()
"""Parse errors that HTML does not know (any more)."""


@dataclass(frozen=True)
class Reading:
    """A page as it was read."""

    html: str
    path: str
    status: int
    policy: str
    leads_somewhere: Callable[[str, str], bool]

    @cached_property
    def parsed(self) -> tuple[Element, list[str]]:
        """The tree, and what the parser had to forgive."""
        parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
        tree = parser.parse(self.html)
        return tree, [
            f"{code} {data or ''} at {place}" for place, code, data in parser.errors if code not in HTML5LIB_IS_WRONG
        ]

    @property
    def tree(self) -> Element:
        """The page's elements."""
        return self.parsed[0]

    @cached_property
    def ids(self) -> Counter[str]:
        """How often each id stands on the page."""
        return Counter(e.get("id", "") for e in self.elements() if e.get("id") is not None)

    def elements(self, *tags: str) -> Iterator[Element]:
        """The elements with these tags, in the order of the page; all where none is named."""
        return (e for e in self.tree.iter() if isinstance(e.tag, str) and (not tags or e.tag in tags))

    def having(self, css_class: str) -> list[Element]:
        """The elements of a class."""
        return [e for e in self.elements() if css_class in e.get("class", "").split()]


def words_of(element: Element) -> str:
    """All the words in an element, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def faults_in(page: Reading) -> list[str]:
    """Everything that is wrong with a page, one line each."""
    return [fault for rule in RULES for fault in rule(page)]


def _parses(page: Reading) -> Iterator[str]:
    yield from (f"does not parse: {error}" for error in page.parsed[1])


def _has_one_heading_and_one_main(page: Reading) -> Iterator[str]:
    for tag in ("h1", "main"):
        found = [words_of(e) for e in page.elements(tag)]
        if len(found) != 1 or not found[0]:
            yield f"has {len(found)} <{tag}>: {found}"


def _has_a_title(page: Reading) -> Iterator[str]:
    titles = [words_of(e) for e in page.elements("title")]
    if len(titles) != 1 or not re.match(r"⟦?\w.{3,}", titles[0]):
        yield f"has no title of its own: {titles}"


def _says_its_language(page: Reading) -> Iterator[str]:
    if not page.tree.get("lang") or page.tree.get("dir") not in {"ltr", "rtl"}:
        yield f"says lang={page.tree.get('lang')} dir={page.tree.get('dir')}"


def _names_things_once(page: Reading) -> Iterator[str]:
    yield from (f"has {count} elements with id={name!r}" for name, count in page.ids.items() if count > 1 or not name)


def _refers_to_what_is_there(page: Reading) -> Iterator[str]:
    for element in page.elements():
        for name in ("aria-describedby", "aria-labelledby", "aria-controls", "for", "form"):
            wanted = element.get(name)
            if wanted is None:
                continue
            if not wanted.split() or any(part not in page.ids for part in wanted.split()):
                yield f"<{element.tag} {name}={wanted!r}> refers to nothing"


def _labels_every_input(page: Reading) -> Iterator[str]:
    labelled = {e.get("for") for e in page.elements("label") if words_of(e)}
    inside = {id(part) for label in page.elements("label") if words_of(label) for part in label.iter()}
    for element in page.elements("input", "select", "textarea"):
        named = element.get("id") in labelled or id(element) in inside or element.get("aria-label")
        if element.get("type") not in UNLABELLED and not named:
            yield f"<{element.tag} name={element.get('name')!r}> has no label"


def _says_what_every_group_is(page: Reading) -> Iterator[str]:
    for fieldset in page.elements("fieldset"):
        if len(fieldset) == 0 or fieldset[0].tag != "legend" or not words_of(fieldset[0]):
            yield "has a fieldset without a legend"
    grouped = {id(e) for fieldset in page.elements("fieldset") for e in fieldset.iter("input")}
    counted = Counter(e.get("name") for e in page.elements("input") if e.get("type") in {"radio", "checkbox"})
    for element in page.elements("input"):
        if counted[element.get("name")] > 1 and id(element) not in grouped:
            yield f"choices of {element.get('name')!r} stand in no fieldset"


def _leads_somewhere(page: Reading) -> Iterator[str]:
    for link in page.elements("a"):
        if not words_of(link):
            yield f"<a href={link.get('href')!r}> has no words"
        if not _is_there(page, link.get("href", ""), "GET"):
            yield f"<a href={link.get('href')!r}> leads nowhere"
    for name, element in [("href", e) for e in page.elements("link")] + [
        ("src", e) for e in page.elements("script", "img")
    ]:
        if not _is_there(page, element.get(name, ""), "GET"):
            yield f"<{element.tag} {name}={element.get(name)!r}> leads nowhere"


def _is_there(page: Reading, href: str, method: str) -> bool:
    if href.startswith("#"):
        return href[1:] in page.ids
    if href.startswith("/") and not href.startswith("//"):
        return page.leads_somewhere(href, method)
    return href.startswith(ELSEWHERE)


def _sends_forms_safely(page: Reading) -> Iterator[str]:
    for form in page.elements("form"):
        method, action = form.get("method", "get").upper(), form.get("action") or page.path
        names = [e.get("name") for e in form.iter() if e.get("name")]
        if not action.startswith("/") or not _is_there(page, action, method):
            yield f"<form action={action!r}> leads nowhere"
        if method == "POST" and names.count("csrf_token") != 1:
            yield f"<form action={action!r}> has {names.count('csrf_token')} CSRF tokens"
        if not any(e.tag == "button" and words_of(e) for e in form.iter()):
            yield f"<form action={action!r}> has no button with words"


def _says_where_the_errors_are(page: Reading) -> Iterator[str]:
    summaries = page.having("govuk-error-summary")
    title = next(iter(page.elements("title")))
    if page.tree.get("lang") == "en" and bool(summaries) != words_of(title).startswith("Error: "):
        yield f"has {len(summaries)} error summaries under the title {words_of(title)!r}"
    for summary in summaries:
        links = [e for e in summary.iter("a")]
        if not links or any(not e.get("href", "").startswith("#") for e in links):
            yield "has an error summary that leads to no input"
    shown = {words_of(e).removeprefix("Error: ") for e in page.having("govuk-error-message")}
    for link in (e for summary in summaries for e in summary.iter("a")):
        if shown and not any(said.endswith(words_of(link)) for said in shown):
            yield f"says {words_of(link)!r} in the summary and not beside the input"
    described = {part for e in page.elements() for part in (e.get("aria-describedby") or "").split()}
    for message in page.having("govuk-error-message"):
        if message.get("id") not in described:
            yield f"has an error that no input names: {words_of(message)!r}"


def _keeps_to_the_content_policy(page: Reading) -> Iterator[str]:
    for element in page.elements():
        inline = [name for name in element.attrib if name == "style" or name.startswith("on")]
        if inline:
            yield f"<{element.tag} {inline[0]}=…> is blocked by the content policy"
        if element.tag == "script" and not element.get("src"):
            yield "has an inline script"
        if element.tag == "style" and style_hash(element.text or "") not in page.policy:
            yield "has a stylesheet that the content policy does not name"


def _leaks_nothing(page: Reading) -> Iterator[str]:
    if page.path.startswith("/staff"):
        return
    for text in (
        *(t for e in page.elements("body") for t in e.itertext()),
        *(v for e in page.elements() for v in e.attrib.values()),
    ):
        if LEAKS.search(text):
            yield f"shows what nobody wrote: {text.strip()[:80]!r}"


RULES = (
    _parses, _has_one_heading_and_one_main, _has_a_title, _says_its_language, _names_things_once,
    _refers_to_what_is_there, _labels_every_input, _says_what_every_group_is, _leads_somewhere,
    _sends_forms_safely, _says_where_the_errors_are, _keeps_to_the_content_policy, _leaks_nothing,
)  # fmt: skip


class StrictClient(FlaskClient):
    """A test client that fails where a page has a fault, and where the portal answers 500 (unless `faults_expected`)."""

    faults_expected = False
    read_before: ClassVar[set[tuple[str, int, str]]] = set()

    def open(self, *args: Any, **options: Any) -> TestResponse:
        response = super().open(*args, **options)
        where = f"{response.request.method} {response.request.full_path} ({response.status_code})"
        assert self.faults_expected or response.status_code != 500, f"{where}: a fault of ours; see the log"
        faults = [*self._faults_of_headers(response), *self._faults_of_page(response)]
        assert not faults, f"{where}\n  " + "\n  ".join(faults)
        return response

    def _faults_of_headers(self, response: TestResponse) -> Iterator[str]:
        for name in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options"):
            if name not in response.headers:
                yield f"has no {name}"
        if not response.request.path.startswith(("/static/", "/figures")) and response.headers.get("Cache-Control") != "no-store":
            yield f"may be kept: {response.headers.get('Cache-Control')}"
        for cookie in response.headers.getlist("Set-Cookie"):
            if "HttpOnly" not in cookie or "SameSite=Lax" not in cookie or "Path=/" not in cookie:
                yield f"sets an open cookie: {cookie.partition('=')[0]}"
        if response.location not in (None, AWAY) and not self._leads_somewhere(response.location, "GET"):
            yield f"leads on to nowhere: {response.location}"

    def _faults_of_page(self, response: TestResponse) -> list[str]:
        if response.mimetype != "text/html" or response.location or response.request.method == "HEAD":
            return []
        html = TOKEN.sub(r"\1token\2", response.get_data(as_text=True))
        key = (sha256(html.encode()).hexdigest(), response.status_code, response.request.path)
        if key in self.read_before:
            return []
        policy = response.headers.get("Content-Security-Policy", "")
        faults = faults_in(Reading(html, response.request.path, response.status_code, policy, self._leads_somewhere))
        if not faults:
            self.read_before.add(key)
        return faults

    def _leads_somewhere(self, address: str, method: str) -> bool:
        parts = urlsplit(address)
        if parts.netloc or "\\" in address:
            return False
        try:
            self.application.url_map.bind("localhost").match(parts.path, method)
        except HTTPException as problem:
            return problem.code == 308
        return True
