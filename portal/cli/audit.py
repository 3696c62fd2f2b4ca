"""flask audit verify | head: whether any history was altered, and the head to keep outside."""

import sys
from collections.abc import Iterable
from datetime import UTC, datetime

import click

from portal.cli.opening import fail, opened

CUT_OFF = (
    "No head was given with --kept. An end that was cut off together with the heads since then leaves nothing here that is "
    "wrong: only a head that was kept outside shows it."
)


@click.group()
def audit() -> None:
    """Whether any history was altered after it was written."""


@audit.command("verify")
@click.option("--case", "reference", help="Only the history of this case; heads are left alone.")
@click.option("--kept", help="A head that somebody kept outside: it has to be among those here.")
@click.option(
    "--known-to", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY",
    help="Say no more of days without a head up to this one: the day's work stood still then, or there were no heads yet.",
)  # fmt: skip
def audit_verify(reference: str | None, kept: str | None, known_to: datetime | None) -> None:
    """Walk every history and every day's head; name the first event of each case that is wrong, and end with 1 if any is."""
    from portal.actions.auditing import Found, walk_case, walk_cases, walk_heads
    from portal.actions.case_file import NoSuchCase

    found = Found()
    with opened() as desk:
        if reference:
            try:
                _tell(walk_case(desk, reference, found))
            except NoSuchCase:
                fail(f"There is no case {reference}.")
        else:
            _tell(walk_cases(desk, found))
            _tell(walk_heads(desk, found, datetime.now(UTC), known_to.date() if known_to else None))
        if kept and not _is_known(desk, kept):
            found.wrong += 1
            click.echo("The head that was kept outside is not among those here: heads were removed or made anew.")
    if not kept:
        click.echo(CUT_OFF)
    click.echo(f"Cases: {found.cases}. Events: {found.events}. Heads: {found.heads}. Wrong: {found.wrong}.")
    sys.exit(1 if found.wrong else 0)


@audit.command("head")
def audit_head() -> None:
    """The newest head: its day, its hash, and how many events it covers. Keep it where nobody can reach it from here."""
    from portal.actions.auditing import last_head

    with opened() as desk:
        head = last_head(desk)
    if head is None:
        fail("There is no head yet: the day's work writes one each day (flask worker or flask serve).")
    click.echo(f"{head.day} {head.hash.hex()} {head.count} events since the head before")


def _tell(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def _is_known(desk: object, kept: str) -> bool:
    from portal.actions.auditing import day_of_head

    try:
        hash = bytes.fromhex(kept.strip())
    except ValueError:
        fail("A head is 64 hexadecimal digits.")
    return day_of_head(desk, hash) is not None  # type: ignore[arg-type]
