"""A visitor's side of the wire: connections that are kept open, and as many requests as the server can answer."""

import selectors
import socket
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urlencode

HOST = "127.0.0.1"
CONNECTIONS = 4


class NotAnswered(Exception):
    """The server closed the connection, or gave another status than the one expected."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `wire` counts every byte of it, headers too."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    wire: int

    def header(self, name: str) -> str | None:
        """The first header of this name."""
        return next((value for key, value in self.headers if key == name), None)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, ready to be sent again and again: where, what, and the status that it must get."""

    port: int
    request: bytes
    status: int = 200


def request(path: str, form: Mapping[str, object] | None = None, cookies: Mapping[str, str] | None = None) -> bytes:
    """The bytes of a GET, or with `form` of a POST."""
    body = b"" if form is None else urlencode(form, doseq=True).encode()
    lines = [f"{'GET' if form is None else 'POST'} {path} HTTP/1.1", f"Host: {HOST}", "Accept-Encoding: gzip"]
    if cookies:
        lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in cookies.items()))
    if form is not None:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def connect(port: int) -> socket.socket:
    """A connection that waits for nothing before it sends."""
    sock = socket.create_connection((HOST, port), timeout=30)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sock


def exchange(sock: socket.socket, sent: bytes) -> Answer:
    """Send a request and read its whole answer. Raises NotAnswered."""
    sock.sendall(sent)
    return _parsed(_whole(sock))


def rate(asked: Asked, seconds: float) -> float:
    """Requests answered a second, with a few connections that each ask again as soon as they are answered."""
    socks = [connect(asked.port) for _ in range(CONNECTIONS)]
    with selectors.DefaultSelector() as waiting:
        for sock in socks:
            waiting.register(sock, selectors.EVENT_READ)
            sock.sendall(asked.request)
        expected, answered, start = b" %d " % asked.status, 0, time.perf_counter()
        while (now := time.perf_counter()) - start < seconds:
            for ready, _ in waiting.select(timeout=5):
                _answered(ready.fileobj, expected)  # type: ignore[arg-type]
                ready.fileobj.sendall(asked.request)  # type: ignore[union-attr]
                answered += 1
    for sock in socks:
        sock.close()
    return answered / (now - start)


def seconds_each(asked: Asked, times: int) -> float:
    """How long one request takes, one after the other on one connection."""
    expected = b" %d " % asked.status
    with closing(connect(asked.port)) as sock:
        start = time.perf_counter()
        for _ in range(times):
            sock.sendall(asked.request)
            _answered(sock, expected)
        return (time.perf_counter() - start) / times


def _answered(sock: socket.socket, expected: bytes) -> None:
    whole = _whole(sock)
    if whole[8:13] != expected:
        raise NotAnswered(whole[:200].decode("latin-1"))


def _whole(sock: socket.socket) -> bytes:
    data = sock.recv(262_144)
    while data and b"\r\n\r\n" not in data:
        data += sock.recv(262_144)
    head, _, body = data.partition(b"\r\n\r\n")
    missing = _length(head) - len(body)
    while missing > 0:
        more = sock.recv(262_144)
        if not more:
            break
        data += more
        missing -= len(more)
    if not data or missing > 0:
        raise NotAnswered("the server closed the connection")
    return data


def _length(head: bytes) -> int:
    _, _, after = head.lower().partition(b"content-length:")
    return int(after.split(b"\r\n", 1)[0]) if after else 0


def _parsed(data: bytes) -> Answer:
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines)
    headers = tuple((name.strip().lower(), value.strip()) for name, _, value in pairs)
    return Answer(int(first.split(" ", 2)[1]), headers, body, len(data))
