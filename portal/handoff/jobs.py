"""The engine on PostgreSQL: Procrastinate, whose jobs are kept in the same database.

A job is deferred on the very connection of the case's transaction: it is there if, and only if, that transaction
commits. Jobs only call: what is due, leased, tried again and given up is decided by the outbox's own rows, so
that a job that is lost or comes twice does no harm, and every minute somebody looks for what no job called.
"""

import logging
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from procrastinate import App, PsycopgConnector, SyncPsycopgConnector

from portal.handoff.delivery import deliver
from portal.handoff.engine import desk_of, post_of, utc_now, work_once
from portal.store.database import Connection

DELIVER = "deliver"
EACH_MINUTE = "look_around"
QUEUE = "outbox"
AT_ONCE = 4

# It says of every job what its arguments were; they are numbers, but there is no need.
logging.getLogger("procrastinate").setLevel(logging.WARNING)

# Never opened: it writes on the connections that it is handed.
_caller = App(connector=SyncPsycopgConnector())


def call(conn: Connection, message_id: int, due_at: datetime) -> None:
    """Defer the delivery of a message to the moment it is due, within the transaction of `conn`."""
    raw: Any = conn.connection.driver_connection
    when = None if due_at <= datetime.now(UTC) else due_at
    job = _caller.configure_task(DELIVER, queue=QUEUE, schedule_at=when, connection=raw)
    job.defer(message_id=message_id)


def jobs_of(app: Flask, address: str) -> App:
    """The jobs of this application, on the database at `address` (a libpq URL)."""
    jobs = App(connector=PsycopgConnector(conninfo=address))

    @jobs.task(name=DELIVER, queue=QUEUE)
    def deliver_one(message_id: int) -> None:
        with app.app_context():
            deliver(desk_of(app), post_of(app), message_id, utc_now())

    @jobs.periodic(cron="* * * * *")
    @jobs.task(name=EACH_MINUTE, queue=QUEUE, queueing_lock=EACH_MINUTE, pass_context=False)
    def look_around(timestamp: int) -> None:
        work_once(app, utc_now())

    return jobs


def run_worker(app: Flask, address: str, *, wait: bool = True) -> None:
    """Do the jobs: for ever, or without `wait` those that are due now. Stops cleanly on SIGINT and SIGTERM."""
    jobs = jobs_of(app, address)
    jobs.run_worker(queues=[QUEUE], concurrency=AT_ONCE, wait=wait, delete_jobs="always", install_signal_handlers=wait)
