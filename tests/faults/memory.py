"""What an idle process still has in memory of what somebody sent: measured and told, and no gate."""

import re
import time
from pathlib import Path
from threading import Event

from tests.faults.people import Patient
from tests.faults.server import Server

IDLE_SECONDS = 2
CHUNK = 1 << 22


def marks_in_memory(server: Server) -> int:
    """Send a complaint with a mark in it, wait, and count how often the mark stands in the server's memory."""
    told = Patient(server.port, Event()).complain()
    assert told.reference, "the complaint was never acknowledged"
    time.sleep(IDLE_SECONDS)
    mark = told.mark.encode()
    return sum(_count(pid, mark) for pid in server.processes())


def _count(pid: int, mark: bytes) -> int:
    found = 0
    with Path(f"/proc/{pid}/maps").open() as maps, Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in maps:
            place = re.match(r"([0-9a-f]+)-([0-9a-f]+) r", line)
            if place is None or "[v" in line:
                continue
            start, end = (int(part, 16) for part in place.groups())
            found += _in_region(memory, start, end, mark)
    return found


def _in_region(memory, start: int, end: int, mark: bytes) -> int:  # type: ignore[no-untyped-def]
    found, at, before = 0, start, b""
    try:
        memory.seek(start)
        while at < end:
            data = memory.read(min(CHUNK, end - at))
            if not data:
                break
            found += (before + data).count(mark)
            before, at = data[-len(mark) + 1 :], at + len(data)
    except OSError:
        pass
    return found
