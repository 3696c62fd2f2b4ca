"""make faults: the server killed, the database stopped, the disk filled, while people complain; prints what was lost."""

import argparse
import sys
from collections.abc import Iterator

from tests.faults import trials
from tests.faults.counting import Count


def main() -> int:
    """Try everything, print a line for each; 1 where anything at all was lost or doubled."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--submissions", type=int, default=500, help="complaints sent while the server is killed")
    parser.add_argument("--seed", type=int, default=1, help="of the moments at which things happen")
    asked = parser.parse_args()
    harmless = True
    for name, found in _tried(asked.submissions, asked.seed):
        print(f"{name:56}{_told(found)}", flush=True)
        harmless &= found.harmless
    print(f"{'what an idle process still has in memory of a complaint':56}{trials.remembered()} copies (measured, not promised)")
    return int(not harmless)


def _tried(submissions: int, seed: int) -> Iterator[tuple[str, Count]]:
    found, kills = trials.killed(submissions, seed)
    yield f"server killed {kills} times (SIGKILL)", found
    few = max(submissions // 5, 10)
    stops = max(few // 5, 3)
    yield f"PostgreSQL stopped at once, up to {stops} times", trials.without_database(few, stops, seed)
    found, stuck = trials.full_disk(few)
    yield f"disk full for a while{'' if stuck else ' (nobody was stopped by it)'}", found


def _told(found: Count) -> str:
    return (
        f"{found.tried} sent, {found.acknowledged} acknowledged, {found.lost} lost, {found.doubled} doubled, "
        f"{found.unreadable} unreadable, {found.answers_lost} answers of drafts lost"
    )


if __name__ == "__main__":
    sys.exit(main())
