"""flask equality: what adults said about themselves after sending, as figures without small numbers."""

import re

import click

from portal.cli.opening import fail, opened

FEWEST_MONTHS = 3
A_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


@click.command()
@click.argument("first")
@click.argument("last")
def equality(first: str, last: str) -> None:
    """The figures of the months FIRST to LAST (YYYY-MM), three or more together: of fewer, somebody might be known."""
    from portal.actions.equality import figures
    from portal.limits import EQUALITY_FEWEST

    months = _months(first, last)
    if len(months) < FEWEST_MONTHS:
        fail(f"Two months as YYYY-MM, the earlier first, with {FEWEST_MONTHS} months or more from one to the other.")
    with opened() as desk:
        for question, counts in figures(desk, months).items():
            click.echo(question)
            for answer, count in sorted(counts.items()):
                click.echo(f"  {answer}: {f'left out (fewer than {EQUALITY_FEWEST}, or beside such a one)' if count is None else count}")


def _months(first: str, last: str) -> list[str]:
    """Every month from the first to the last; none where they are not two months in order."""
    if not (A_MONTH.fullmatch(first) and A_MONTH.fullmatch(last)):
        return []
    begin, end = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last))
    return [f"{number // 12}-{number % 12 + 1:02}" for number in range(begin, end + 1)]
