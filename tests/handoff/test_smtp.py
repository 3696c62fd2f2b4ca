"""Handing an e-mail to a server: as whom, encrypted or not at all, and what goes wrong by its name."""

import smtplib
import socket
import ssl
from collections.abc import Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from portal.handoff.mail import Mail, NotDelivered
from portal.handoff.smtp import MailServer, _named
from tests.handoff.outside import Mailbox, _OnAnyPort, text_of

MAIL = Mail("outbox-7", "somebody@council.example", "There is a message for you", "Read “it”.\n")
SENDER = "no-reply@council.example"


def test_the_address_says_everything_about_the_server() -> None:
    server = MailServer.at("smtps://portal:s%40cret@mail.example.org", SENDER)
    assert (server.host, server.port, server.user, server.password) == ("mail.example.org", 465, "portal", "s@cret")
    assert "s@cret" not in repr(server)
    assert MailServer.at("smtp://mail.example.org:587", SENDER).port == 587


def test_a_server_elsewhere_without_encryption_is_given_nothing(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name of another machine, which for this test is this one."""
    real = socket.create_connection
    monkeypatch.setattr(socket, "create_connection", lambda address, *more: real(("127.0.0.1", address[1]), *more))
    with pytest.raises(NotDelivered, match="not_encrypted"):
        MailServer.at(f"smtp://mail.example.org:{mailbox.port}", SENDER).carry(MAIL)
    assert mailbox.messages == []


@pytest.fixture
def with_password() -> Iterator[Mailbox]:
    def check(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        right = isinstance(data, LoginPassword) and (data.login, data.password) == (b"portal", b"s@cret")
        box.signed_in.append(right)
        return AuthResult(success=right, handled=right)

    box = Mailbox()
    server: Controller = _OnAnyPort(box, hostname="127.0.0.1", port=0, authenticator=check, auth_require_tls=False)
    server.start()
    box.port = server.port
    yield box
    server.stop()


def test_with_a_name_and_a_password_it_signs_in(with_password: Mailbox) -> None:
    MailServer.at(f"smtp://portal:s%40cret@127.0.0.1:{with_password.port}", SENDER).carry(MAIL)
    (got,) = with_password.messages
    assert with_password.signed_in == [True]
    assert text_of(got).split() == ["Read", "“it”."]


def test_a_wrong_password_is_named_and_not_repeated(with_password: Mailbox) -> None:
    with pytest.raises(NotDelivered) as refused:
        MailServer.at(f"smtp://portal:wrong@127.0.0.1:{with_password.port}", SENDER).carry(MAIL)
    assert refused.value.problem == "server_said_535" and not refused.value.final


def test_nobody_at_the_port_is_no_connection() -> None:
    with pytest.raises(NotDelivered, match="no_connection"):
        MailServer.at("smtp://127.0.0.1:9", SENDER).carry(MAIL)


@pytest.mark.parametrize(
    ("problem", "named"),
    [
        (ssl.SSLCertVerificationError("self-signed"), "certificate_not_right"),
        (TimeoutError(), "no_answer_in_time"),
        (socket.gaierror(), "no_such_server"),
        (smtplib.SMTPServerDisconnected(), "no_connection"),
        (smtplib.SMTPNotSupportedError(), "mail_fault"),
    ],
)
def test_what_goes_wrong_has_a_name(problem: Exception, named: str) -> None:
    assert _named(problem) == named


def test_a_line_break_in_an_address_makes_no_header(mailbox: Mailbox) -> None:
    forged = Mail("outbox-8", "a@council.example\nBcc: b@council.example", "Hello", "Text")
    with pytest.raises(ValueError, match="linefeed"):
        MailServer.at(f"smtp://127.0.0.1:{mailbox.port}", SENDER).carry(forged)
    assert mailbox.messages == []
