"""A real clamd with two signatures of its own, for as long as a run lasts: it needs no signatures from anywhere."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from clamav_client.clamd import ClamdError, ClamdUnixSocket

# Written apart, so that no scanner of anybody's takes this file for what it tests.
EICAR = ("X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS" + "-TEST-FILE!$H+H*").encode()
SOCKET = "clamd.socket"
PATIENCE_SECONDS = 20


@pytest.fixture(scope="session")
def clamd_socket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The socket of a clamd that knows EICAR."""
    with clamd_in(tmp_path_factory.mktemp("clamd")) as socket:
        yield socket


@contextmanager
def clamd_in(folder: Path, knows: bytes = EICAR) -> Iterator[str]:
    """The socket, in `folder`, of a clamd that knows what begins like `knows` and nothing else."""
    program = shutil.which("clamd", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
    assert program, "ClamAV is not installed: run make setup"
    (folder / "own.ndb").write_text(f"Test.Eicar:0:*:{knows[:40].hex()}\n", "ascii")
    socket, settings = folder / SOCKET, folder / "clamd.conf"
    settings.write_text(f"LocalSocket {socket}\nDatabaseDirectory {folder}\nForeground yes\nStreamMaxLength 25M\n", "ascii")
    with subprocess.Popen([program, "-c", str(settings)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        try:
            _wait_for(socket, running)
            yield str(socket)
        finally:
            running.terminate()
            running.wait(PATIENCE_SECONDS)


def _wait_for(socket: Path, running: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        assert running.poll() is None, "clamd stopped"
        try:
            if socket.exists() and ClamdUnixSocket(str(socket), 5).ping() == "PONG":
                return
        except ClamdError:
            pass
        time.sleep(0.02)
    raise AssertionError("clamd does not answer")
