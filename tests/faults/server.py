"""A server process that can be killed at any moment, and started again on the same port with the same data."""

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from portal.serving import SERVER_FLAGS
from tests.bench.load import NotAnswered, connect, exchange, request
from tests.faults.days import free_port

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 60


class DidNotStart(Exception):
    """The server ended, or did not answer in time."""


class Server:
    """One portal on one port. `most_bytes` is as large as any file it writes may grow: a disk that is full."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = {**os.environ, **environment}
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, most_bytes: int | None = None) -> None:
        """Start it, and return when it answers. Raises DidNotStart."""
        self.begin(most_bytes)
        self.wait()

    def begin(self, most_bytes: int | None = None) -> None:
        """Start it, and do not wait for it."""

        def limited() -> None:
            if most_bytes is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

        granian = str(Path(sys.executable).with_name("granian"))
        self._process = subprocess.Popen(
            [granian, *SERVER_FLAGS, "--blocking-threads", "4", "--port", str(self.port), "tests.faults.site:app"],
            cwd=ROOT, env=self.environment, start_new_session=True, preexec_fn=limited,
            stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )  # fmt: skip

    def wait(self) -> None:
        """Return when it answers, whatever it says. Raises DidNotStart."""
        last = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < last and self._process is not None and self._process.poll() is None:
            if self._answers():
                return
            time.sleep(0.02)
        raise DidNotStart(f"port {self.port}")

    def _answers(self) -> bool:
        """The port is open long before there is anybody behind it."""
        try:
            with closing(connect(self.port)) as sock:
                exchange(sock, request("/healthz"))
        except (OSError, NotAnswered):
            return False
        return True

    def kill(self) -> None:
        """SIGKILL to it and all that it started: nothing is flushed, nothing is tidied."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(PATIENCE_SECONDS)
            self._process = None

    def processes(self) -> list[int]:
        """The numbers of the server's process and of all that it started."""
        if self._process is None:
            return []
        group = [int(each.name) for each in Path("/proc").iterdir() if each.name.isdecimal() and self._is_ours(int(each.name))]
        return sorted(group)

    def _is_ours(self, pid: int) -> bool:
        try:
            return self._process is not None and os.getpgid(pid) == self._process.pid
        except OSError:
            return False
