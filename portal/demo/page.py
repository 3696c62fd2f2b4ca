"""A page as a browser has it: its links, and its forms with everything that can be filled in, read from the HTML."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from urllib.parse import urlsplit

TICKED = frozenset({"radio", "checkbox", "option"})
BUTTONS = frozenset({"submit", "button", "reset", "image"})
UNREAD = frozenset({"script", "style", "title"})
ERROR_CLASS = "govuk-error-message"


@dataclass(frozen=True, slots=True)
class Control:
    """One input of a form. Every radio, checkbox and option is a control of its own; `ticked` is how it came."""

    name: str
    kind: str
    value: str
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A form with its controls in the order of the page."""

    action: str
    method: str
    controls: tuple[Control, ...]
    in_main: bool

    @property
    def asks(self) -> tuple[str, ...]:
        """The names that a person can fill in, each once."""
        seen = (c.name for c in self.controls if c.kind not in BUTTONS and c.kind != "hidden")
        return tuple(dict.fromkeys(seen))

    def offered(self, name: str) -> tuple[str, ...]:
        """The values that can be picked for `name`; none for one that is written."""
        return tuple(c.value for c in self.controls if c.name == name and c.kind in TICKED)

    def has_button(self, name: str) -> bool:
        """Whether one of its buttons bears this name."""
        return any(c.name == name and c.kind in BUTTONS for c in self.controls)

    def filled(self, answers: Mapping[str, Sequence[str]], button: str | None = None) -> list[tuple[str, str]]:
        """What a browser sends once `answers` are filled in and `button` is pressed; the rest stays as it came."""
        return [pair for control in self.controls for pair in _sent(control, answers.get(control.name), button)]


def _sent(control: Control, answer: Sequence[str] | None, button: str | None) -> list[tuple[str, str]]:
    sent = control.value
    if control.kind in BUTTONS:
        goes = control.name == button
    elif control.kind in TICKED:
        goes = control.ticked if answer is None else control.value in answer
    else:
        goes, sent = True, sent if answer is None else "".join(answer)
    return [(control.name, sent)] if goes and control.name else []


@dataclass(frozen=True, slots=True)
class Link:
    """A link and its words."""

    href: str
    words: str
    in_main: bool
    rel: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """What came back from `address`, redirects followed. `said` is all its words, `errors` what is to be put right."""

    address: str
    forms: tuple[Form, ...]
    links: tuple[Link, ...]
    said: str
    errors: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """Where on the site it is."""
        return urlsplit(self.address).path

    @property
    def form(self) -> Form | None:
        """The form that the page is there for: the first in its main part that is posted."""
        return next((form for form in self.forms if form.in_main and form.method == "post"), None)


def page_of(address: str, html: str) -> Page:
    """Read the HTML that came from `address`."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return Page(
        address, tuple(_with_first_options(form) for form in reader.forms), tuple(reader.links),
        "".join(reader.said), tuple(" ".join(text.split()) for text in reader.errors),
    )


def _with_first_options(form: Form) -> Form:
    """A drop-down of which nothing is selected sends its first option."""
    picked = {c.name for c in form.controls if c.kind == "option" and c.ticked}
    controls = []
    for control in form.controls:
        first = control.kind == "option" and control.name not in picked
        controls.append(replace(control, ticked=True) if first else control)
        picked |= {control.name} if first else set()
    return replace(form, controls=tuple(controls))


@dataclass
class _Open:
    """An element whose words are still coming in."""

    tag: str
    given: Mapping[str, str]
    text: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    """Collects forms, links and words while the HTML goes by."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.links: list[Link] = []
        self.said: list[str] = []
        self.errors: list[str] = []
        self._form: Form | None = None
        self._select = ""
        self._in_main = False
        self._unread = False
        self._waiting: list[_Open] = []

    def handle_starttag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "main":
            self._in_main = True
        elif tag in UNREAD:
            self._unread = True
        elif tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get").lower(), (), self._in_main)
        elif tag in {"input", "button", "select", "option"}:
            self._control(tag, given)
        if tag in {"a", "textarea"} or (tag == "p" and ERROR_CLASS in given.get("class", "")):
            self._waiting.append(_Open(tag, given))

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self._in_main = False
        elif tag in UNREAD:
            self._unread = False
        elif tag == "form" and self._form:
            self.forms.append(self._form)
            self._form = None
        elif self._waiting and self._waiting[-1].tag == tag:
            self._finish(self._waiting.pop())

    def handle_data(self, data: str) -> None:
        if self._unread:
            return
        self.said.append(data)
        for element in self._waiting:
            element.text.append(data)

    def _control(self, tag: str, given: Mapping[str, str]) -> None:
        if tag == "select":
            self._select = given.get("name", "")
        elif tag == "option":
            self._add(Control(self._select, "option", given.get("value", ""), "selected" in given))
        else:
            kind = given.get("type", "submit" if tag == "button" else "text")
            value = given.get("value", "on" if kind in TICKED else "")
            self._add(Control(given.get("name", ""), kind, value, "checked" in given))

    def _add(self, control: Control) -> None:
        if self._form:
            self._form = replace(self._form, controls=(*self._form.controls, control))

    def _finish(self, element: _Open) -> None:
        text, given = "".join(element.text), element.given
        if element.tag == "a":
            self.links.append(Link(given.get("href", ""), " ".join(text.split()), self._in_main, given.get("rel", "")))
        elif element.tag == "textarea":
            # HTML drops the line break that directly follows the start tag.
            self._add(Control(given.get("name", ""), "textarea", text.removeprefix("\n")))
        else:
            self.errors.append(text)
