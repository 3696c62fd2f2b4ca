"""One letter as it is made of headings, paragraphs and lists, whatever it is shown as: HTML that was kept is read back into it."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Literal

Kind = Literal["heading", "text", "list"]

_PARAGRAPHS = re.compile(r"\n\s*\n")
_BULLET = "- "


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (one line), a paragraph (its lines), or a list (a line for each item)."""

    kind: Kind
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A letter: the lines on top (council, reference, day), its heading, and what it says. `direction`: ltr or rtl."""

    language: str
    direction: str
    top: tuple[str, ...]
    heading: str
    blocks: tuple[Block, ...]


def blocks_of(text: str, headings: Collection[str] = ()) -> tuple[Block, ...]:
    """Plain text as blocks: an empty line parts them, lines with "- " in front are a list, `headings` are headings."""
    parts = _PARAGRAPHS.split(text.replace("\r\n", "\n").replace("\r", "\n").strip())
    wanted = {_squeezed(heading) for heading in headings}
    return tuple(_block(part, wanted) for part in parts if part.strip())


def _squeezed(line: str) -> str:
    return " ".join(line.split())


def _block(part: str, headings: Collection[str]) -> Block:
    lines = [line.strip() for line in part.strip().split("\n")]
    if all(line.startswith(_BULLET) for line in lines):
        return Block("list", tuple(line[len(_BULLET) :] for line in lines))
    if len(lines) == 1 and _squeezed(lines[0]) in headings:
        return Block("heading", tuple(lines))
    return Block("text", tuple(lines))


def read(html: str) -> Sheet:
    """The letter whose HTML was kept, of any age: its words are those of the HTML, in their order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.sheet()


class _Reader(HTMLParser):
    """Reads the few tags that a letter is made of; what stands outside of them is a paragraph."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._language, self._direction, self._heading = "en", "ltr", ""
        self._top: list[str] = []
        self._blocks: list[Block] = []
        self._lines: list[str] = [""]
        self._items: list[str] = []
        self._on_top = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag == "article":
            self._language, self._direction = known.get("lang") or "en", known.get("dir") or "ltr"
        elif tag == "br":
            self._lines.append("")
        elif tag in ("header", "p", "ul", "li", "h2", "h3"):
            self._end_paragraph()
            self._on_top = self._on_top or tag == "header"

    def handle_endtag(self, tag: str) -> None:
        if tag == "li":
            self._items.append(_squeezed(" ".join(self._taken())))
        elif tag == "ul" and self._items:
            self._blocks.append(Block("list", tuple(self._items)))
            self._items = []
        elif tag == "h2" and not self._heading:
            self._heading = _squeezed(" ".join(self._taken()))
        elif tag in ("h2", "h3"):
            self._end_paragraph("heading")
        elif tag in ("p", "header", "article"):
            self._end_paragraph()
            self._on_top = self._on_top and tag != "header"

    def handle_data(self, data: str) -> None:
        self._lines[-1] += data

    def _taken(self) -> tuple[str, ...]:
        lines, self._lines = tuple(_squeezed(line) for line in self._lines), [""]
        return lines

    def _end_paragraph(self, kind: Kind = "text") -> None:
        lines = self._taken()
        if not any(lines):
            return
        if self._on_top:
            self._top += lines
        else:
            self._blocks.append(Block(kind, lines))

    def sheet(self) -> Sheet:
        self._end_paragraph()
        return Sheet(self._language, self._direction, tuple(self._top), self._heading, tuple(self._blocks))
