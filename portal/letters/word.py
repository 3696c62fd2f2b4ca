"""A letter as a Word document: the words of the HTML, with real headings and lists, and each word's language.

It tells nothing of the machine or of whoever made it: who wrote a letter is the council.
"""

import io
import re
from datetime import datetime
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from portal.councils.profile import Profile
from portal.letters.sheet import Sheet

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_ENGLISH = "en-GB"
_REGIONS = {"en": _ENGLISH, "pl": "pl-PL", "ur": "ur-PK", "ar": "ar-SA", "fa": "fa-IR", "ps": "ps-AF", "ckb": "ckb-IQ"}
_FONT = "Arial"
# Names, numbers and addresses in Latin letters within a text from right to left keep their own direction and language.
_LATIN = re.compile(r"([A-Za-z0-9+][A-Za-z0-9+(),.:;@/&'’ -]*[A-Za-z0-9]|[A-Za-z0-9])")
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What the library's empty document says of the program and the picture that it was made with.
_TELLING = ("/extended-properties", "/thumbnail")


def docx_of(sheet: Sheet, profile: Profile, written_at: datetime) -> bytes:
    """The letter as the bytes of a Word document; `written_at` (aware) stands in it as the moment it was made."""
    document = Document()
    _bare(document, sheet, profile, written_at)
    _set_styles(document, sheet)
    _set_page(document, sheet, profile)
    for line in sheet.top:
        _add(document, sheet, "Normal", line)
    _add(document, sheet, "Heading 1", sheet.heading)
    for block in sheet.blocks:
        if block.kind == "list":
            for item in block.lines:
                _add(document, sheet, "List Bullet", item)
        else:
            _add(document, sheet, "Heading 2" if block.kind == "heading" else "Normal", *block.lines)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def region_of(language: str) -> str:
    """The language with its country, as Word names languages."""
    return _REGIONS.get(language, language)


def _bare(document: Any, sheet: Sheet, profile: Profile, written_at: datetime) -> None:
    """What the document says of itself: title, language, whose it is; nothing of a person or a program."""
    about = document.core_properties
    about.title, about.language, about.author = _fit(sheet.heading), region_of(sheet.language), _fit(profile.council)
    about.last_modified_by = about.comments = about.keywords = about.subject = about.category = ""
    about.created = about.modified = written_at
    about.revision = 1
    relations = document.part.package.rels
    for name in [name for name, relation in relations.items() if relation.reltype.endswith(_TELLING)]:
        del relations[name]


def _set_styles(document: Any, sheet: Sheet) -> None:
    sizes = {"Normal": 12, "Heading 1": 18, "Heading 2": 14, "List Bullet": 12, "Header": 10}
    for name, size in sizes.items():
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = _FONT, Pt(size), RGBColor(0, 0, 0)
        fonts = style.element.rPr.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:cs"), _FONT)
        _child(style.element.rPr, "w:szCs").set(qn("w:val"), str(size * 2))
        style.paragraph_format.space_after = Pt(0 if name == "Header" else 8)
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    _say_language(_child(defaults, "w:lang"), sheet)


def _set_page(document: Any, sheet: Sheet, profile: Profile) -> None:
    """A4, with who writes in its head."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.5)
    if sheet.direction == "rtl":
        grid = section._sectPr.find(qn("w:docGrid"))
        grid.addprevious(OxmlElement("w:bidi"))
    lines = dict.fromkeys((profile.council, *(profile.address or ())))
    head = section.header.paragraphs[0]
    for line in lines:
        paragraph = head if line == profile.council else section.header.add_paragraph(style="Header")
        _run(paragraph, line, _ENGLISH, rtl=False)


def _add(document: Any, sheet: Sheet, style: str, *lines: str) -> None:
    paragraph, rtl, language = document.add_paragraph(style=style), sheet.direction == "rtl", region_of(sheet.language)
    if rtl:
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
    for number, line in enumerate(lines):
        if number:
            paragraph.add_run().add_break()
        for at, part in enumerate(_LATIN.split(_fit(line)) if rtl else [_fit(line)]):
            latin = rtl and at % 2 == 1
            _run(paragraph, part, _ENGLISH if latin else language, rtl=rtl and not latin)


def _run(paragraph: Any, text: str, language: str, *, rtl: bool) -> None:
    if not text:
        return
    properties = paragraph.add_run(text)._r.get_or_add_rPr()
    if rtl:
        properties.append(OxmlElement("w:rtl"))
    told = OxmlElement("w:lang")
    told.set(qn("w:bidi" if rtl else "w:val"), language)
    properties.append(told)


def _say_language(element: Any, sheet: Sheet) -> None:
    own = region_of(sheet.language)
    element.set(qn("w:val"), _ENGLISH if sheet.direction == "rtl" else own)
    element.set(qn("w:bidi"), own if sheet.direction == "rtl" else "ar-SA")


def _child(parent: Any, name: str) -> Any:
    """The child of this name, made where there is none."""
    found = parent.find(qn(name))
    if found is None:
        found = OxmlElement(name)
        parent.append(found)
    return found


def _fit(text: str) -> str:
    """The text without the characters that no XML document may hold."""
    return _NOT_IN_XML.sub("", text)
