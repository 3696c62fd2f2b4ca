"""What every request leaves behind: its number, one line in the log and one figure, and not a word of anybody's.

The address is never kept as it was asked for, since references stand in it: only the rule
that it fits. It is done around the application and rendered by hand: a general logger would
cost twice as much.
"""

import random
import re
import time
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate
from threading import Lock
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app, has_request_context, request
from prometheus_client import CollectorRegistry
from prometheus_client.core import HistogramMetricFamily
from prometheus_client.registry import Collector

from portal.limits import LONGEST_REQUEST_ID

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

NUMBER = "portal.number"
NOWHERE = "-"
METHODS = {name: name for name in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")}
BUCKETS = (0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
_FROM_PROXY = re.compile(f"[A-Za-z0-9-]{{8,{LONGEST_REQUEST_ID}}}")

Told = Callable[[str, str, str, int, float], None]
"""What is told of a request: its number, method, rule, status, and the seconds it took."""


class _Figure:
    """How many requests took how long. The library's own histogram costs three times as much for each request."""

    __slots__ = ("_lock", "counts", "seconds")

    def __init__(self) -> None:
        self.counts, self.seconds, self._lock = [0] * (len(BUCKETS) + 1), 0.0, Lock()

    def add(self, seconds: float) -> None:
        with self._lock:
            self.counts[bisect_left(BUCKETS, seconds)] += 1
            self.seconds += seconds


class Watch(Collector):
    """The figures of this process, and who is told of each request; nobody until somebody listens."""

    def __init__(self) -> None:
        self.told: Told | None = None
        self._figures: dict[tuple[str, str, int], _Figure] = {}
        self.registry = CollectorRegistry()
        self.registry.register(self)

    def note(self, number: str, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request and tell of it."""
        figure = self._figures.get((route, method, status))
        if figure is None:
            figure = self._figures.setdefault((route, method, status), _Figure())
        figure.add(seconds)
        if self.told is not None:
            self.told(number, method, route, status, seconds)

    def collect(self) -> Iterator[HistogramMetricFamily]:
        """The figures as Prometheus reads them: each bucket counts those before it too."""
        family = HistogramMetricFamily(
            "portal_request_seconds", "Requests by rule, method and status, and how long each took.",
            labels=("route", "method", "status"),
        )  # fmt: skip
        bounds = [*(str(bound) for bound in BUCKETS), "+Inf"]
        for (route, method, status), figure in list(self._figures.items()):
            so_far = list(zip(bounds, accumulate(figure.counts), strict=True))
            family.add_metric([route, method, str(status)], so_far, figure.seconds)
        yield family


class _Watched:
    """An application each of whose requests has a number, is timed and noted."""

    def __init__(self, within: Any, watch: Watch, trusting: bool) -> None:
        self._within, self._watch, self._trusting = within, watch, trusting

    def __call__(self, environ: "WSGIEnvironment", start_response: Any) -> Iterable[bytes]:
        began, said, route = time.perf_counter(), "500", NOWHERE
        number = environ[NUMBER] = self._number(environ)

        def start(status: str, headers: list[tuple[str, str]], *problem: Any) -> Any:
            nonlocal said, route
            # Later the request would be gone: Flask takes it away when it has been answered.
            said, route = status, _route(environ)
            headers.append(("X-Request-Id", number))
            return start_response(status, headers, *problem)

        try:
            return self._within(environ, start)  # type: ignore[no-any-return]
        finally:
            method = METHODS.get(environ["REQUEST_METHOD"], "OTHER")
            self._watch.note(number, method, route, int(said[:3]), time.perf_counter() - began)

    def _number(self, environ: "WSGIEnvironment") -> str:
        given = environ.get("HTTP_X_REQUEST_ID", "") if self._trusting else ""
        return given if given and _FROM_PROXY.fullmatch(given) else new_number()


def init(app: Flask, proxies: int) -> None:
    """Watch `app`. A number is taken over from the proxy only where there is one that we trust."""
    watch = app.extensions["watch"] = Watch()
    app.wsgi_app = _Watched(app.wsgi_app, watch, trusting=proxies > 0)  # type: ignore[method-assign]
    app.jinja_env.globals["request_number"] = request_number


def watch() -> Watch:
    """The watch of this application."""
    return current_app.extensions["watch"]  # type: ignore[no-any-return]


def new_number() -> str:
    """Ten digits that can be said on the telephone."""
    # No secret: it only has to differ from the numbers of the day.
    return f"{int(random.random() * 10_000_000_000):010d}"


def request_number() -> str:
    """The number of this request, which whoever rings us can say; empty where there is no request."""
    return str(request.environ.get(NUMBER, "")) if has_request_context() else ""


def _route(environ: "WSGIEnvironment") -> str:
    asked = environ.get("werkzeug.request")
    rule = getattr(asked, "url_rule", None)
    return rule.rule if rule is not None else NOWHERE
