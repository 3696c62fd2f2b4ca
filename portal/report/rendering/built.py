"""Typefaces and drawings of the house as the build left them, for documents that must carry what they show."""

import json
import re
from functools import cache
from pathlib import Path

DIST = Path(__file__).resolve().parents[3] / "static" / "dist"


@cache
def asset(name: str) -> bytes | None:
    """The bytes of an asset by its plain name, such as lexend-latin-400.woff2; None where it was not built."""
    try:
        hashed = json.loads((DIST / "manifest.json").read_text("utf-8"))[name]
        return (DIST / hashed).read_bytes()
    except (OSError, ValueError, KeyError):
        return None


@cache
def drawing(name: str) -> tuple[str, str] | None:
    """(viewBox, what is drawn) of one of the house's drawings; None where there is none of this name."""
    found = re.search(
        rf'<symbol id="{re.escape(name)}" viewBox="([\d. ]+)">(.*?)</symbol>',
        (asset("drawings.svg") or b"").decode(),
        re.DOTALL,
    )
    return (found[1], found[2]) if found else None
