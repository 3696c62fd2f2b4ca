"""flask report: the year's figures, from the cases themselves, in any of the forms in which a report leaves."""

import os
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

import config
from portal.cli.opening import fail, london_today, opened, profile_in_use, starting

if TYPE_CHECKING:
    from portal.councils import Profile
    from portal.report.making import Contradicts
    from portal.report.rendering import House
    from portal.report.tables import Report

FORMATS = ("html", "pdf", "docx", "xlsx", "csv", "json")
KINDS = ("full", "summary", "children")
READABLE = ("html", "json")
"""What a terminal can show; everything else needs a file or a pipe."""

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command("report")
@click.option("--council", required=True, help="The name of the council's profile: the one that this house serves.")
@click.option("--from", "first", required=True, type=_DAY, help="The first day of the report, like 2024-04-01.")
@click.option("--to", "last", required=True, type=_DAY, help="Its last day, like 2025-03-31.")
@click.option("--format", "format_", required=True, type=click.Choice(FORMATS), help="As what; csv is a zip of every table.")
@click.option("--kind", default="full", show_default=True, type=click.Choice(KINDS), help="All of it, or one of the two short ones.")
@click.option("--years", default=3, show_default=True, type=click.IntRange(1, 5), help="How many periods stand side by side.")
@click.option("--out", type=click.Path(path_type=Path), help="The file, or a folder for it. Left out: it is written to the output.")
def report(
    council: str, first: datetime, last: datetime, format_: str, kind: str, years: int, out: Path | None
) -> None:
    """Make the report of a council from its cases, as they stand now.

    A report that contradicts itself is not given out: where it does is said, and the command ends with 1.
    """
    profile = _served(council)
    if out is None and format_ not in READABLE and _on_terminal():
        fail(f"{format_} is nothing that a terminal can show: name a file with --out, or send it into a pipe.")
    data, name = _made(profile, first.date(), last.date(), format_, kind, years)
    if out is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    path = out / name if out.is_dir() else out
    try:
        path.write_bytes(data)
    except OSError as problem:
        fail(f"{path} cannot be written: {problem.strerror}.")
    click.echo(f"{path}: {len(data):,} bytes.", err=True)


def _on_terminal() -> bool:
    return sys.stdout.isatty()


def _served(council: str) -> "Profile":
    """The profile that is named, where it is the one of this house."""
    from portal.councils import ProfileError, load

    try:
        named = load(council)
    except ProfileError as problem:
        fail(f"No report was made. {problem}")
    served = profile_in_use()
    if named.name != served.name:
        fail(f"No report was made. This house serves {served.name}, and its cases are not those of {named.name}.")
    return named


def _made(profile: "Profile", first: date, last: date, format_: str, kind: str, years: int) -> tuple[bytes, str]:
    """The file, and what it is called."""
    from portal.actions.settling import work_out_rights, work_out_standing
    from portal.report.making import Contradicts, make
    from portal.report.rendering import NoSuchForm, file_name, render
    from portal.store.database import DatabaseUnavailable
    from portal.store.report import of_others

    _is_period(first, last, years)
    with opened() as desk:
        try:
            if worked_out := work_out_standing(desk) + work_out_rights(desk):
                click.echo(f"Worked out first, of {_many(worked_out, 'case')}: what reports count of them.", err=True)
            with desk.database.read() as conn:
                others = of_others(conn, desk.profile.name)
            today = london_today()
            told = make(desk, first, last, today, years=years)
            if told.differences:
                raise Contradicts(told)
            data = render(told, format_, kind=kind, house=_house(profile))
            name = file_name(told, format_, kind=kind)
        except Contradicts as problem:
            _tell_differences(problem)
        except NoSuchForm as problem:
            fail(f"No report was made. {problem}")
        except DatabaseUnavailable as problem:
            fail(f"No report was made. The database does not answer: {problem}")
    _say(told, others, today)
    return data, name


def _is_period(first: date, last: date, years: int) -> None:
    from portal.report.making import NotAPeriod, periods_of

    try:
        periods_of(first, last, years)
    except NotAPeriod:
        fail(f"No report was made. It would end on {last}, before it begins on {first}.")
    except (ValueError, OverflowError):
        fail(f"No report was made. From {first} to {last}, with what lies before it, is no time of which there are cases.")


def _say(told: "Report", others: dict[str, int], today: date) -> None:
    """What whoever reads the figures ought to know of them."""
    for name, number in sorted(others.items()):
        click.echo(f"Not counted: {_many(number, 'case')} under the name of another council, {name}.", err=True)
    if told.period.last >= today:
        click.echo(f"The period is not over: these are its figures up to {today}.", err=True)
    if not any(not table.empty for table in told.tables()):
        click.echo("There is no case in this period, nor in those beside it.", err=True)


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _tell_differences(problem: "Contradicts") -> NoReturn:
    for difference in problem.differences:
        click.echo(str(difference), err=True)
    click.echo(f"No report was made: it contradicts itself in {_many(len(problem.differences), 'place')}.", err=True)
    sys.exit(1)


def _house(profile: "Profile") -> "House":
    """What the council adds to its report: its colours, how to complain, who helps a child."""
    from portal.report.rendering import House

    with starting():
        origin = config.from_environment(os.environ).origin
    advocacy, brand = profile.advocacy, profile.brand
    return House(
        colour=brand.colour, on_colour=brand.on_colour, phone=profile.phone, email=profile.email, address=origin or None,
        advocate=advocacy.name if advocacy else None, advocate_phone=advocacy.phone if advocacy else None,
    )  # fmt: skip
