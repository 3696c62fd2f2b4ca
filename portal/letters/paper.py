"""From the text an officer may edit to the HTML that is sent and kept: paragraphs, lists, and nothing dangerous."""

import re

import bleach
from flask import render_template
from markupsafe import Markup

# What a letter may be made of. Links are left out: a letter that has any teaches people to press on them.
ALLOWED_TAGS = frozenset({"p", "br", "ul", "li", "strong", "em", "h2", "article", "header", "bdi"})
ALLOWED_ATTRIBUTES = {"article": ["lang", "dir"]}

_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "fa", "ps", "ur"})
_PARAGRAPHS = re.compile(r"\n\s*\n")
_BULLET = "- "


def clean(html: str) -> str:
    """`html` with nothing but the allowed tags; whatever else was typed stays, to be read as text."""
    return bleach.clean(html, tags=ALLOWED_TAGS, attributes=ALLOWED_ATTRIBUTES, strip_comments=True)


def kept_letter(html: str) -> Markup:
    """A letter that was kept, cleaned once more before it is shown as HTML; both sides' pages show letters by it."""
    return Markup(clean(html))


def html_of(text: str) -> str:
    """Plain text as HTML: an empty line parts paragraphs, lines with "- " in front are a list. Tags stay text."""
    blocks = _PARAGRAPHS.split(text.replace("\r\n", "\n").replace("\r", "\n").strip())
    return "\n".join(_block(block) for block in blocks if block.strip())


def tidy(text: str) -> str:
    """One empty line between paragraphs, however the template's conditions left them."""
    blocks = [block.strip() for block in text.replace("\r\n", "\n").split("\n\n")]
    return "\n\n".join(block for block in blocks if block)


def letter(text: str, *, language: str, heading: str, lines: tuple[str, ...]) -> str:
    """The HTML of a letter: `lines` (council, reference, day) on top, a heading, and `text` as paragraphs."""
    html = render_template(
        "letters/letter.html",
        body=Markup(html_of(text)),
        language=language,
        direction="rtl" if language.split("-", maxsplit=1)[0] in _RIGHT_TO_LEFT else "ltr",
        heading=heading,
        lines=lines,
    )
    return clean(html).strip()


def _block(block: str) -> str:
    lines = [line.strip() for line in block.strip().split("\n")]
    if all(line.startswith(_BULLET) for line in lines):
        items = "".join(f"<li>{Markup.escape(line[len(_BULLET) :])}</li>" for line in lines)
        return f"<ul>{items}</ul>"
    return "<p>" + "<br>".join(str(Markup.escape(line)) for line in lines) + "</p>"
