"""The engine where one process is enough: a thread that looks into the outbox every few seconds."""

import atexit
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Event, Thread

import structlog
from flask import Flask

from portal.actions.desk import Desk
from portal.actions.scanning_later import scan_missed
from portal.actions.searching import index_some
from portal.handoff.daily import do_days_work
from portal.handoff.delivery import drain
from portal.handoff.post import Post
from portal.store.database import DatabaseUnavailable

log = structlog.stdlib.get_logger("portal")

EVERY_SECONDS = 3
STOPS_WITHIN_SECONDS = 30

Now = Callable[[], datetime]


def utc_now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def work_once(app: Flask, now: datetime) -> int:
    """Everything that is due, and the day's work where it is still to do; how many messages left.

    Where this process may open cases, the words of new ones are put into the index too, so that nobody who searches
    waits for it, and files that no scanner has seen are shown to it. Messages go first: a fault in anything else must
    not keep them. Raises `DatabaseUnavailable`.
    """
    desk, post = desk_of(app), post_of(app)
    with app.app_context():
        left = drain(desk, post, now)
    if desk.search:
        index_some(desk, desk.search)
    with app.app_context():
        do_days_work(desk, now)
    scan_missed(desk, now)
    return left


def desk_of(app: Flask) -> Desk:
    """The desk that `create_app` laid out."""
    return app.extensions["desk"]  # type: ignore[no-any-return]


def post_of(app: Flask) -> Post:
    """The ways out that `create_app` laid out."""
    return app.extensions["post"]  # type: ignore[no-any-return]


class OutboxThread:
    """A thread that delivers what is due, until it is told to stop. A message it is busy with is finished first."""

    def __init__(self, app: Flask, now: Now = utc_now, every_seconds: float = EVERY_SECONDS) -> None:
        self._app = app
        self._now = now
        self._every = every_seconds
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="outbox", daemon=True)

    def start(self) -> "OutboxThread":
        """Begin, and stop when the process ends."""
        self._thread.start()
        atexit.register(self.stop)
        return self

    def stop(self) -> None:
        """Stop, and return when the thread has. Safe to call twice."""
        atexit.unregister(self.stop)
        self._stopping.set()
        self._thread.join(STOPS_WITHIN_SECONDS)

    def run_here(self) -> None:
        """The same in the main thread, until the process is asked to stop (SIGINT, SIGTERM)."""
        for asked in (signal.SIGINT, signal.SIGTERM):
            signal.signal(asked, lambda *_: self._stopping.set())
        self._run()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                work_once(self._app, self._now())
            except DatabaseUnavailable:
                log.warning("the outbox waits: the database does not answer")
            except Exception as fault:
                # Whatever it was: without this thread nothing would leave any more.
                log.error("the outbox thread met a fault", kinds=[type(fault).__name__])
            self._stopping.wait(self._every)
