"""Stylesheets, script, fonts and pictures as the build left them: their addresses and their bytes."""

from __future__ import annotations

import json
import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

ADDRESS = "/static/dist/"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
WHITE = (255, 255, 255)
BLACK = (0, 0, 0)


class AssetsMissing(Exception):
    """The assets were never built here, or only in part; the message says how to build them."""


class BrandColours(Protocol):
    """What a council's profile says of its looks: colours as #rrggbb, and a CSS font family."""

    @property
    def colour(self) -> str: ...
    @property
    def on_colour(self) -> str: ...
    @property
    def link_colour(self) -> str | None: ...
    @property
    def font(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Content:
    """One file to send: as it is, gzipped where that helps, and its media type."""

    data: bytes
    gzipped: bytes | None
    mimetype: str


class Assets:
    """Everything in `folder`, read once when the app starts. Raises AssetsMissing."""

    def __init__(self, folder: Path) -> None:
        self._hashed = _manifest(folder)
        self._contents = {name: _read(folder, name) for name in self._hashed.values()}

    def url(self, name: str) -> str:
        """The address of an asset by its plain name, for instance "adult.css". Raises KeyError."""
        return ADDRESS + self._hashed[name]

    def content(self, hashed: str) -> tuple[bytes, bytes | None, str]:
        """(bytes, the same gzipped or None, media type) of one hashed name. Raises KeyError."""
        found = self._contents[hashed]
        return found.data, found.gzipped, found.mimetype

    @staticmethod
    def stylesheet_for(brand: BrandColours) -> str:
        """The council's colours and font as CSS custom properties; the built stylesheets stand on them."""
        properties = _brand_properties(brand)
        return ":root{" + ";".join(f"--{name}:{value}" for name, value in properties.items()) + "}\n"


def _manifest(folder: Path) -> dict[str, str]:
    try:
        named: dict[str, str] = json.loads((folder / "manifest.json").read_text("utf-8"))
    except (OSError, ValueError) as problem:
        raise _missing(folder) from problem
    return named


def _read(folder: Path, name: str) -> Content:
    gzipped = folder / f"{name}.gz"
    try:
        data = (folder / name).read_bytes()
    except OSError as problem:
        raise _missing(folder) from problem
    return Content(data, gzipped.read_bytes() if gzipped.exists() else None, _type_of(name))


def _missing(folder: Path) -> AssetsMissing:
    return AssetsMissing(f"No built assets in {folder}: run `make setup`, or `.venv/bin/python static/build.py`.")


def _type_of(name: str) -> str:
    return TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def _brand_properties(brand: BrandColours) -> dict[str, str]:
    colours = {
        "brand": brand.colour,
        "on-brand": brand.on_colour,
        "brand-tint": _mixed(brand.colour, WHITE, 0.07),
        "brand-deep": _mixed(brand.colour, BLACK, 0.7),
        "govuk-brand-colour": brand.colour,
        "portal-font": brand.font,
    }
    if brand.link_colour:
        colours |= {
            "govuk-link-colour": brand.link_colour,
            "govuk-link-hover-colour": _mixed(brand.link_colour, BLACK, 0.6),
        }
    return colours


def _mixed(colour: str, other: tuple[int, int, int], share: float) -> str:
    """`share` of an #rrggbb colour, the rest of the other one."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(
        f"{round(part * share + rest * (1 - share)):02x}" for part, rest in zip(parts, other, strict=True)
    )
