"""A portal whose days pass only when told: what takes days outside takes seconds here."""

import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask

from config import Settings
from portal import create_app
from portal.actions import drafts, submitting
from portal.actions.desk import Desk
from portal.handoff.engine import work_once
from portal.store import cases
from portal.store.cases import CaseRow
from tests.actions.desks import NOW, QUICK, an_officer
from tests.citizen.people import WHO
from tests.handoff.house import manner

STEP = timedelta(minutes=30)
THOUGHT_FOR = timedelta(hours=1)
"""How long people take to write: whoever is quicker looks like a program."""


@dataclass(frozen=True, slots=True)
class Stage:
    """So long whoever is outside is like this: not there, saying only `refuses`, or taking things without saying so.

    `loses` is the share of answers that never arrive.
    """

    hours: int
    there: bool = True
    refuses: str = ""
    loses: float = 0.0


BACK = Stage(24)
"""Longer than anything waits for its next try."""


@dataclass
class Days:
    """The portal, and what time it is there."""

    app: Flask
    folder: Path
    database: str = ""
    now: datetime = NOW
    read_at_front_door: int = 0
    work: Callable[[datetime], object] | None = None

    @property
    def desk(self) -> Desk:
        return self.app.extensions["desk"]  # type: ignore[no-any-return]

    @cached_property
    def officer(self) -> int:
        return an_officer(self.desk)

    @property
    def gone_by(self) -> float:
        """How many days have gone by."""
        return (self.now - NOW) / timedelta(days=1)

    def begins(self, who: str, **changed: Any) -> bytes:
        """Somebody answers everything; the key of the draft."""
        return drafts.change(self.desk, None, lambda _: {**WHO[who], **changed}, self.now - THOUGHT_FOR).key

    def sends(self, key: bytes) -> str:
        """They send it; the reference."""
        return str(submitting.submit(self.desk, key, manner(), self.now)["reference"])

    def works(self) -> None:
        """Whoever delivers looks around once, and half an hour goes by."""
        (self.work or partial(work_once, self.app))(self.now)
        self.now += STEP

    def go_through(
        self, trouble: Sequence[Stage], people: int, begin: Callable[[Stage], AbstractContextManager[object]]
    ) -> Iterator[range]:
        """Through each stage, and a day in which all is well; at every look around, who writes until then."""
        steps = sum(stage.hours for stage in trouble) * 2
        writing = (range(people * step // steps, people * (step + 1) // steps) for step in range(steps))
        for stage in (*trouble, BACK):
            with begin(stage):
                for _ in range(stage.hours * 2):
                    yield next(writing, range(0))
                    self.works()

    def case(self, reference: str) -> CaseRow:
        with self.desk.database.read() as conn:
            case = cases.by_reference(conn, reference)
        assert case is not None, f"{reference} was acknowledged and is not there"
        return case


@contextmanager
def days(database: str = "", **settings: str) -> Iterator[Days]:
    """A portal with everything in its place, in a folder of its own; `database` is the URL of a server's."""
    with TemporaryDirectory(prefix="portal-faults-") as folder, opened(Path(folder), database, **settings) as app:
        app.extensions["desk"].database.upgrade(app.extensions["desk"].keys)
        here = Days(app, Path(folder), database)
        app.config["NOW"] = lambda: here.now
        yield here


@contextmanager
def opened(var: Path, database: str = "", **settings: str) -> Iterator[Flask]:
    """A process of the portal whose data are in `var`."""
    var.chmod(0o700)
    url = (database or f"sqlite:///{var / 'portal.db'}").replace("postgresql://", "postgresql+psycopg://", 1)
    app = create_app(Settings("example", url, var, "http://localhost", **settings), stretch=QUICK)  # type: ignore[arg-type]
    try:
        yield app
    finally:
        app.extensions["desk"].close()


def free_port() -> int:
    """A port at which nobody listens, yet."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
