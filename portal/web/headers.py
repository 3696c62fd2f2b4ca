"""The security headers of every answer."""

import base64
import hashlib

from flask import Flask, Response, request

KEEP_A_YEAR = "public, max-age=31536000, immutable"


def style_hash(css: str) -> str:
    """How the content policy names an inline stylesheet."""
    return "'sha256-" + base64.b64encode(hashlib.sha256(css.encode()).digest()).decode() + "'"


def init(app: Flask, brand_css: str, secure: bool) -> None:
    """Send the headers with everything: nothing from elsewhere, nothing framed, nothing kept by a shared cache."""
    policy = "; ".join((
        "default-src 'none'", "script-src 'self'", f"style-src 'self' {style_hash(brand_css)}",
        "img-src 'self'", "font-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
    ))
    always = [
        ("Content-Security-Policy", policy),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ]
    if secure:
        always.append(("Strict-Transport-Security", "max-age=31536000; includeSubDomains"))

    @app.after_request
    def send(response: Response) -> Response:
        for name, value in always:
            response.headers[name] = value
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        if request.method == "POST" and response.status_code == 302:
            response.status_code = 303
        return response
