"""Where somebody goes who has signed in: the page that was asked for, and never out of the back office."""

from urllib.parse import urlsplit

from flask import request, url_for


def safe_next(asked: str | None) -> str | None:
    """`asked` if it is a page of this back office; None for anything that leads elsewhere."""
    if not asked or "\\" in asked or any(ord(sign) <= 32 for sign in asked):
        return None
    parts = urlsplit(asked)
    local = not parts.scheme and not parts.netloc and asked.startswith("/staff/")
    return asked if local and ".." not in parts.path and "//" not in parts.path else None


def onward() -> str:
    """The page that this request asks for as its next, or the first one."""
    return safe_next(request.values.get("next")) or url_for("staff.home")
