"""The token in a request, and what is answered where it is missing, wrong or not enough."""

from typing import Any

from flask import request

Problem = tuple[dict[str, Any], int, dict[str, str]]


def token() -> str:
    """The bearer token of this request; empty where there is none."""
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    return given.strip() if kind.lower() == "bearer" else ""


def problem(status: int, title: str, detail: str) -> Problem:
    """What is wrong, for a program and for whoever reads its log (RFC 9457). It repeats nothing of what was asked."""
    headers = {"Content-Type": "application/problem+json"}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return {"title": title, "status": status, "detail": detail}, status, headers


def not_opened() -> Problem:
    """No token, or one that opens nothing."""
    return problem(401, "A token is needed", "Send Authorization: Bearer and a token that has not been revoked.")
