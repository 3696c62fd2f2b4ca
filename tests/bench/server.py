"""One server process for each site of the bench, started and stopped.

Each has one thread, so that what is compared is the work of a page, not how threads take turns.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.serving import SERVER_FLAGS

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 30


class DidNotStart(Exception):
    """The server ended, or did not answer in time."""


@contextmanager
def served(site: str, **environment: str) -> Iterator[int]:
    """Serve one of `sites.SITES` in one process; its port. Raises DidNotStart."""
    port = _free_port()
    granian = str(Path(sys.executable).with_name("granian"))
    process = subprocess.Popen(
        [granian, *SERVER_FLAGS, "--blocking-threads", "1", "--port", str(port), f"tests.bench.sites:{site}"],
        cwd=ROOT, env={**os.environ, **environment},
    )
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    last = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < last and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise DidNotStart(f"port {port}")
