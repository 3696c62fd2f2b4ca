"""Pages: templates filled in, and whole pages kept with gaps where each visitor's own goes.

A page that shows what we ask is rendered once for each language, voice and place on the
path. It is kept with gaps: for the CSRF token, for the answer given before, for what is
wrong with it. What goes there is put in afterwards and never kept. Rendering costs the
most of a request's time; filling gaps costs next to nothing.
"""

from collections.abc import Callable, Hashable, Mapping
from typing import Any

from flask import Flask, current_app, request

from portal.limits import SHARED_WARNED
from portal.web.answered import groups
from portal.web.assets import Assets
from portal.web.kept import KeptPages, filled, gap
from portal.web.language import language, voice
from portal.web.lasting import seconds_left_idle
from portal.web.signing import form_token
from portal.words import Voice

AWAY = "https://www.bbc.co.uk/weather"
"""Where somebody goes who leaves fast."""

STYLESHEETS = {Voice.ADULT: "adult.css", Voice.CHILD: "child.css", Voice.OFFICER: "staff.css"}


def init(app: Flask, assets: Assets, profile: Any, brand_css: str) -> None:
    """Give `app` its templates' surroundings, and a place for the pages it keeps."""
    app.extensions["pages"] = KeptPages()
    app.jinja_env.filters |= {"groups": groups, "capitalize_first": capitalize_first}
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals |= {
        "asset": assets.url, "away": AWAY, "warned_seconds": int(SHARED_WARNED.total_seconds()), "gap": gap, "brand_css": brand_css, "brand_colour": profile.brand.colour,
        "council": profile.council, "service_name": profile.service_name,
        "phone": profile.phone, "phone_hours": profile.phone_hours, "email": profile.email,
        "figures_public": profile.report.public,
    }


def page(template: str, **context: Any) -> str:
    """The page, with everything that its template needs of the request."""
    return _rendered(template, form_token(), seconds_left_idle(), context)


def kept_page(
    key: Hashable, template: str, context: Callable[[], dict[str, Any]], filling: Mapping[str, Any] | None = None
) -> str:
    """A page from those kept, or rendered with `context` and kept; then with `filling` in its gaps, and the token.

    Nothing that anybody typed may be in `context`: that belongs in `filling`. `key` must
    name everything in `context` that can change what is shown.
    """
    pages: KeptPages = current_app.extensions["pages"]
    whole = (key, template, language(), voice())
    pieces = pages.get(whole) or pages.keep(whole, _rendered(template, gap("csrf"), gap("idle"), context()))
    return filled(pieces, {"csrf": form_token(), "idle": seconds_left_idle(), **(filling or {})}) if len(pieces) > 1 else pieces[0]


def _rendered(template: str, csrf: str, idle: str, context: dict[str, Any]) -> str:
    speaking = voice()
    surroundings: dict[str, Any] = {
        "csrf": csrf, "idle": idle, "leave": True, "lang": language(), "voice": speaking.value, "stylesheet": STYLESHEETS[speaking],
        "here": request.path, "switchable": request.method != "POST" and request.path.isprintable(), "errors": {}, "back": None, "steps": None, "danger_shown": False, "saveable": False,
    }
    return current_app.jinja_env.get_template(template).render(**(surroundings | context))


def capitalize_first(text: str) -> str:
    """The text with a capital where it begins; the rest as it is."""
    return text[:1].upper() + text[1:]
