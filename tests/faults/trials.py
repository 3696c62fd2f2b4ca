"""The trials: each does something terrible while people complain, and counts what came of it."""

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import Any
from unittest.mock import patch

from tests.faults import site
from tests.faults.counting import Count, count
from tests.faults.memory import marks_in_memory
from tests.faults.people import Patient, Told
from tests.faults.server import Server

AT_ONCE = 4


def killed(submissions: int, seed: int) -> tuple[Count, int]:
    """The server is killed at random moments while people send: what came of it, and how often it was killed."""
    dice, kills = random.Random(seed), 0
    with _house() as environment:
        server = Server(environment)
        server.start()

        def meanwhile(done: Event) -> None:
            nonlocal kills
            longest = 0.6
            while not done.wait(dice.uniform(0.02, longest)):
                server.kill()
                kills += 1
                begun = time.monotonic()
                server.begin()
                # Now and then it is killed while it starts. Mostly it is not, or on a slow machine nobody would get on.
                if dice.random() < 0.8:
                    server.wait()
                    longest = max(0.6, (time.monotonic() - begun) / 2)
            server.wait()

        people = _while_people_complain(server.port, submissions, meanwhile)
        server.kill()
        return _counted(people), kills


def without_database(submissions: int, stops: int, seed: int) -> Count:
    """PostgreSQL is stopped at once and started again, under load."""
    from tests.databases import _started

    dice = random.Random(seed)
    with TemporaryDirectory(prefix="portal-faults-pg-") as folder:
        postgres = _started(Path(folder), settings="")
        try:
            with _house(FAULTS_DATABASE=postgres.get_uri("postgres")) as environment:
                server = Server(environment)
                server.start()

                def meanwhile(done: Event) -> None:
                    for _ in range(stops):
                        if done.wait(dice.uniform(0.2, 0.8)):
                            return
                        _stop(postgres)
                        time.sleep(dice.uniform(0.1, 0.5))
                        postgres.ensure_postgres_running()

                people = _while_people_complain(server.port, submissions, meanwhile)
                postgres.ensure_postgres_running()
                server.kill()
                return _counted(people)
        finally:
            postgres.cleanup()


def full_disk(submissions: int) -> tuple[Count, int]:
    """The disk fills up while people send, and is emptied again: what came of it, and how many had been stopped by it."""
    with _house() as environment:
        server = Server(environment)
        grown = max(file.stat().st_size for file in Path(environment["FAULTS_VAR"]).glob("*.db*"))
        server.start(most_bytes=grown + 160_000)
        stuck = 0

        def meanwhile(done: Event) -> None:
            nonlocal stuck
            done.wait(4)
            stuck += not done.is_set()
            server.kill()
            server.start()

        people = _while_people_complain(server.port, submissions, meanwhile)
        server.kill()
        return _counted(people), stuck


def remembered() -> int:
    """How often a sent complaint's mark still stands in an idle server's memory."""
    with _house() as environment:
        server = Server(environment)
        server.start()
        try:
            return marks_in_memory(server)
        finally:
            server.kill()


@contextmanager
def _house(**more: str) -> Iterator[dict[str, str]]:
    """A data folder with everything in its place, and the environment that leads to it."""
    with TemporaryDirectory(prefix="portal-faults-") as folder:
        var = Path(folder)
        var.chmod(0o700)
        environment = {"FAULTS_VAR": str(var), **more}
        with patch.dict(os.environ, environment):
            site.desk().close()
            yield environment


def _counted(people: list[Told]) -> Count:
    desk = site.desk()
    try:
        return count(desk, people)
    finally:
        desk.close()


def _while_people_complain(port: int, submissions: int, meanwhile: Callable[[Event], None]) -> list[Told]:
    done, gone = Event(), Event()
    with ThreadPoolExecutor(AT_ONCE + 1) as pool:
        trouble = pool.submit(meanwhile, done)
        people = list(pool.map(lambda _: Patient(port, gone).complain(), range(submissions)))
        done.set()
        trouble.result()
    return people


def _stop(postgres: Any) -> None:
    """At once, as a power cut would: no connection is let finish."""
    pid = postgres.get_pid()
    os.kill(pid, signal.SIGQUIT)
    while Path(f"/proc/{pid}").exists() and not _is_dead(pid):
        time.sleep(0.02)


def _is_dead(pid: int) -> bool:
    """Whether it has ended and only waits to be noticed."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True
