"""The world outside, on this machine: a real mail server, and a real web server that stands for other systems."""

import email
import email.policy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class Mailbox:
    """What the mail server was handed; while `answer` is set it says that instead of taking anything."""

    messages: list[EmailMessage] = field(default_factory=list)
    signed_in: list[bool] = field(default_factory=list)
    answer: str | None = None
    port: int = 0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.answer and self.answer.startswith("55"):
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.answer:
            return self.answer
        parsed = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(parsed, EmailMessage)
        self.messages.append(parsed)
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        return [message for message in self.messages if message["To"] == address]

    @property
    def names(self) -> list[str]:
        """The Message-IDs, as they came."""
        return [str(message["Message-ID"]) for message in self.messages]


def text_of(message: EmailMessage) -> str:
    return str(message.get_content())


class _OnAnyPort(Controller):
    """aiosmtpd asks for a fixed port; this one takes any that is free, and says which."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server(box: Mailbox | None = None) -> Iterator[Mailbox]:
    """A server for this mailbox, or for a new one; at the port that it had before, if it had one."""
    box = box or Mailbox()
    server = _OnAnyPort(box, hostname="127.0.0.1", port=box.port)
    server.start()
    box.port = server.port
    try:
        yield box
    finally:
        server.stop()


@dataclass(frozen=True)
class Request:
    """What somebody asked of the web server."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class WebServer:
    """Takes every POST, and answers with `status` and `says`; with no status it hangs up instead."""

    requests: list[Request] = field(default_factory=list)
    status: int = 200
    says: bytes = b"{}"
    port: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def take(self, request: Request) -> int:
        """Keep the request; the status of the answer, 0 for none."""
        self.requests.append(request)
        return self.status


@contextmanager
def web_server(kept: WebServer | None = None) -> Iterator[WebServer]:
    """This server, or a new one; at the port that it had before, if it had one."""
    kept = kept or WebServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = kept.take(Request(self.path, dict(self.headers), body))
            if not status:
                self.close_connection = True
                return
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(kept.says)))
            self.end_headers()
            self.wfile.write(kept.says)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", kept.port), Handler)
    kept.port = server.server_port
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield kept
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
