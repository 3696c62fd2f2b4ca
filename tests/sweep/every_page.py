"""The pages in their combinations: collected, and judged by the browser and by the checker."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask import Flask

from tests.sweep.looking import Looker
from tests.sweep.pairing import Combination, paired
from tests.sweep.states import Guest, Shown, State, every_state

WIDTHS = (320, 768, 1280)
VOICES = ("adult", "child")


@dataclass(frozen=True)
class Tried:
    """One page as it was tried."""

    page: str
    state: str
    voice: str
    language: str
    width: int
    shown: Shown

    def __str__(self) -> str:
        return f"{self.page}, {self.state}, {self.voice}, {self.language}, {self.width} px"


def ways(app: Flask) -> dict[str, tuple[object, ...]]:
    """In what ways each page can be tried: the languages are those that the portal offers."""
    return {"voice": VOICES, "language": tuple(app.config["LANGUAGES"]), "width": WIDTHS}


def once_each(app: Flask, address: str) -> list[Tried]:
    """Every page in every state once, its voice, language and width paired."""
    states = every_state(app)
    combinations = paired([{"page": one.page, "state": one.state} for one in states], ways(app))
    return [tried for state, way in zip(states, combinations, strict=True) for tried in _tried(app, address, state, [way])]


def in_every_way(app: Flask, address: str) -> Iterator[Tried]:
    """Every page in every state, voice, language and width."""
    for state in every_state(app):
        for voice in VOICES:
            for language in app.config["LANGUAGES"]:
                every_width = [{"voice": voice, "language": language, "width": width} for width in WIDTHS]
                yield from _tried(app, address, state, every_width)


def _tried(app: Flask, address: str, state: State, combinations: Iterable[Combination]) -> Iterator[Tried]:
    shown = None
    for way in combinations:
        voice, language = str(way["voice"]), str(way["language"])
        shown = shown or state.shown_to(Guest(app, address, voice, language))
        if shown:
            yield Tried(state.page, state.state, voice, language, int(str(way["width"])), shown)


def barriers(looker: Looker, tried: Iterable[Tried]) -> list[str]:
    """What a person would stumble over, one line each. A page is loaded once for all the widths that follow each other."""
    found: list[str] = []
    before = None
    for one in tried:
        if one.shown is before:
            looker.resize(one.width)
        else:
            looker.show(one.shown, one.width)
        before = one.shown
        found += [f"{one}: {barrier}" for barrier in looker.barriers(strictly="voice-child" in one.shown.html)]
    return found
