"""flask feed: the tokens of the council's own systems."""

from datetime import UTC, datetime

import click

from portal.cli.opening import fail, opened


@click.group()
def feed() -> None:
    """The council's own systems that read /feed/v1."""


@feed.command("token")
@click.argument("name")
@click.option("--scope", "scopes", multiple=True, required=True, type=click.Choice(["cases", "figures"]), help="may be given twice")
def feed_token(name: str, scopes: tuple[str, ...]) -> None:
    """Give a system a token; it is printed this once."""
    from portal.actions.feed import Scope, give_token
    from portal.store.database import NameTaken

    with opened() as desk:
        try:
            token = give_token(desk, name, [Scope(scope) for scope in dict.fromkeys(scopes)], datetime.now(UTC))
        except NameTaken:
            fail(f"There was a token called {name} already. Names are used once: take another.")
    click.echo(token)


@feed.command("tokens")
def feed_tokens() -> None:
    """Every token there ever was: its name, what it opens, when it was last used."""
    from portal.actions.feed import tokens

    with opened() as desk:
        for row in tokens(desk):
            used = f"last used {row.used_at:%Y-%m-%d %H:%M} UTC" if row.used_at else "never used"
            ended = f", revoked {row.revoked_at:%Y-%m-%d}" if row.revoked_at else ""
            click.echo(f"{row.name}: {', '.join(row.scopes)}; {used}{ended}")


@feed.command("revoke")
@click.argument("name")
def feed_revoke(name: str) -> None:
    """From now on the token of this name opens nothing."""
    from portal.actions.feed import NoSuchToken, revoke_token

    with opened() as desk:
        try:
            revoke_token(desk, name, datetime.now(UTC))
        except NoSuchToken:
            fail(f"No token called {name} opens anything. `flask feed tokens` lists them.")
    click.echo(f"The token called {name} opens nothing any more.")
