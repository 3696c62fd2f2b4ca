"""Where a message ends, the server and whatever stands before it must agree: what could be read in two ways is refused."""

import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.bench.sites import ORIGIN
from tests.faults.server import Server

ASK = b"GET / HTTP/1.1\r\nHost: %s\r\n" % urlsplit(ORIGIN).netloc.encode()
LAST = ASK + b"Connection: close\r\n\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    var = tmp_path_factory.mktemp("framing")
    var.chmod(0o700)
    made = Server({"FAULTS_VAR": str(var), "FAULTS_DATABASE": ""})
    made.start()
    yield made
    made.kill()


def _answers(server: Server, sent: bytes) -> list[bytes]:
    """The status of each answer to what was sent over one connection."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
        line.sendall(sent)
        said = b"".join(iter(lambda: line.recv(65_536), b""))
    return [after[:3] for after in said.split(b"HTTP/1.1 ")[1:]]


def test_two_requests_are_two_answers(server: Server) -> None:
    assert _answers(server, ASK + b"\r\n" + LAST) == [b"200", b"200"]


def test_what_comes_in_chunks_and_claims_a_length_too_is_the_last_on_its_line(server: Server) -> None:
    for claimed in (0, 5, 9_999):
        lengths = b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n" % claimed
        assert _answers(server, ASK + lengths + b"5\r\nGET /\r\n0\r\n\r\n" + LAST) == [b"200"]


@pytest.mark.parametrize(
    "headers",
    [
        b"Content-Length: 0\r\nContent-Length: 9\r\n",
        b"Content-Length: -1\r\n",
        b"Content-Length: +0\r\n",
        b"Content-Length: 0, 9\r\n",
        b"Transfer-Encoding: xchunked\r\n",
        b"Transfer-Encoding : chunked\r\n",
        b"Transfer-Encoding:\r\n chunked\r\n",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
    ],
)
def test_a_length_that_can_be_read_in_two_ways_is_refused_and_nothing_after_it_is_read(
    server: Server, headers: bytes
) -> None:
    assert _answers(server, ASK + headers + b"\r\n" + LAST) == [b"400"]
