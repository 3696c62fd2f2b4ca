"""The security headers of every answer."""

import base64
import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, request

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

POWERS = ", ".join(
    f"{power}=()" for power in (
        "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen",
        "geolocation", "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment", "serial",
        "usb", "xr-spatial-tracking",
    )
)  # fmt: skip
"""What no page of ours needs of a device."""

POWERS_TO_RECORD = POWERS.replace("microphone=()", "microphone=(self)")
"""The same for a page on which somebody may say it aloud: the browser still asks them first."""
HEARD_AGAIN = "media-src blob:"
"""What such a page may play: what was recorded on it, or fetched by it, and nothing that has an address."""
RECORDS = "portal.records"

FORGET_OURS = '"cache", "storage"'
"""What a browser is told to forget when somebody leaves. Not cookies: those of the council's other pages would go too."""

KEEP_A_YEAR = "public, max-age=31536000, immutable"


def style_hash(css: str) -> str:
    """How the content policy names an inline stylesheet."""
    return "'sha256-" + base64.b64encode(hashlib.sha256(css.encode()).digest()).decode() + "'"


def init(app: Flask, brand_css: str, secure: bool) -> None:
    """Send the headers with everything: nothing from elsewhere, nothing framed, nothing kept by a shared cache."""
    policy = "; ".join((
        "default-src 'none'", "script-src 'self'", f"style-src 'self' {style_hash(brand_css)}",
        "img-src 'self'", "font-src 'self'", "connect-src 'self'", "form-action 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'",
    ))
    always = [
        ("Content-Security-Policy", policy),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Permissions-Policy", POWERS),
        ("X-Permitted-Cross-Domain-Policies", "none"),
        ("Server", "portal"),
    ]
    if secure:
        always.append(("Strict-Transport-Security", "max-age=31536000; includeSubDomains"))

    to_record = {"Content-Security-Policy": f"{policy}; {HEARD_AGAIN}", "Permissions-Policy": POWERS_TO_RECORD}
    recording = [(name, to_record.get(name, value)) for name, value in always]

    # Added around the application, in one go: setting them one by one costs as much as a session.
    app.wsgi_app = _Headed(app.wsgi_app, always, recording)  # type: ignore[method-assign]


def forget_ours(response: Response) -> Response:
    """Have the browser forget the pages that it was shown, and whatever it keeps of them."""
    response.headers["Clear-Site-Data"] = FORGET_OURS
    return response


def let_record() -> None:
    """Let the page that answers this request use the microphone, and play what it recorded: no other page may."""
    request.environ[RECORDS] = True


class _Headed:
    """An application whose every answer carries `always`, and is kept by nobody unless it says otherwise.

    A page that asked to record carries `recording` instead.

    After a POST it sends the browser on with a 303, which says to GET what comes next.
    """

    def __init__(self, within: Any, always: list[tuple[str, str]], recording: list[tuple[str, str]]) -> None:
        self._within = within
        self._always, self._not_kept = always, [*always, ("Cache-Control", "no-store")]
        self._recording = [*recording, ("Cache-Control", "no-store")]
        self._of_files = [header for header in always if header[0] != "Content-Security-Policy"]

    def __call__(self, environ: "WSGIEnvironment", start_response: Any) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *problem: Any) -> Any:
            if status.startswith("302") and environ["REQUEST_METHOD"] == "POST":
                status = "303 SEE OTHER"
            said = {name for name, _ in headers}
            if "Content-Security-Policy" in said:
                added = self._of_files  # a file that is handed out says its own, stricter policy, and that nobody keeps it
            elif RECORDS in environ:
                added = self._recording
            else:
                added = self._always if "Cache-Control" in said else self._not_kept
            return start_response(status, headers + added, *problem)

        return self._within(environ, start)  # type: ignore[no-any-return]
