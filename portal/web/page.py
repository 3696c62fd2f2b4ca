"""Pages: templates filled in, and whole pages kept where nothing that anybody typed is on them.

A page that only shows what we ask is rendered once for each language, voice and place on
the path, and kept with a gap where the visitor's CSRF token goes. Rendering costs the most
of a request's time; a kept page costs next to nothing.
"""

from collections import OrderedDict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any

from flask import Flask, current_app, request
from flask_wtf.csrf import generate_csrf

from portal.questions.kinds import DONT_KNOW, Choice
from portal.web.assets import Assets
from portal.web.language import language, voice
from portal.words import Voice, Wording

GAP = "csrf-token-goes-here"
MOST_PAGES = 4_000
STYLESHEETS = {Voice.ADULT: "adult.css", Voice.CHILD: "child.css", Voice.OFFICER: "staff.css"}


@dataclass(frozen=True, slots=True)
class Group:
    """Choices that are shown together, under a heading that folds them where they have one."""

    title: Wording | None
    choices: tuple[Choice, ...]

    def holds(self, picked: Iterable[str]) -> bool:
        """Whether something in here is picked: then it must not be folded away."""
        codes = set(picked)
        return any(choice.code in codes for choice in self.choices)


class KeptPages:
    """The least recently shown page is forgotten first."""

    def __init__(self, most: int = MOST_PAGES) -> None:
        self._pages: OrderedDict[Hashable, tuple[str, ...]] = OrderedDict()
        self._most, self._lock = most, Lock()

    def get(self, key: Hashable) -> tuple[str, ...] | None:
        """The page in pieces, between which the token goes."""
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
            return self._pages.get(key)

    def keep(self, key: Hashable, page: str) -> tuple[str, ...]:
        """Keep a page that was rendered with the gap in place of a token."""
        pieces = tuple(page.split(GAP))
        with self._lock:
            self._pages[key] = pieces
            while len(self._pages) > self._most:
                self._pages.popitem(last=False)
        return pieces


def init(app: Flask, assets: Assets, profile: Any, brand_css: str) -> None:
    """Give `app` its templates' surroundings, and a place for the pages it keeps."""
    app.extensions["pages"] = KeptPages()
    app.jinja_env.filters |= {"groups": groups, "month_parts": month_parts, "capitalize_first": capitalize_first}
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals |= {
        "asset": assets.url, "brand_css": brand_css, "brand_colour": profile.brand.colour,
        "council": profile.council, "service_name": profile.service_name,
        "phone": profile.phone, "phone_hours": profile.phone_hours, "email": profile.email,
    }


def page(template: str, **context: Any) -> str:
    """The page, with everything that its template needs of the request."""
    return _rendered(template, generate_csrf(), context)


def kept_page(key: Hashable, template: str, **context: Any) -> str:
    """A page on which nothing is that anybody typed: from those kept, or rendered and kept.

    `key` must name everything in `context` that can change what is shown.
    """
    pages: KeptPages = current_app.extensions["pages"]
    whole = (key, template, language(), voice())
    pieces = pages.get(whole) or pages.keep(whole, _rendered(template, GAP, context))
    return pieces[0] if len(pieces) == 1 else generate_csrf().join(pieces)


def _rendered(template: str, csrf: str, context: dict[str, Any]) -> str:
    spoken = voice()
    surroundings = {
        "csrf": csrf, "lang": language(), "voice": spoken.value, "stylesheet": STYLESHEETS[spoken],
        "here": request.path, "errors": {}, "back": None, "steps": None, "danger_shown": False, "saveable": False,
    }
    return current_app.jinja_env.get_template(template).render(**(surroundings | context))


def groups(choices: tuple[Choice, ...]) -> list[Group]:
    """Choices in their groups, in the order in which they were declared; those without a group stay together."""
    found: dict[Wording | None, list[Choice]] = {}
    for choice in choices:
        found.setdefault(choice.group, []).append(choice)
    return [Group(title, tuple(those)) for title, those in found.items()]


def capitalize_first(text: str) -> str:
    """The text with a capital where it begins; the rest as it is."""
    return text[:1].upper() + text[1:]


def month_parts(value: str) -> dict[str, Any]:
    """The three inputs of a month that is kept as YYYY-MM."""
    if value == DONT_KNOW or not value:
        return {"month": "", "year": "", "unknown": value == DONT_KNOW}
    when = datetime.strptime(value, "%Y-%m")
    return {"month": when.month, "year": when.year, "unknown": False}
