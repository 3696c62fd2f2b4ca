"""flask profile | triage | deadlines | path: what the rules say, without a house."""

import json
import os
import sys
from collections.abc import Callable
from typing import Any

import click

from portal.cli.opening import fail, london_today, opened, profile_in_use


@click.command()
@click.argument("name_or_file")
def profile(name_or_file: str) -> None:
    """Print a council's profile as JSON, or say what is wrong with it; what the Ombudsman's Code warns of on stderr."""
    from portal.councils import ProfileError, describe, load
    from portal.councils.dates import code_warnings

    try:
        click.echo(describe(name_or_file))
    except ProfileError as problem:
        fail(str(problem))
    for warning, figures in code_warnings(load(name_or_file), london_today()):
        click.echo(f"Warning: {warning.adult % figures}", err=True)


@click.command()
@click.option("--replay", is_flag=True, help="over the cases in the store: those that would now go elsewhere, or are owed a stage")
def triage(replay: bool) -> None:
    """Facts in as JSON on standard input, where they belong and why out; or the rules of today over every case."""
    if replay:
        return _replay()
    from portal.law.facts import Facts
    from portal.law.triage import decide

    terms = profile_in_use().terms(london_today())
    _answer_each(lambda told: decide(Facts.from_codes(told), terms).to_json())


def _replay() -> None:
    from portal.actions.replaying import replay

    with opened() as desk:
        for found in replay(desk, london_today()):
            click.echo(json.dumps(found.to_json(), ensure_ascii=False))


@click.command()
def deadlines() -> None:
    """A council, a procedure, a stage and the day it began in as JSON on standard input, its dates out."""
    from portal.councils.asked import Asked

    council = os.environ.get("PORTAL_COUNCIL") or "example"
    _answer_each(lambda told: Asked.from_codes(told, council).dates())


def _answer_each(answer: Callable[[dict[str, Any]], Any]) -> None:
    """An object in, an object out; a list in, a list out. Anything not understood: exit 2, and nothing on stdout."""
    try:
        told = json.load(sys.stdin)
    except (ValueError, RecursionError) as problem:
        fail(f"Standard input is not JSON: {problem}")
    answers = []
    for index, item in enumerate(told if isinstance(told, list) else [told]):
        if not isinstance(item, dict):
            fail(f"item {index}: an object was expected")
        try:
            answers.append(answer(item))
        except ValueError as problem:
            fail(f"item {index}: {problem}")
    click.echo(json.dumps(answers if isinstance(told, list) else answers[0], ensure_ascii=False))


@click.command()
@click.argument("answers", default="{}")
@click.option("--rules", is_flag=True, help="print the rulebook instead, as an HTML page to read and to sign")
def path(answers: str, rules: bool) -> None:
    """Print the path that these answers (a JSON object) lead through, one key a line; or the rulebook behind it."""
    if rules:
        return _print_rules()
    from portal.questions.journey import journey

    try:
        given = json.loads(answers)
    except ValueError as problem:
        fail(f"The answers are not JSON: {problem}")
    if not isinstance(given, dict):
        fail("The answers are not a JSON object of keys and answers.")
    for step in journey(given).steps:
        click.echo(f"{step.key}{'' if step.answered else ' (missing)'}")


def _print_rules() -> None:
    from portal.letters import rulebook
    from portal.staff.labels import facts_told

    click.echo(rulebook.page(profile_in_use().council, london_today(), facts_told))
