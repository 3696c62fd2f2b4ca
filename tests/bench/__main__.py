"""How fast the portal is, beside a bare Flask page and a plain Jinja page: `make bench`.

Everything is measured in one run on one machine, side by side in short turns, and told
as ratios: a busy machine slows all sides down alike.
"""

import argparse
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from portal import lay_out_desk
from portal.seal.return_words import OTHER_WORDS, STRETCH, new_words, wrap
from tests.bench.first_page import first_page
from tests.bench.journeys import Visitor, complain
from tests.bench.load import Asked, rate, request, seconds_each
from tests.bench.queue import queue_of
from tests.bench.report import year_of
from tests.bench.server import served
from tests.bench.sites import settings
from tests.bench.table import Line, Target, printed

HERE, NEXT = "/ask/service", "/ask/months_since"
"""A question in mid-journey, and the one after it."""

VISITORS = 3


def main() -> int:
    """Measure, print the table; 1 where a target is clearly missed."""
    asked = _arguments()
    with TemporaryDirectory(prefix="portal-bench-") as folder, ExitStack() as open_until_end:
        lines = [*_pages(asked.rounds, Path(folder), open_until_end)]
        lines += _queue(asked.rounds, asked.cases, Path(folder), open_until_end)
        lines += _report(asked.cases, Path(folder), open_until_end)
    print(printed(lines))
    return int(any(line.missed for line in lines))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer turns, and 50,000 cases in the large queue")
    parser.add_argument("--rounds", type=int, help="turns that each side gets")
    parser.add_argument("--cases", type=int, help="cases in the large queue")
    asked = parser.parse_args()
    asked.rounds = asked.rounds or (5 if asked.quick else 15)
    asked.cases = asked.cases or (50_000 if asked.quick else 1_000_000)
    return asked


def _pages(rounds: int, folder: Path, stack: ExitStack) -> list[Line]:
    var = folder / "pages"
    _empty(var)
    port = stack.enter_context(served("portal", BENCH_VAR=str(var)))
    size = str(len(Visitor(port).get("/").body))
    bare = Asked(stack.enter_context(served("bare", BENCH_SIZE=size)), request("/"))
    plain = Asked(stack.enter_context(served("jinja", BENCH_SIZE=size)), request("/"))
    sides = {"bare Flask page": bare, "plain Jinja page": plain, **_portal_pages(port)}
    rates = in_turns({name: partial(rate, side, 0.4) for name, side in sides.items()}, rounds)
    return [*_page_lines(rates), _submission(port, rounds), _stretching(), *_first(port)]


def _portal_pages(port: int) -> dict[str, Asked]:
    fresh, answered = Visitor(port), Visitor(port)
    complain(fresh, until=HERE)
    complain(answered, until=NEXT)
    fresh.get(HERE)
    return {
        "start page": Asked(port, request("/")),
        "question page": Asked(port, request(HERE, cookies=fresh.cookies)),
        "with a saved answer": Asked(port, request(HERE, cookies=answered.cookies)),
        "with an error": Asked(port, request(HERE, {"csrf_token": fresh.token}, fresh.cookies), status=400),
    }


def _page_lines(rates: Mapping[str, list[float]]) -> list[Line]:
    targets = {"start page": 0.45, "question page": 0.25, "with a saved answer": 0.15, "with an error": 0.15}
    bare, plain = rates["bare Flask page"], rates["plain Jinja page"]
    lines = []
    for name, mine in rates.items():
        told = f"{median(mine):,.0f} a second, {ratio(mine, plain):.2f} of the Jinja page"
        target = Target(targets[name], at_least=True) if name in targets else None
        lines.append(Line(name, ratio(mine, bare), "of the bare page", told, target))
    return lines


def _submission(port: int, rounds: int) -> Line:
    with ThreadPoolExecutor(VISITORS) as visitors:
        paces = [_pace(visitors, port) for _ in range(max(rounds // 2, 3))]
    return Line("whole submission", median(paces), "a second", "every page got and posted, before stretching",
                Target(20, at_least=True))


def _pace(visitors: ThreadPoolExecutor, port: int) -> float:
    start = time.perf_counter()
    list(visitors.map(_complains, [port] * VISITORS * 6))
    return VISITORS * 6 / (time.perf_counter() - start)


def _complains(port: int) -> None:
    visitor = Visitor(port)
    complain(visitor)
    visitor.leave()


def _stretching() -> Line:
    start = time.perf_counter()
    wrap(bytes(32), "bench", new_words(OTHER_WORDS), STRETCH)
    return Line("stretching of return words", time.perf_counter() - start, "seconds", "once a submission, beside it")


def _first(port: int) -> list[Line]:
    requests, wire = first_page(port)
    return [
        Line("first page", wire / 1000, "KB on the wire", "", Target(40, at_least=False)),
        Line("first page", requests, "requests", "", Target(5, at_least=False)),
    ]


def _queue(rounds: int, cases: int, folder: Path, stack: ExitStack) -> list[Line]:
    small = stack.enter_context(queue_of(1_000, folder / "small"))
    large = stack.enter_context(queue_of(cases, folder / "large"))
    sides = {"small": lambda: seconds_each(small, 20), "large": lambda: seconds_each(large, 20)}
    in_turns(sides, 2)
    took = in_turns(sides, rounds)
    told = f"{1000 * median(took['large']):.1f} ms at {cases:,} cases, {1000 * median(took['small']):.1f} ms at 1,000"
    return [Line("queue, first page", ratio(took["large"], took["small"]), "times as long", told, Target(1.2, at_least=False))]


REPORTS = 3
"""Turns of the report: each of them takes long enough by itself."""


def _report(cases: int, folder: Path, stack: ExitStack) -> list[Line]:
    questions, by_hand = stack.enter_context(year_of(cases, folder / "year"))
    took = in_turns({"questions": questions, "by hand": by_hand}, REPORTS)
    told = f"{median(took['questions']):.1f} s for every question of a year of {cases:,} cases, {median(took['by hand']):.1f} s for one query by hand"
    return [Line("year's figures", ratio(took["questions"], took["by hand"]), "times as long", told, Target(2.0, at_least=False))]


def in_turns(sides: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """Each side measured once a round, one right after the other; every second round in the other order."""
    found: dict[str, list[float]] = {name: [] for name in sides}
    for number in range(rounds):
        for name in list(sides)[:: 1 if number % 2 else -1]:
            found[name].append(sides[name]())
    return found


def ratio(mine: list[float], other: list[float]) -> float:
    """The median of the ratios of single rounds, so that a slow moment does not count for one side only."""
    return median(a / b for a, b in zip(mine, other, strict=True))


def _empty(var: Path) -> None:
    desk = lay_out_desk(settings(var))
    desk.database.upgrade()
    desk.close()


if __name__ == "__main__":
    sys.exit(main())
