"""Cleaning in a process apart: it ends after each file, may use only so much memory and time, and knows nothing of us.

Where a file makes it fall over, only that file is lost. It is started from this room alone
(`child.py`), without our settings, keys or database.
"""

import json
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore

from portal.cleaning import refusals
from portal.cleaning.kinds import Clean, FileKind
from portal.cleaning.refusals import CleanerBusy, NotCleaned, TooMuchInside

AT_ONCE = 2
PATIENCE_SECONDS = 30
MOST_SECONDS = 40

_ROOM = BoundedSemaphore(AT_ONCE)
# The room is loaded by itself: what opens strangers' files need not know the rest of the house.
_START = (
    "import sys, types; house = types.ModuleType('portal'); house.__path__ = [sys.argv[1]]; "
    "sys.modules['portal'] = house; from portal.cleaning.child import main; main()"
)
_COMMAND = (sys.executable, "-I", "-c", _START, str(Path(__file__).resolve().parent.parent))


def clean_apart(data: bytes) -> Clean:
    """The same as `clean`. Raises a subclass of `NotCleaned`; `CleanerBusy` when there is no turn for too long."""
    if not _ROOM.acquire(timeout=PATIENCE_SECONDS):
        raise CleanerBusy
    try:
        done = subprocess.run(_COMMAND, input=data, capture_output=True, timeout=MOST_SECONDS, env={}, check=False)
    except subprocess.TimeoutExpired:
        raise TooMuchInside from None
    finally:
        _ROOM.release()
    return _told(done.returncode, done.stdout)


def _told(code: int, answer: bytes) -> Clean:
    """What the child said: one line of JSON, then the file. A child that was stopped had too much to unfold."""
    if code != 0:
        raise TooMuchInside
    line, _, data = answer.partition(b"\n")
    said = json.loads(line)
    if "refused" in said:
        refused: type[NotCleaned] = getattr(refusals, said["refused"])
        raise refused
    return Clean(FileKind(said["kind"]), data)
