"""flask serve | worker | upgrade | sweep: the house itself."""

import os
from datetime import UTC, datetime

import click

import config
from portal.cli.opening import fail, opened, starting


@click.command()
def upgrade() -> None:
    """Make the database, or bring it up to date."""
    with opened():
        click.echo("The database is up to date.")


@click.command()
def sweep() -> None:
    """Forget the drafts that nobody has touched for thirty days, and files that belong to nobody."""
    from portal.actions.drafts import sweep as forget
    from portal.actions.files import sweep_shelf
    from portal.actions.keys import sweep_left_over
    from portal.shelf import ShelfUnavailable

    with opened() as desk:
        now = datetime.now(UTC)
        click.echo(f"Drafts forgotten: {forget(desk, now)}. Keys of commits that failed: {sweep_left_over(desk, now)}")
        try:
            click.echo(f"Files of nobody, destroyed: {sweep_shelf(desk, now)}")
        except ShelfUnavailable as problem:
            fail(f"The files cannot be reached: {problem}")


@click.command()
def serve() -> None:
    """Make what is missing, say where the portal is, and serve both sides in one process."""
    from portal.serving import run

    with starting():
        settings = config.from_environment(os.environ)
    with opened() as desk:
        run(settings, desk, datetime.now(UTC))


@click.command()
def worker() -> None:
    """Deliver what is to leave, and do each day's work: beside the servers where they run on PostgreSQL."""
    from portal import Sides, create_app
    from portal.handoff.engine import OutboxThread
    from portal.handoff.jobs import run_worker

    with starting():
        settings = config.from_environment(os.environ)
        app = create_app(settings, Sides.STAFF)
        desk = app.extensions["desk"]
        desk.database.upgrade(desk.keys)
    click.echo("The worker delivers what is to leave. Ctrl-C stops it.")
    if desk.database.on_sqlite:
        OutboxThread(app).run_here()
    else:
        run_worker(app, settings.database.replace("postgresql+psycopg://", "postgresql://", 1))
    desk.close()
