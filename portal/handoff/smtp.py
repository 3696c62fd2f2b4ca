"""E-mail by SMTP: encrypted, unless the server is this very machine."""

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate
from urllib.parse import unquote, urlsplit

from portal.handoff.mail import Mail, NotDelivered

PATIENCE_SECONDS = 20
THIS_MACHINE = frozenset({"localhost", "127.0.0.1"})
_ENCRYPTED, _PLAIN = "smtps", "smtp"
_PORTS = {_ENCRYPTED: 465, _PLAIN: 25}
_FINAL = range(550, 560)


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where e-mail is handed over, and as whom."""

    scheme: str
    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def at(cls, address: str, sender: str) -> "MailServer":
        """From `smtp://host:port` or `smtps://user:password@host`."""
        parts = urlsplit(address)
        port = parts.port or _PORTS[parts.scheme]
        return cls(
            parts.scheme,
            parts.hostname or "",
            port,
            sender,
            unquote(parts.username or ""),
            unquote(parts.password or ""),
        )

    def carry(self, mail: Mail) -> None:
        """Hand it to the server. Raises `NotDelivered`."""
        try:
            with self._connected() as server:
                server.send_message(self.written(mail), self.sender, [mail.to])
        except smtplib.SMTPRecipientsRefused as refused:
            code = max((code for code, _ in refused.recipients.values()), default=0)
            raise NotDelivered(f"address_refused_{code}", final=code in _FINAL) from None
        except smtplib.SMTPResponseException as answer:
            raise NotDelivered(f"server_said_{answer.smtp_code}") from None
        except (smtplib.SMTPException, OSError) as problem:
            raise NotDelivered(_named(problem)) from None

    def written(self, mail: Mail) -> EmailMessage:
        """The message as it goes over the wire. It is said to be automatic, so that no absence note answers it."""
        message = EmailMessage()
        message.set_content(mail.text)
        message["From"], message["To"], message["Subject"] = self.sender, mail.to, mail.subject
        message["Date"] = formatdate(usegmt=True)
        message["Message-ID"] = f"<{mail.name}@{self.sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message["X-Auto-Response-Suppress"] = "All"
        message["Content-Language"] = mail.language
        if mail.reply_to:
            message["Reply-To"] = mail.reply_to
        if mail.urgent:
            message["Importance"], message["X-Priority"] = "high", "1"
        return message

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        if self.scheme == _ENCRYPTED:
            context = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=PATIENCE_SECONDS, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=PATIENCE_SECONDS)
        with server:
            if self.scheme == _PLAIN:
                self._encrypt(server)
            if self.user:
                server.login(self.user, self.password)
            yield server

    def _encrypt(self, server: smtplib.SMTP) -> None:
        if self.host in THIS_MACHINE:
            return
        server.ehlo()
        if not server.has_extn("starttls"):
            raise NotDelivered("not_encrypted")
        server.starttls(context=ssl.create_default_context())


def _named(problem: Exception) -> str:
    if isinstance(problem, ssl.SSLError):
        return "certificate_not_right"
    if isinstance(problem, TimeoutError):
        return "no_answer_in_time"
    if isinstance(problem, socket.gaierror):
        return "no_such_server"
    broke_off = isinstance(problem, smtplib.SMTPException) and not isinstance(problem, smtplib.SMTPServerDisconnected)
    return "mail_fault" if broke_off else "no_connection"
