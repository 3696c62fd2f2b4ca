"""What the servers of the bench serve: the portal with cheap return words, and two plain pages to compare it with."""

import os
from pathlib import Path
from typing import Any

from flask import Flask, render_template
from jinja2 import DictLoader
from nacl.pwhash import argon2id

from config import Settings
from portal import create_app
from portal.seal.return_words import Stretch
from portal.web import logs
from wsgi import settle

CHEAP = Stretch(argon2id.OPSLIMIT_MIN, argon2id.MEMLIMIT_MIN)
ORIGIN = "http://127.0.0.1"

LISTED = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title></head>
<body><h1>{{ title }}</h1>
<ul>{% for line in lines %}<li class="{{ loop.cycle("odd", "even") }}">{{ line }}</li>
{% endfor %}</ul>
<p>{{ rest }}</p></body></html>"""
LINE = "A line of words, as long as lines on pages are"


def settings(var: Path) -> Settings:
    """The settings of a portal whose data are all in `var`."""
    return Settings("example", f"sqlite:///{var / 'portal.db'}", var, ORIGIN)


def _portal() -> Flask:
    made = create_app(settings(Path(os.environ["BENCH_VAR"])), stretch=CHEAP)
    # In service every request leaves a line; the bench pays for it and keeps none.
    logs.begin(made, open(os.devnull, "wb"), as_json=True)  # noqa: SIM115
    settle()
    return made


def _bare() -> Flask:
    """As little as Flask can do: one string."""
    app, page = Flask("bare"), "x" * int(os.environ["BENCH_SIZE"])
    app.add_url_rule("/", view_func=lambda: page)
    return app


def _jinja() -> Flask:
    """A template with a loop over some lines."""
    app, size = Flask("plain"), int(os.environ["BENCH_SIZE"])
    app.jinja_loader = DictLoader({"page.html": LISTED})  # type: ignore[assignment]
    lines = [LINE] * max(size // 2 // len(LINE), 1)

    def show(rest: str = "") -> str:
        return render_template("page.html", title="Plain", lines=lines, rest=rest)

    with app.test_request_context():
        rest = "x" * max(size - len(show()), 0)
    app.add_url_rule("/", view_func=lambda: show(rest))
    return app


SITES = {"portal": _portal, "bare": _bare, "jinja": _jinja}


def __getattr__(name: str) -> Any:
    if name not in SITES:
        raise AttributeError(name)
    return SITES[name]()
