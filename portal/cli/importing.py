"""flask import-cases FILE: past years, and what came from older systems; all of a file, or nothing of it."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from portal.cli.opening import fail, opened

MOST_SHOWN = 200


@click.command("import-cases")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only look through the file and say what is wrong; bring nothing in.")
def import_cases(file: Path, dry_run: bool) -> None:
    """Bring in the cases of FILE: CSV with a line of names, or a JSON object on each line (docs/importing.md).

    Codes, days and amounts; no words and no names. Whatever is wrong is said with its line, and then nothing is brought
    in and the command ends with 1. Nobody is written to. On SQLite nobody else can write meanwhile: choose a quiet hour.
    """
    from portal.actions.importing import NotImported, bring_in, look_through
    from portal.store.database import DatabaseUnavailable

    try:
        data = file.read_bytes()
    except OSError as problem:
        fail(f"{file} cannot be read: {problem.strerror}.")
    with opened() as desk:
        now = datetime.now(UTC)
        try:
            found = look_through(desk, data, now)
            if not dry_run:
                bring_in(desk, found, now)
        except NotImported as problem:
            _tell_wrong(problem)
        except DatabaseUnavailable as problem:
            fail(f"Nothing was brought in. The database does not answer: {problem}")
    kinds = ", ".join(f"{kind} {many:,}" for kind, many in sorted(found.kinds.items()))
    what = "Nothing is wrong; nothing was brought in. There would be" if dry_run else "Brought in:"
    click.echo(f"{what} {len(found.histories):,} cases ({kinds}), {found.open:,} of them open, with {found.events:,} events.")


def _tell_wrong(problem: object) -> None:
    from portal.actions.importing import NotImported

    assert isinstance(problem, NotImported)
    for wrong in problem.wrong[:MOST_SHOWN]:
        click.echo(str(wrong), err=True)
    if len(problem.wrong) > MOST_SHOWN:
        click.echo(f"… and {len(problem.wrong) - MOST_SHOWN:,} more", err=True)
    lines = len({wrong.line for wrong in problem.wrong})
    click.echo(f"Nothing was brought in: {len(problem.wrong):,} wrong, on {lines:,} lines.", err=True)
    sys.exit(1)
