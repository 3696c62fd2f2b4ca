"""Language and voice: which of each this request speaks, and a text said in them."""

from datetime import date, datetime
from typing import Any

from flask import Flask, current_app, g, has_request_context, session
from flask_babel import Babel, Locale, format_date, format_time, get_translations
from markupsafe import Markup

from portal.web.clock import LONDON, london_day
from portal.words import Voice, Wording

SOURCE = "en"


def init(app: Flask, languages: tuple[str, ...]) -> None:
    """Make the languages of the council's profile, and both voices, available to `app` and its templates."""
    app.config["LANGUAGES"] = languages or (SOURCE,)
    app.config["BABEL_DEFAULT_LOCALE"] = SOURCE
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(app.config["ROOT"] / "translations")
    Babel(app, locale_selector=language, timezone_selector=lambda: "Europe/London")
    app.jinja_env.globals |= {"_": translate, "say": say, "voiced": voiced, "text_direction": text_direction}
    app.jinja_env.filters |= {"day": day, "day_of_year": day_of_year, "moment": moment, "clock": clock_time}


def language() -> str:
    """The code of the language that this request speaks."""
    if not has_request_context():
        return SOURCE
    if (known := g.get("language")) is None:
        asked = session.get("language", SOURCE)
        known = g.language = asked if asked in current_app.config["LANGUAGES"] else SOURCE
    return str(known)


def text_direction() -> str:
    """`rtl` or `ltr`, for the whole page."""
    return Locale.parse(language()).text_direction


def voice() -> Voice:
    """The voice of this request: the child's where a child began or somebody chose it."""
    if (known := g.get("voice")) is None:
        known = g.voice = Voice.CHILD if session.get("voice") == Voice.CHILD.value else Voice.ADULT
    return known  # type: ignore[no-any-return]


def speak(chosen: Voice, *, by_choice: bool) -> None:
    """Speak in `chosen` from now on. What a person chose is not undone by their later answers."""
    if not by_choice and session.get("voice_chosen"):
        return
    if session.get("voice") != chosen.value:
        session["voice"] = chosen.value
    if by_choice:
        session["voice_chosen"] = True
    g.voice = chosen


def translate(text: str, **values: Any) -> str:
    """The text in this request's language, its %(name)s places filled; filled values are escaped by the template."""
    said = text if language() == SOURCE else get_translations().ugettext(text)
    return said % values if values else said


def say(wording: Wording | None, **values: Any) -> str:
    """A wording in this request's voice and language."""
    return "" if wording is None else translate(wording.in_voice(voice()), **values)


def voiced(adult: str, child: str) -> str:
    """Whichever of two texts suits this request's voice; both are translated already."""
    return child if voice() is Voice.CHILD else adult


def day(value: date | datetime | None) -> Markup:
    """A day in words, *Monday 7 December 2026*, that does not break between its number and its month."""
    if value is None:
        return Markup("")
    that = london_day(value) if isinstance(value, datetime) else value
    text = format_date(that, "EEEE d MMMM y", rebase=False)
    return Markup('<time datetime="{}">{}</time>').format(that.isoformat(), text)


def day_of_year(value: date | None) -> Markup:
    """A day in words without its year, where the year is plain from what stands around it."""
    if value is None:
        return Markup("")
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), format_date(value, "EEEE d MMMM", rebase=False))


def moment(value: datetime) -> Markup:
    """A day and the time of it, in London."""
    return Markup("{}, {}").format(day(value), clock_time(value))


def clock_time(value: datetime) -> str:
    """The time of day in London, *9:05am*."""
    local = value.astimezone(LONDON)
    return format_time(local, "h:mma", rebase=False).lower().replace("\u202f", "")
