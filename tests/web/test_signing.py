"""Signatures made quickly are those that Flask makes by SHA-256, and let nothing through that its own would not."""

import hashlib
import time

import pytest
from flask import Flask, session
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from portal.web.signing import QuickSerializer, form_token


class BySha256(SecureCookieSessionInterface):
    """Flask's own, told to sign as we do."""

    digest_method = staticmethod(hashlib.sha256)


def test_flask_reads_the_session_that_we_sign_and_we_read_its_own(app: Flask) -> None:
    theirs = BySha256().get_signing_serializer(app)
    ours = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    held = {"voice": "child", "begun": {"complainant": "child"}, "voice_chosen": True}
    assert theirs and theirs.loads(ours.dumps(held), max_age=60) == held
    assert ours.loads(theirs.dumps(held), max_age=60) == held
    long = {"csrf_token": "a" * 400}
    assert ours.loads(theirs.dumps(long), max_age=60) == long, "Flask squeezes what is long"


def test_nothing_is_signed_by_sha_1_or_read_where_it_was(app: Flask) -> None:
    by_sha_1 = SecureCookieSessionInterface().get_signing_serializer(app)
    ours = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    assert by_sha_1 is not None
    with pytest.raises(BadSignature):
        ours.loads(by_sha_1.dumps({"voice": "child"}), max_age=60)
    client = app.test_client()
    client.get("/return")
    with client.session_transaction() as held, app.test_request_context():
        old = URLSafeTimedSerializer(app.secret_key or b"", salt="wtf-csrf-token").dumps(held["csrf_token"])
    assert client.post("/voice", data={"csrf_token": old, "voice": "child"}).status_code == 400
    with app.test_request_context():
        for signed in (form_token(), ours.dumps({})):
            assert len(signed.rpartition(".")[2]) == 43, "32 bytes, as SHA-256 gives"


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
