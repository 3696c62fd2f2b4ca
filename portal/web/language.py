"""Language and voice: which of each this request speaks, and a text said in them."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import Flask, current_app, g, has_request_context, session
from flask_babel import (
    Babel,
    Locale,
    force_locale,
    format_date,
    format_decimal,
    format_time,
    get_locale,
    get_translations,
    refresh,
)
from markupsafe import Markup

from portal.web.catalogues import Catalogue, own_name
from portal.web.clock import LONDON, london_day
from portal.words import Voice, Wording, _

SOURCE = "en"
YEAR = re.compile(r"[\s,،]*\by+\b")


@dataclass(frozen=True, slots=True)
class Language:
    """A language that is offered: its code, its name in its own words, how it is written, and whether a person has checked it."""

    code: str
    name: str
    direction: str
    checked: bool


def init(app: Flask, catalogues: Iterable[Catalogue]) -> None:
    """Make English, the languages of these catalogues, and both voices, available to `app` and its templates."""
    offered = [Language(SOURCE, own_name(SOURCE), "ltr", True)]
    babel = Babel(app, default_locale=SOURCE, locale_selector=language, timezone_selector=lambda: "Europe/London")
    with app.app_context():
        spoken = babel.domain_instance.cache
    for catalogue in catalogues:
        locale = Locale.parse(catalogue.code)
        offered.append(Language(catalogue.code, catalogue.name, locale.text_direction, bool(catalogue.checked_by)))
        spoken[str(locale), "messages"] = catalogue.translations
    app.config["LANGUAGES"] = {one.code: one for one in offered}
    app.jinja_env.globals |= {
        "_": translate, "ngettext": count, "say": say, "voiced": voiced, "text_direction": text_direction,
        "languages": languages, "translated_by_software": translated_by_software,
    }  # fmt: skip
    app.jinja_env.filters |= {"day": day, "day_of_year": day_of_year, "moment": moment, "clock": clock_time, "number": number}


def languages() -> tuple[Language, ...]:
    """The languages that are offered, English first."""
    return tuple(current_app.config["LANGUAGES"].values())


def language() -> str:
    """The code of the language that this request speaks."""
    if not has_request_context():
        return SOURCE
    if (known := g.get("language")) is None:
        asked = session.get("language", SOURCE)
        known = g.language = asked if asked in current_app.config["LANGUAGES"] else SOURCE
    return str(known)


def speak_language(code: str, *, by_choice: bool) -> None:
    """Speak this language from now on, until the visit ends. What a person chose is not undone by what they open later."""
    if code not in current_app.config["LANGUAGES"] or (session.get("language_chosen") and not by_choice):
        return
    if session.get("language", SOURCE) != code:
        session["language"] = code
    if by_choice:
        session["language_chosen"] = True
    g.language = code
    refresh()


@contextmanager
def writing_in(code: str) -> Iterator[str]:
    """Write in this language, whoever the request is from; in English where it is not offered (any more). Gives the one written."""
    written = code if code in current_app.config["LANGUAGES"] else SOURCE
    with force_locale(written):
        yield written


def text_direction() -> str:
    """`rtl` or `ltr`, for the whole page."""
    return str(current_app.config["LANGUAGES"][language()].direction)


def translated_by_software(code: str | None = None) -> bool:
    """Whether no person has checked the translation that is spoken, or the one of `code`."""
    return not current_app.config["LANGUAGES"][code or language()].checked


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


def count(one: str, many: str, number: int, **values: Any) -> str:
    """The text for this many, in the form that the language counts with; `number` is %(num)s in it."""
    source = language() == SOURCE
    said = (one if number == 1 else many) if source else get_translations().ungettext(one, many, number)
    return str(said % {"num": number, **values})


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
    return Markup('<time datetime="{}">{}</time>').format(that.isoformat(), day_in_words(that))


def day_in_words(that: date) -> str:
    """A day as the language that is spoken, or written, says it in full."""
    return str(format_date(that, _pattern(), rebase=False))


def day_of_year(value: date | None) -> Markup:
    """A day in words without its year, where the year is plain from what stands around it."""
    if value is None:
        return Markup("")
    text = format_date(value, YEAR.sub("", _pattern()), rebase=False)
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), text)


def moment(value: datetime) -> Markup:
    """A day and the time of it, in London."""
    return Markup(translate(_("%(day)s, %(time)s"), day=day(value), time=Markup("<bdi>{}</bdi>").format(clock_time(value))))


def clock_time(value: datetime) -> str:
    """The time of day in London, *9:05am*, or as the language writes it."""
    local = value.astimezone(LONDON)
    if get_locale().language != SOURCE:
        return str(format_time(local, "short", rebase=False))
    return format_time(local, "h:mma", rebase=False).lower().replace("\u202f", "")


def number(value: float) -> str:
    """A number with the marks that the language sets between thousands and before tenths."""
    return str(format_decimal(value))


def _pattern() -> str:
    """How a day is written in full: the English of letters here; elsewhere what the language itself calls full."""
    locale = get_locale()
    return "EEEE d MMMM y" if locale.language == SOURCE else locale.date_formats["full"].pattern
