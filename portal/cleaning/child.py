"""The process apart: reads a file from its input, cleans it within limits, and writes what became of it."""

import json
import resource
import sys

from portal.cleaning.cleaner import clean, load_what_opens
from portal.cleaning.refusals import Damaged, NotCleaned

MOST_MEMORY = 2 * 1024**3
MOST_CPU_SECONDS = 30


def main() -> None:
    """One file in, one line of JSON and the cleaned file out; nothing is written to any disk."""
    _limit(resource.RLIMIT_AS, MOST_MEMORY)
    _limit(resource.RLIMIT_CPU, MOST_CPU_SECONDS)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    data = sys.stdin.buffer.read()
    load_what_opens(data)
    # From here on nothing can be opened: no file, and no connection to anywhere.
    _limit(resource.RLIMIT_NOFILE, 0)
    try:
        cleaned = clean(data)
        said, kept = {"kind": cleaned.kind.value}, cleaned.data
    except NotCleaned as refused:
        said, kept = {"refused": type(refused).__name__}, b""
    except Exception:  # a fault in what opens files is a reason not to take this one, whatever it is called
        said, kept = {"refused": Damaged.__name__}, b""
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + kept)
    sys.stdout.buffer.flush()


def _limit(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    least = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (least, least))
