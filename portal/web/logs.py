"""The log: JSON lines on standard output in service, short readable ones while trying out on plain http.

What is written down is codes, rules, kinds and places. The text of an exception, the
variables around it and the words of other people's libraries may repeat what a person
wrote, so none of them is ever logged.
"""

import json
import logging
import os
import sys
import time
import traceback
from collections.abc import Iterator, MutableMapping
from typing import Any, BinaryIO

import structlog
from flask import Flask
from structlog.stdlib import ProcessorFormatter

from portal.web.watching import Told

HERE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))) + os.sep
MOST_FRAMES = 20

Event = MutableMapping[str, Any]


def init() -> None:
    """Let our events go the way of Python's own logging, each as names and values."""
    structlog.configure(
        processors=[structlog.stdlib.add_log_level, ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )


def begin(app: Flask, out: BinaryIO, *, as_json: bool) -> None:
    """Write the requests and events of this process to `out` from now on."""
    line = _json_line if as_json else _plain_line
    write, flush = out.write, out.flush

    def told(*request: Any) -> None:
        try:
            write(line(*request).encode("utf-8", "replace"))
            flush()
        except (OSError, ValueError):
            pass  # a log that nobody reads any more is no reason to answer nobody

    written: Told = told
    app.extensions["watch"].told = written
    renderer: Any = structlog.processors.JSONRenderer() if as_json else structlog.processors.KeyValueRenderer()
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(ProcessorFormatter(
        processors=[ProcessorFormatter.remove_processors_meta, _timed, renderer], foreign_pre_chain=[_only_where],
        keep_exc_info=False, keep_stack_info=False,
    ))  # fmt: skip
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("portal").setLevel(logging.INFO)


def frames_of(error: BaseException) -> list[str]:
    """Where it happened, from the outside in: file, line and function of each frame; neither text nor variables."""
    walked = traceback.walk_tb(error.__traceback__)
    told = [f"{_short(frame.f_code.co_filename)}:{line} {frame.f_code.co_name}" for frame, line in walked]
    return told[-MOST_FRAMES:]


def kinds_of(error: BaseException) -> list[str]:
    """The kind of the error, and of each that led to it."""
    return list(_kinds(error))


def _kinds(error: BaseException | None) -> Iterator[str]:
    seen = 0
    while error is not None and seen < MOST_FRAMES:
        yield type(error).__name__
        error, seen = error.__cause__ or error.__context__, seen + 1


def _short(file: str) -> str:
    """The file below our own folder, or below the one that libraries stand in."""
    return file.rpartition("site-packages" + os.sep)[2].removeprefix(HERE)


def _only_where(_: Any, __: str, event: Event) -> Event:
    """Of what a library says: which library, how bad, and where in it. Its words could be anybody's."""
    record = event.pop("_record")
    return {
        "event": "a library says something", "level": record.levelname.lower(), "logger": record.name,
        "at": f"{_short(record.pathname)}:{record.lineno}", "_record": record, "_from_structlog": False,
    }  # fmt: skip


def _timed(_: Any, __: str, event: Event) -> Event:
    return {"time": _now(), **event}


def _now() -> str:
    return _second(int(time.time()))


_last: tuple[int, str] = (0, "")


def _second(moment: int) -> str:
    """A second in words; the same one is asked for by many requests."""
    global _last
    if _last[0] != moment:
        _last = (moment, time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(moment)))
    return _last[1]


_quoted: dict[str, str] = {}


def _json_line(number: str, method: str, route: str, status: int, seconds: float) -> str:
    known = _quoted.get(route)
    if known is None:
        known = _quoted[route] = json.dumps(route)
    return (
        f'{{"time":"{_now()}","event":"request","request":"{number}","method":"{method}",'
        f'"route":{known},"status":{status},"ms":{seconds * 1000:.1f}}}\n'
    )


def _plain_line(number: str, method: str, route: str, status: int, seconds: float) -> str:
    return f"{_now()[11:19]} {method} {route} {status} in {seconds * 1000:.1f} ms, request {number}\n"
