"""A letter as HTML and as Word: the same words in the same order, real headings and lists, and each word's language."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.councils import Profile, load
from portal.letters.paper import html_of_sheet, letter
from portal.letters.sheet import Block, Sheet, blocks_of, read
from portal.letters.word import docx_of

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
STYLES = {"heading": "Heading 2", "list": "List Bullet", "text": "Normal"}


def opened(sheet: Sheet, profile: Profile):
    return Document(io.BytesIO(docx_of(sheet, profile, AT)))


WORD = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=8)
LINE = st.lists(WORD, min_size=1, max_size=6).map(" ".join).map(lambda line: " ".join(line.split())).filter(bool)
BLOCK = st.one_of(
    LINE.map(lambda line: Block("heading", (line,))),
    st.lists(LINE, min_size=1, max_size=3).map(lambda lines: Block("list", tuple(lines))),
    st.lists(LINE, min_size=1, max_size=3).map(lambda lines: Block("text", tuple(lines))),
)
SHEET = st.builds(
    lambda way, top, heading, blocks: Sheet(way[0], way[1], tuple(top), heading, tuple(blocks)),
    st.sampled_from([("en", "ltr"), ("pl", "ltr"), ("ur", "rtl")]), st.lists(LINE, max_size=3), LINE, st.lists(BLOCK, max_size=6),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(SHEET)
def test_whatever_a_letter_says_is_read_back_from_its_html_and_stands_in_its_word_file(sheet: Sheet) -> None:
    again = read(html_of_sheet(sheet))
    assert again == sheet
    document = opened(again, load("example"))
    wanted = [("Normal", line) for line in sheet.top] + [("Heading 1", sheet.heading)]
    for block in sheet.blocks:
        wanted += [(STYLES[block.kind], line) for line in block.lines] if block.kind == "list" else [(STYLES[block.kind], "\n".join(block.lines))]
    assert [(one.style.name, one.text) for one in document.paragraphs] == wanted


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_no_text_whatever_breaks_the_file_or_the_reader(text: str) -> None:
    sheet = read(letter(text, language="en", heading="Hello", lines=("Council",)))
    assert opened(sheet, load("example")).paragraphs[1].text == "Hello"


@pytest.mark.parametrize("html", ["", "<p>one", "plain", "<ul><li>a<li>b</ul>", "<article><h2>x</h2><p>a<br><br>b</p>tail", "<p>a</p><h2></h2>"])
def test_html_of_any_age_is_read_and_loses_no_word(html: str) -> None:
    sheet = read(html)
    said = " ".join([*sheet.top, sheet.heading, *(line for block in sheet.blocks for line in block.lines)])
    for word in ("one", "plain", "tail"):
        assert (word in said) == (word in html)


def _languages(document) -> set[tuple[str, str]]:
    found = set()
    for run in document.element.body.iter(qn("w:r")):
        told = run.find(f"{qn('w:rPr')}/{qn('w:lang')}")
        text = "".join(one.text or "" for one in run.iter(qn("w:t")))
        if told is not None and text.strip():
            found |= {(text, value) for value in told.attrib.values()}
    return found


def test_every_word_says_its_language_and_urdu_runs_from_right_to_left(profile: Profile) -> None:
    sheet = Sheet("ur", "rtl", ("Example Council",), "جواب", (Block("text", ("ہمیں 01632 960001 پر فون کریں",)), Block("list", ("ایک",))))
    document = opened(sheet, profile)
    told = dict(_languages(document))
    assert told["جواب"] == told["ایک"] == "ur-PK" and told["Example Council"] == told["01632 960001"] == "en-GB"
    for paragraph in document.paragraphs:
        assert paragraph._p.pPr.find(qn("w:bidi")) is not None
    assert document.core_properties.language == "ur-PK"
    polish = opened(Sheet("pl", "ltr", (), "Odpowiedź", (Block("text", ("Zażółć",)),)), profile)
    assert {value for _text, value in _languages(polish)} == {"pl-PL"} and polish.paragraphs[0]._p.pPr.find(qn("w:bidi")) is None
    assert polish.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}").get(qn("w:val")) == "pl-PL"


def test_the_head_has_the_councils_name_and_address(profile: Profile) -> None:
    head = [one.text for one in opened(Sheet("en", "ltr", (), "x", ()), profile).sections[0].header.paragraphs]
    assert head[0] == profile.council and set(head) == {profile.council, *(profile.address or ())}


def test_the_file_tells_nothing_of_a_person_or_a_machine(profile: Profile) -> None:
    made = docx_of(Sheet("en", "ltr", (), "Our answer", ()), profile, AT)
    about = Document(io.BytesIO(made)).core_properties
    assert (about.title, about.author, about.language) == ("Our answer", profile.council, "en-GB")
    assert (about.last_modified_by, about.comments, about.keywords, about.revision) == ("", "", "", 1)
    assert about.created == about.modified == AT
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        names = archive.namelist()
        everything = b"".join(archive.read(name) for name in names).lower()
    assert not [name for name in names if "thumbnail" in name or "app.xml" in name]
    assert b"python" not in everything and b"macintosh" not in everything


def test_headings_are_marked_only_where_they_are_whole_lines() -> None:
    blocks = blocks_of("What you can do now\n\nWhat you can do now, then\n\n- What you can do now", ["What you  can do now"])
    assert [block.kind for block in blocks] == ["heading", "text", "list"]
