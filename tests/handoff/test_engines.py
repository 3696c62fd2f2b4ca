"""The two engines: a thread where one process is enough, and Procrastinate on PostgreSQL. Both deliver the same."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from subprocess import PIPE

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import text

from config import HERE, Settings
from portal import Sides, create_app, lay_out_desk, start_engine
from portal.actions import drafts, submitting
from portal.cli import worker
from portal.handoff import jobs
from portal.handoff.engine import OutboxThread, utc_now, work_once
from portal.store import cases, search
from portal.store.database import Database
from tests.actions.desks import NOW
from tests.citizen.people import WHO
from tests.conftest import QUICK
from tests.databases import MakeDatabase
from tests.handoff.house import ADVOCATES, TEAM, House, manner
from tests.handoff.outside import Mailbox

PATIENCE = 20


def wait_until(right: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not right():
        assert time.monotonic() < end, "it did not come in time"
        time.sleep(0.02)


def _url(database: Database) -> str:
    return str(database._url.render_as_string(False))


def _jobs_in(database: Database) -> list[tuple[str, str]]:
    with database.read() as conn:
        found = conn.execute(
            text("SELECT task_name, status FROM procrastinate_jobs WHERE queue_name = 'outbox' ORDER BY id")
        )
        return [(str(name), str(status)) for name, status in found]


def _flask() -> str:
    return str(Path(sys.executable).with_name("flask"))


def _environment(settings: Settings) -> dict[str, str]:
    return {
        "PORTAL_DATABASE": settings.database, "PORTAL_VAR": str(settings.var), "PORTAL_MAIL": settings.mail,
        "PORTAL_MAIL_FROM": settings.mail_from, "PORTAL_ORIGIN": settings.origin,
    } | _others()  # fmt: skip


def _others() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if not key.startswith("PORTAL_")}


def _run(command: list[str], told: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, env={**_others(), **told}, cwd=HERE, capture_output=True, text=True, timeout=60)


@pytest.fixture
def settings(database_kind: str, new_database: MakeDatabase, mailbox: Mailbox, tmp_path: Path) -> Settings:
    tmp_path.chmod(0o700)
    return Settings(
        "example", _url(new_database(database_kind)), tmp_path, "http://localhost",
        mail=f"smtp://127.0.0.1:{mailbox.port}", mail_from="no-reply@council.example",
    )  # fmt: skip


@pytest.fixture
def served(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings, Sides.BOTH, QUICK)
    yield app
    app.extensions["desk"].close()


def _somebody_sends(app: Flask) -> str:
    """A child's complaint, sent through the very actions of the pages; its reference."""
    desk = app.extensions["desk"]
    draft = drafts.change(desk, None, lambda _: WHO["child"], utc_now())
    return str(submitting.submit(desk, draft.key, manner(), utc_now())["reference"])


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_the_thread_delivers_what_is_due_and_stops_when_told(served: Flask, mailbox: Mailbox) -> None:
    engine = OutboxThread(served, every_seconds=0.05).start()
    try:
        reference = _somebody_sends(served)
        wait_until(lambda: mailbox.to(TEAM) and mailbox.to(ADVOCATES))
        assert reference in str(mailbox.to(TEAM)[0].get_content())
    finally:
        engine.stop()
    assert not [thread for thread in threading.enumerate() if thread.name == "outbox"]
    _somebody_sends(served)
    time.sleep(0.2)
    assert len(mailbox.to(TEAM)) == 1


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_the_thread_outlives_a_database_that_is_down(
    served: Flask, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal.handoff import engine as engines
    from portal.store.database import DatabaseUnavailable

    right, times = engines.work_once, iter(range(100))

    def down_at_first(app: Flask, now: object) -> int:
        if next(times) < 2:
            raise DatabaseUnavailable("down")
        return right(app, now)  # type: ignore[arg-type]

    monkeypatch.setattr(engines, "work_once", down_at_first)
    _somebody_sends(served)
    engine = OutboxThread(served, every_seconds=0.02).start()
    try:
        wait_until(lambda: mailbox.to(TEAM))
    finally:
        engine.stop()


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_opening_the_portal_starts_no_thread_and_serving_it_does(served: Flask) -> None:
    assert not [thread for thread in threading.enumerate() if thread.name == "outbox"]
    assert start_engine(served, Sides.CITIZEN) is None, "the public side has no key to open what it would deliver"
    engine = start_engine(served, Sides.BOTH)
    assert engine
    assert [thread for thread in threading.enumerate() if thread.name == "outbox"]
    engine.stop()


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_on_postgresql_a_worker_does_the_jobs_that_sending_left(
    served: Flask, settings: Settings, mailbox: Mailbox
) -> None:
    assert start_engine(served, Sides.BOTH) is None
    reference = _somebody_sends(served)
    database = served.extensions["desk"].database
    assert _jobs_in(database) == [("deliver", "todo")] * 2
    address = settings.database.replace("postgresql+psycopg://", "postgresql://", 1)
    jobs.run_worker(served, address, wait=False)
    assert reference in str(mailbox.to(TEAM)[0].get_content()) and mailbox.to(ADVOCATES)
    assert [one for one in _jobs_in(database) if one[0] == "deliver"] == []


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_what_no_job_calls_for_is_found_within_the_minute(served: Flask, settings: Settings, mailbox: Mailbox) -> None:
    _somebody_sends(served)
    with served.extensions["desk"].database.write() as conn:
        conn.execute(text("DELETE FROM procrastinate_jobs"))
    address = settings.database.replace("postgresql+psycopg://", "postgresql://", 1)
    jobs.jobs_of(served, address).tasks[jobs.EACH_MINUTE](timestamp=0)
    assert len(mailbox.to(TEAM)) == 1 and len(mailbox.to(ADVOCATES)) == 1


def test_whoever_delivers_puts_the_words_of_new_cases_into_the_index(served: Flask, mailbox: Mailbox) -> None:
    desk = served.extensions["desk"]
    _somebody_sends(served)
    with desk.database.read() as conn:
        assert len(search.unindexed(conn, 10)) == 1
    work_once(served, utc_now())
    with desk.database.read() as conn:
        assert search.unindexed(conn, 10) == []
        assert conn.execute(text("SELECT count(*) FROM search_words")).scalar_one() > 0


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_a_case_that_was_never_kept_leaves_no_job(served: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = served.extensions["desk"]
    draft = drafts.change(desk, None, lambda _: WHO["child"], NOW)

    def breaks(filing: submitting.Filing, *_: object) -> None:
        found = filing.conn.execute(text("SELECT count(*) FROM procrastinate_jobs")).scalar_one()
        assert found == 2, "the jobs were there, for this transaction alone"
        raise KeyboardInterrupt

    monkeypatch.setattr(submitting, "_leave_receipt", breaks)
    with pytest.raises(KeyboardInterrupt):
        submitting.submit(desk, draft.key, manner(), NOW)
    assert _jobs_in(desk.database) == []


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_a_failure_defers_the_next_try_to_its_time(house: House) -> None:
    with house.desk.database.write() as conn:
        conn.execute(text("DELETE FROM procrastinate_jobs"))
    house.desk = replace(house.desk, ways_out=replace(house.desk.ways_out, call=jobs.call))
    house.now = utc_now()
    house.mailbox.answer = "451 later, please"
    case_id = house.somebody_sends()
    (row,) = house.box(case_id, "new_case")
    house.deliver(row.id)
    (row,) = house.box(case_id, "new_case")
    with house.desk.database.write() as conn:
        found = conn.execute(
            text(
                "SELECT scheduled_at FROM procrastinate_jobs WHERE args ->> 'message_id' = :id AND scheduled_at IS NOT NULL"
            ),
            {"id": str(row.id)},
        )
        assert [when for (when,) in found] == [row.due_at]
        conn.execute(text("DELETE FROM procrastinate_jobs"))


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_the_public_side_alone_calls_the_worker_without_a_key_of_its_own(settings: Settings, mailbox: Mailbox) -> None:
    staff = create_app(settings, Sides.STAFF, QUICK)
    public = create_app(replace(settings, mail="", mail_from=""), Sides.CITIZEN, QUICK)
    assert public.extensions["desk"].office is None
    reference = _somebody_sends(public)
    jobs.run_worker(staff, settings.database.replace("postgresql+psycopg://", "postgresql://", 1), wait=False)
    assert reference in str(mailbox.to(TEAM)[0].get_content()) and mailbox.to(ADVOCATES)
    for app in (staff, public):
        app.extensions["desk"].close()


def test_flask_worker_delivers_until_it_is_stopped(served: Flask, settings: Settings, mailbox: Mailbox) -> None:
    worker = subprocess.Popen(
        [_flask(), "worker"], env=_environment(settings), cwd=HERE, stderr=PIPE, stdout=PIPE, text=True
    )
    try:
        _somebody_sends(served)
        wait_until(lambda: mailbox.to(TEAM) and mailbox.to(ADVOCATES))
    finally:
        worker.send_signal(signal.SIGTERM)
        said, problems = worker.communicate(timeout=PATIENCE)
    assert worker.returncode == 0
    assert "The worker delivers" in said and "Traceback" not in problems, problems
    assert len(mailbox.to(TEAM)) == 1


def test_a_worker_that_starts_before_anything_else_moves_the_keys_of_an_older_house(
    served: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = served.extensions["desk"]
    reference = _somebody_sends(served)
    desk.database.downgrade(desk.keys, "0001")
    for name, value in _environment(settings).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(OutboxThread, "run_here", lambda _: None)
    monkeypatch.setattr(jobs, "run_worker", lambda *_, **__: None)
    started = CliRunner().invoke(worker, [])
    assert started.exit_code == 0, started.output
    with desk.database.read() as conn:
        case = cases.by_reference(conn, reference)
        assert case is not None and desk.office.open(desk.keys.get(case.key_name).sealed)


def test_a_worker_whose_database_does_not_answer_says_so_in_one_line(tmp_path: Path) -> None:
    done = _run(
        [_flask(), "worker"], {"PORTAL_DATABASE": "postgresql://127.0.0.1:9/portal", "PORTAL_VAR": str(tmp_path)}
    )
    assert done.returncode == 2
    assert (
        done.stderr.startswith("The portal cannot start. The database does not answer")
        and "Traceback" not in done.stderr
    )


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_a_server_starts_the_thread_and_stops_it_when_it_ends(settings: Settings) -> None:
    asked = "import threading, wsgi; wsgi.app; print(sorted(one.name for one in threading.enumerate()))"
    done = _run([sys.executable, "-c", asked], _environment(settings))
    assert (done.returncode, done.stderr) == (0, "")
    assert "'outbox'" in done.stdout


def test_both_sides_of_the_same_settings_know_the_same_ways_out(settings: Settings) -> None:
    desks = [lay_out_desk(settings, sides, QUICK) for sides in (Sides.STAFF, Sides.CITIZEN)]
    assert desks[0].ways_out.channels == desks[1].ways_out.channels == {"mail"}
    for desk in desks:
        desk.close()
