"""A visitor at one browser: opens pages, reads them, fills in what they ask, presses their buttons.

What is not on the page cannot be picked or pressed, so a test that goes through is a path that a person can go.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.reading import words_of

Answers = Mapping[str, Any]
MOST_PAGES = 80


@dataclass(frozen=True)
class Page:
    """What a visitor has before them."""

    path: str
    status: int
    html: str

    @cached_property
    def tree(self) -> Element:
        return html5lib.parse(self.html, namespaceHTMLElements=False)

    @property
    def heading(self) -> str:
        return words_of(next(self.tree.iter("h1")))

    @property
    def title(self) -> str:
        return words_of(next(self.tree.iter("title")))

    @property
    def main(self) -> Element:
        return next(self.tree.iter("main"))

    @property
    def says(self) -> str:
        """Everything in the main part, as words."""
        return words_of(self.main)

    @property
    def typed(self) -> str:
        """Everything that stands in an input, exactly as it would be sent again."""
        inputs = [e.get("value") or "" for e in self.tree.iter("input")]
        return "\n".join(inputs + [(e.text or "").removeprefix("\n") for e in self.tree.iter("textarea")])

    @property
    def errors(self) -> dict[str, str]:
        """The error summary: the id of the input it leads to, and what it says."""
        found = [e for e in self.tree.iter("div") if "govuk-error-summary" in e.get("class", "").split()]
        return {a.get("href", "")[1:]: words_of(a) for e in found for a in e.iter("a")}

    @property
    def dates(self) -> list[str]:
        """Every date in the main part, as YYYY-MM-DD."""
        return [str(e.get("datetime")) for e in self.main.iter("time")]

    def said_in(self, css_class: str) -> list[str]:
        """The words of every element of a class."""
        return [
            words_of(e) for e in self.tree.iter() if isinstance(e.tag, str) and css_class in e.get("class", "").split()
        ]

    def link(self, words: str) -> str:
        """Where the link with these words leads; fails where there is none."""
        links = [(words_of(a), a.get("href", "")) for a in self.tree.iter("a")]
        return next((href for said, href in links if words in said), None) or _nothing(f"link {words!r}", links)

    def form(self, button: str | None = None) -> "Form":
        """The form with this button in it; without one, the first of the main part."""
        forms = [Form(e, self.path) for e in (self.main if button is None else self.tree).iter("form")]
        fitting = [form for form in forms if button is None or form.button(button) is not None]
        return fitting[0] if fitting else _nothing(f"form with a button {button!r}", [f.names for f in forms])


@dataclass(frozen=True)
class Form:
    """A form as it stands on the page."""

    element: Element
    page: str

    @property
    def action(self) -> str:
        return urljoin(self.page, self.element.get("action") or self.page)

    @property
    def controls(self) -> list[Element]:
        return [e for e in self.element.iter() if e.tag in {"input", "textarea", "select"} and e.get("name")]

    @property
    def names(self) -> list[str]:
        """What it asks, each name once."""
        return list(dict.fromkeys(str(e.get("name")) for e in self.controls if e.get("type") != "hidden"))

    def button(self, said: str | None) -> Element | None:
        """The button that says this or bears this name; the first where nothing is said."""
        return next(
            (e for e in self.element.iter("button") if said is None or said in words_of(e) or said == e.get("name")),
            None,
        )

    def offered(self, name: str) -> list[str]:
        """The values that can be picked for a name."""
        options = [o for e in self.controls if e.tag == "select" and e.get("name") == name for o in e.iter("option")]
        ticked = [e for e in self.controls if e.get("name") == name and e.get("type") in {"radio", "checkbox"}]
        return [e.get("value", "") for e in (*ticked, *options)]

    def filled(self, answers: Answers, button: str | None) -> MultiDict[str, Any]:
        """What is sent once this is filled in; fails where the page does not ask or offer it.

        For files the answer holds their bytes by the names they have.
        """
        unknown = set(answers) - set(self.names)
        assert not unknown, f"{self.page} does not ask {unknown}; it asks {self.names}"
        pressed = self.button(button)
        sent = [(e.get("name", ""), value) for e in self.controls for value in self._sent(e, answers)]
        if pressed is not None and pressed.get("name"):
            sent.append((pressed.get("name", ""), pressed.get("value", "")))
        return MultiDict(sent)

    def _sent(self, control: Element, answers: Answers) -> list[Any]:
        name, kind = control.get("name", ""), control.get("type")
        if kind in {"radio", "checkbox"} or control.tag == "select":
            return self._picked(control, name, answers)
        if kind == "file":
            return [(BytesIO(data), called) for called, data in answers.get(name, {}).items()]
        if name in answers:
            return [str(answers[name])]
        return [(control.text or "").removeprefix("\n") if control.tag == "textarea" else control.get("value", "")]

    def _picked(self, control: Element, name: str, answers: Answers) -> list[str]:
        boxes = list(control.iter("option")) if control.tag == "select" else [control]
        if name not in answers:
            chosen = [e.get("value", "") for e in boxes if {"checked", "selected"} & set(e.keys())]
            return chosen or ([boxes[0].get("value", "")] if control.tag == "select" else [])
        wanted = [answers[name]] if isinstance(answers[name], str) else list(answers[name])
        missing = set(wanted) - set(self.offered(name)) - {""}
        assert not missing, f"{self.page} does not offer {missing} for {name}"
        return [e.get("value", "") for e in boxes if e.get("value", "") in wanted]


class Visit:
    """One person at one browser."""

    def __init__(self, app: Flask, client: FlaskClient | None = None) -> None:
        self.app, self.client = app, client or app.test_client()
        self.page = Page("", 0, "")
        self.seen: list[str] = []
        self.wants_words = False  # whoever is offered words before they tell it goes on without, unless they want some

    def opens(self, path: str) -> Page:
        """Open a page and follow where it leads."""
        return self._arrived(self.client.get(path))

    def follows(self, words: str) -> Page:
        """Follow a link of this page by its words."""
        return self.opens(urljoin(self.page.path, self.page.link(words)))

    def fills(self, button: str | None = None, **answers: Any) -> Page:
        """Fill in the form of this page (the one with `button`, or the main one) and press its button."""
        form = self.page.form(button)
        self.posts(form.action, form.filled(answers, button))
        return self.page if self.wants_words or self.page.path != "/words" else self.follows("Carry on without")

    def posts(self, path: str, data: Any) -> Page:
        """Send this, whatever the page offers; the token has to be in it."""
        return self._arrived(self.client.post(path, data=data))

    def tries(self, path: str, **data: Any) -> Page:
        """Send something that no page would send, with a token that counts."""
        return self.posts(path, {"csrf_token": self.token, **data})

    @property
    def token(self) -> str:
        """A CSRF token that counts for this visitor."""
        if 'name="csrf_token"' not in self.page.html:
            self.opens("/return")
        return next(e.get("value", "") for e in self.page.tree.iter("input") if e.get("name") == "csrf_token")

    def begins(self, purpose: str) -> Page:
        """The first page, and what they came for: complaint, child, compliment or idea_or_question."""
        self.opens("/young" if purpose == "child" else "/")
        starts = [a.get("href") for a in self.page.tree.iter("a")]
        assert f"/start/{purpose}" in starts, starts
        self.opens(f"/start/{purpose}")
        return self.is_told()

    def is_told(self, device: str = "shared") -> Page:
        """Past what everybody is told and asked before the first question, where that is what is shown."""
        if self.page.path == "/ready":
            self.fills()
        return self.fills(device=device) if self.page.path == "/device" else self.page

    def answers(self, said: Answers, until: str | None = None) -> Page:
        """Answer page after page, until the questions end or the page `until` is reached."""
        for _ in range(MOST_PAGES):
            if self.page.path == until or not self.page.path.startswith("/ask/"):
                return self.page
            self.answers_this(said)
        raise AssertionError(f"never arrived: {self.seen[-5:]}")

    def answers_this(self, said: Answers) -> Page:
        """Answer the question of this page from what they have to say, or leave it as it is."""
        before = self.page.path
        self.fills(**self._answer_to(before.removeprefix("/ask/"), said))
        assert self.page.status == 200, f"{before} refused {said}: {self.page.errors}"
        return self.page

    def _answer_to(self, key: str, said: Answers) -> dict[str, Any]:
        names = self.page.form().names
        if key.startswith("points/"):
            point = said.get("points", [{}])[(int(key[7:]) - 1) % len(said.get("points", [{}]))]
            return {name: point[name] for name in ("what_happened", "put_right") if name in point}
        if f"{key}-day" in names:
            return day_inputs(key, said.get(key, "dont_know"))
        if f"{key}-month" in names:
            return month_inputs(key, said.get(key, "dont_know"))
        return {name: said[name] for name in names if name in said}

    def _arrived(self, response: TestResponse) -> Page:
        for _ in range(10):
            self.seen.append(response.request.path)
            if not response.location:
                break
            response = self.client.get(urljoin(response.request.path, response.location))
        self.page = Page(response.request.path, response.status_code, response.get_data(as_text=True))
        return self.page


def month_inputs(key: str, kept: str) -> dict[str, str]:
    """How a kept month is typed into its inputs."""
    if kept == "dont_know":
        return {key: "dont_know"}
    year, _, month = kept.partition("-")
    return {f"{key}-month": month, f"{key}-year": year}


def day_inputs(key: str, kept: str) -> dict[str, str]:
    """How a kept day is typed into its inputs."""
    if kept == "dont_know":
        return {key: "dont_know"}
    year, month, day = kept.split("-")
    return {f"{key}-day": day, f"{key}-month": month, f"{key}-year": year}


def _nothing(what: str, there: Any) -> Any:
    raise AssertionError(f"there is no {what}, but {there}")
