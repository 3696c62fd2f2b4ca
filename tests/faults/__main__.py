"""make faults: what the portal stands on is killed, stopped, filled and taken away; prints what was tried and what was lost."""

import argparse
import logging
import sys
from collections.abc import Callable, Iterator

from tests.faults import clocks, mail, migrating, requests, scanner, shelves, trials, webhook
from tests.faults.counting import Found

Trial = tuple[str, Callable[[], Found]]


def main() -> int:
    """Try everything, print a line for each; 1 where anything at all was lost, doubled or wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--submissions", type=int, default=500, help="complaints sent while the server is killed")
    parser.add_argument("--requests", type=int, default=100_000, help="hostile requests, nearly half of the time; 0 for none")
    parser.add_argument("--seed", type=int, default=1, help="of the moments at which things happen")
    asked = parser.parse_args()
    # What is noticed on the way (a message did not leave) is what is being tried, and no news.
    logging.basicConfig(handlers=[logging.NullHandler()])
    harmless = True
    for name, found in _tried(asked.submissions, asked.requests, asked.seed):
        print(f"{name:44} {found}", flush=True)
        harmless &= found.harmless
    print(f"{'in memory of an idle process':44} {trials.remembered()} copies of a complaint (measured, not promised)")
    return int(not harmless)


def _tried(submissions: int, hostile: int, seed: int) -> Iterator[tuple[str, Found]]:
    found, kills = trials.killed(submissions, seed)
    yield f"server killed {kills} times (SIGKILL)", found
    few = max(submissions // 5, 10)
    stops = max(few // 5, 3)
    yield f"PostgreSQL stopped at once, up to {stops} times", trials.without_database(few, stops, seed)
    found, stuck = trials.full_disk(few)
    yield f"disk full for a while{'' if stuck else ' (nobody was stopped by it)'}", found
    for name, trial in _away(few, seed):
        yield name, trial()
    if hostile:
        yield "hostile requests", requests.sent(hostile, seed)


def _away(people: int, seed: int) -> tuple[Trial, ...]:
    """What is outside is away and comes back; and what is inside disagrees about the time, or is an older portal's."""
    return (
        ("mail server away and back", lambda: mail.mail_down(people, seed)),
        ("case system (webhook) away and back", lambda: webhook.webhook_down(people, seed)),
        ("virus scanner away and back", lambda: scanner.scanner_down(people, seed)),
        ("file store (S3) away and back", lambda: shelves.bucket_down(people // 4)),
        ("file store (folder) away and back", lambda: shelves.folder_down(people // 4)),
        ("two workers, clocks 10 hours apart", lambda: clocks.clocks_apart(people, seed)),
        ("migrations with data, SQLite", lambda: migrating.migrated_on_sqlite(people, seed)),
        ("migrations with data, PostgreSQL", lambda: migrating.migrated_on_postgresql(people, seed)),
    )


if __name__ == "__main__":
    sys.exit(main())
