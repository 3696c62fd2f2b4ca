"""Signatures made quickly are those of Flask and Flask-WTF, and let nothing through that theirs would not."""

import time

import pytest
from flask import Flask, session
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import generate_csrf, validate_csrf
from itsdangerous import BadSignature, SignatureExpired

from portal.web.signing import QuickSerializer, form_token


def test_flask_wtf_accepts_our_token_and_makes_the_same_kind(app: Flask) -> None:
    with app.test_request_context():
        validate_csrf(form_token())
        assert generate_csrf() == form_token()


def test_flask_reads_the_session_that_we_sign_and_we_read_its_own(app: Flask) -> None:
    theirs = SecureCookieSessionInterface().get_signing_serializer(app)
    ours = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    held = {"voice": "child", "begun": {"complainant": "child"}, "voice_chosen": True}
    assert theirs and theirs.loads(ours.dumps(held), max_age=60) == held
    assert ours.loads(theirs.dumps(held), max_age=60) == held
    long = {"csrf_token": "a" * 400}
    assert ours.loads(theirs.dumps(long), max_age=60) == long, "Flask squeezes what is long"


@pytest.mark.parametrize("change", (lambda s: s[:-2], lambda s: "x" + s, lambda s: s.replace(".", ",", 1), lambda s: "", lambda s: "é.ü.x"))
def test_what_was_changed_on_the_way_is_not_read(change: object) -> None:
    quick = QuickSerializer(b"secret" * 8, "place")
    with pytest.raises(BadSignature):
        quick.loads(change(quick.dumps({"voice": "adult"})), max_age=60)  # type: ignore[operator]


def test_what_another_key_or_another_place_signed_is_not_read() -> None:
    signed = QuickSerializer(b"secret" * 8, "place").dumps("word")
    for secret, place in ((b"secret" * 8, "elsewhere"), (b"hidden" * 8, "place")):
        with pytest.raises(BadSignature):
            QuickSerializer(secret, place).loads(signed, max_age=60)


def test_a_signature_grows_old(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = QuickSerializer(b"secret" * 8, "place")
    signed, now = quick.dumps("word"), time.time()
    monkeypatch.setattr(time, "time", lambda: now + 61)
    with pytest.raises(SignatureExpired):
        quick.loads(signed, max_age=60)


@pytest.mark.parametrize("token", ("", "x", "a.b.c", None))
def test_a_post_without_the_visitors_own_token_is_refused(app: Flask, token: str | None) -> None:
    client = app.test_client()
    client.get("/")
    assert client.post("/voice", data={} if token is None else {"csrf_token": token}).status_code == 400


def test_a_token_of_another_visitor_is_refused(app: Flask) -> None:
    with app.test_request_context():
        session["csrf_token"] = "somebody else's"
        foreign = form_token()
    client = app.test_client()
    client.get("/")
    assert client.post("/voice", data={"csrf_token": foreign, "voice": "child"}).status_code == 400
