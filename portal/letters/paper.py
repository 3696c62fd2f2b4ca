"""From the text an officer may edit to the HTML that is sent and kept: headings, paragraphs, lists, and nothing dangerous."""

from collections.abc import Collection, Iterable

import bleach
from flask import render_template
from markupsafe import Markup

from portal.letters.sheet import Block, Sheet, blocks_of

# What a letter may be made of. Links are left out: a letter that has any teaches people to press on them.
ALLOWED_TAGS = frozenset({"p", "br", "ul", "li", "strong", "em", "h2", "h3", "article", "header", "bdi"})
ALLOWED_ATTRIBUTES = {"article": ["lang", "dir"]}

_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "fa", "ps", "ur"})


def clean(html: str) -> str:
    """`html` with nothing but the allowed tags; whatever else was typed stays, to be read as text."""
    return bleach.clean(html, tags=ALLOWED_TAGS, attributes=ALLOWED_ATTRIBUTES, strip_comments=True)


def kept_letter(html: str) -> Markup:
    """A letter that was kept, cleaned once more before it is shown as HTML; both sides' pages show letters by it."""
    return Markup(clean(html))


def html_of(text: str, headings: Collection[str] = ()) -> str:
    """Plain text as HTML: an empty line parts paragraphs, lines with "- " in front are a list. Tags stay text."""
    return _html(blocks_of(text, headings))


def tidy(text: str) -> str:
    """One empty line between paragraphs, however the template's conditions left them."""
    blocks = [block.strip() for block in text.replace("\r\n", "\n").split("\n\n")]
    return "\n\n".join(block for block in blocks if block)


def letter(text: str, *, language: str, heading: str, lines: tuple[str, ...], headings: Collection[str] = ()) -> str:
    """The HTML of a letter: `lines` (council, reference, day) on top, a heading, and `text` as paragraphs.

    A line of the text that is one of `headings` is a heading within it.
    """
    return html_of_sheet(Sheet(language, direction_of(language), lines, heading, blocks_of(text, headings)))


def html_of_sheet(sheet: Sheet) -> str:
    """The very HTML to send and to keep of a letter."""
    html = render_template(
        "letters/letter.html",
        body=Markup(_html(sheet.blocks)),
        language=sheet.language,
        direction=sheet.direction,
        heading=sheet.heading,
        lines=sheet.top,
    )
    return clean(html).strip()


def direction_of(language: str) -> str:
    """In which direction a language is written: `ltr` or `rtl`."""
    return "rtl" if language.split("-", maxsplit=1)[0] in _RIGHT_TO_LEFT else "ltr"


def _html(blocks: Iterable[Block]) -> str:
    return "\n".join(_block(block) for block in blocks)


def _block(block: Block) -> str:
    lines = [str(Markup.escape(line)) for line in block.lines]
    if block.kind == "list":
        return f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>"
    if block.kind == "heading":
        return f"<h3>{lines[0]}</h3>"
    return f"<p>{'<br>'.join(lines)}</p>"
