"""flask demo: the scenarios, played through the real pages."""

import json
import os

import click

import config
from portal.cli.opening import fail, opened


@click.command()
@click.option("--at", "address", default=None, help="the address of a running portal with the same settings; without it one is started")
@click.option("--only", multiple=True, help="the id of a scenario; may be given several times")
def demo(address: str | None, only: tuple[str, ...]) -> None:
    """Play the scenarios through the real pages, as the people they describe; prints one JSON line each."""
    from portal.demo.play import NoSuchScenario, NotThere, Stuck, play
    from portal.errors import CannotStart

    with opened() as desk:
        settings = config.from_environment(os.environ)
        try:
            for line in play(settings, desk, address, only):
                click.echo(json.dumps(line, ensure_ascii=False))
        except (CannotStart, NoSuchScenario, NotThere, Stuck) as problem:
            fail(str(problem))
