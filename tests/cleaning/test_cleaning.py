"""A file that was cleaned says what was drawn, written or said, and nothing of who, where, when and with what."""

import io
import random
import re
import socket
import struct
import subprocess
import wave
import zipfile
from collections.abc import Callable

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from portal.cleaning import (
    Clean,
    Damaged,
    Empty,
    FileKind,
    HasMacros,
    HoldsMore,
    Locked,
    NotCleaned,
    TooMuchInside,
    UnknownKind,
    clean,
    clean_apart,
    pictures,
)
from portal.cleaning.audio_ogg import checksum
from portal.cleaning.sniffing import Family, family_of
from tests.cleaning import made
from tests.cleaning.made import MARK

HEIC = made.heic()
MARKED: dict[str, tuple[Callable[[], bytes], FileKind]] = {
    "a photo": (made.jpeg_with_gps, FileKind.JPEG),
    "a photo of a telephone": (made.heic, FileKind.JPEG),
    "a drawing": (made.png_with_words, FileKind.PNG),
    "a PDF": (made.pdf_with_everything, FileKind.PDF),
    "a Word document": (made.docx, FileKind.DOCX),
    "an OpenDocument": (made.odt, FileKind.ODT),
    "a WAV": (made.wav, FileKind.WAV),
    "an MP3": (made.mp3, FileKind.MP3),
    "a voice memo": (made.m4a, FileKind.M4A),
    "a voice message": (made.opus, FileKind.OGG),
    "a Vorbis recording": (made.vorbis, FileKind.OGG),
    "a FLAC": (made.flac, FileKind.FLAC),
    "a recording of a browser": (made.webm, FileKind.WEBM),
    "a recording of a browser that was closed": (lambda: made.webm(open=False), FileKind.WEBM),
}


def _everything_in(cleaned: Clean) -> bytes:
    """The file's bytes, and those of every part that is packed in it."""
    if zipfile.is_zipfile(io.BytesIO(cleaned.data)):
        with zipfile.ZipFile(io.BytesIO(cleaned.data)) as archive:
            return b"".join(name.encode() + archive.read(name) for name in archive.namelist())
    if cleaned.kind is FileKind.PDF:
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(cleaned.data)) as document:
            document.save(out, qdf=True, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
        return cleaned.data + out.getvalue()
    return cleaned.data


@pytest.mark.parametrize(("make", "kind"), MARKED.values(), ids=MARKED)
def test_nothing_that_tells_of_its_maker_is_left(make: Callable[[], bytes], kind: FileKind) -> None:
    cleaned = clean(make())
    assert cleaned.kind is kind
    assert MARK.encode() in make() or kind in (FileKind.PNG, FileKind.DOCX, FileKind.ODT)
    assert MARK.encode() not in _everything_in(cleaned)


@pytest.mark.parametrize(("make", "kind"), MARKED.values(), ids=MARKED)
def test_what_is_clean_is_cleaned_again_without_harm(make: Callable[[], bytes], kind: FileKind) -> None:
    once = clean(make())
    again = clean(once.data)
    assert again.kind is kind
    assert kind in (FileKind.JPEG, FileKind.PDF) or again.data == once.data


@pytest.mark.parametrize(("make", "kind"), MARKED.values(), ids=MARKED)
def test_a_process_apart_gives_the_same(make: Callable[[], bytes], kind: FileKind) -> None:
    sent = make()
    assert clean_apart(sent) == clean(sent)


def test_a_photo_loses_its_place_and_keeps_its_picture() -> None:
    with Image.open(io.BytesIO(clean(made.jpeg_with_gps()).data)) as seen:
        assert dict(seen.getexif()) == {}
        assert set(seen.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert _is_red(seen.getpixel((5, 10))) and not _is_red(seen.getpixel((35, 10)))


def _is_red(pixel: object) -> bool:
    red, _, blue = pixel  # type: ignore[misc]
    return bool(red > 150 > blue)


def test_a_photo_taken_sideways_stands_upright() -> None:
    with Image.open(io.BytesIO(clean(made.jpeg_with_gps(turned=True)).data)) as seen:
        assert seen.size == (20, 40)
        assert _is_red(seen.getpixel((10, 5)))


def test_a_photo_of_a_telephone_becomes_a_jpeg_of_the_same_picture_and_nothing_else() -> None:
    with Image.open(io.BytesIO(clean(made.heic()).data)) as seen:
        assert (seen.format, seen.size, dict(seen.getexif())) == ("JPEG", (40, 20), {})
        assert set(seen.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert _is_red(seen.getpixel((5, 10))) and not _is_red(seen.getpixel((35, 10)))
    with Image.open(io.BytesIO(clean(made.heic(turned=True)).data)) as upright:
        assert upright.size == (20, 40)
        assert _is_red(upright.getpixel((10, 5)))


@pytest.mark.parametrize("brand", [b"mif1", b"msf1", b"hevc", b"heix"])
def test_whatever_a_telephone_calls_its_photos_they_are_photos(brand: bytes) -> None:
    sent = made.heic()
    assert family_of(sent[:8] + brand + sent[12:]) is Family.HEIF


def test_a_photo_of_a_telephone_has_the_same_most_pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PIXELS", 799)
    monkeypatch.setattr(Image.Image, "load", lambda _: pytest.fail("a pixel was unpacked"))
    with pytest.raises(TooMuchInside):
        clean(HEIC)


def test_a_picture_that_says_its_true_size_late_is_measured_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_opened", lambda data, formats: Image.new("RGB", (8_001, 8_000)))
    with pytest.raises(TooMuchInside):
        clean(HEIC)


@pytest.mark.parametrize("form", ["GIF", "WEBP", "BMP", "TIFF"])
def test_other_pictures_become_one_of_the_two_that_everybody_can_open(form: str) -> None:
    out = io.BytesIO()
    made.drawing().save(out, form)
    assert clean(out.getvalue()).kind in (FileKind.PNG, FileKind.JPEG)


def test_what_shines_through_still_does() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (4, 4), (255, 0, 0, 0)).save(out, "PNG")
    with Image.open(io.BytesIO(clean(out.getvalue()).data)) as seen:
        assert seen.getpixel((0, 0)) == (255, 0, 0, 0)


def test_a_pdf_keeps_its_words_and_loses_what_acts() -> None:
    with pikepdf.open(io.BytesIO(clean(made.pdf_with_everything()).data)) as document:
        page = document.pages[0]
        assert b"Dear council" in page.Contents.read_bytes()
        assert not {"/OpenAction", "/AA", "/Metadata"} & set(document.Root.keys())
        assert len(document.attachments) == 0
        assert "/Info" not in document.trailer
        assert len(page.Annots) == 2
        assert all("/A" not in note and "/AA" not in note for note in page.Annots)
        assert "/AA" not in page


def test_a_link_to_a_page_of_the_same_pdf_still_works() -> None:
    document = pikepdf.new()
    page = document.add_blank_page()
    turn = pikepdf.Dictionary(Type=pikepdf.Name.Action, S=pikepdf.Name.GoTo, D=[page.obj, pikepdf.Name.Fit])
    page.Annots = [pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=turn)]
    out = io.BytesIO()
    document.save(out)
    with pikepdf.open(io.BytesIO(clean(out.getvalue()).data)) as kept:
        assert kept.pages[0].Annots[0].A.S == "/GoTo"


def test_a_letter_that_only_forbids_copying_is_taken_in_and_opens_freely() -> None:
    with pikepdf.open(io.BytesIO(clean(made.locked_pdf(password="")).data)) as document:
        assert not document.is_encrypted


def test_a_word_document_keeps_its_words_and_its_link() -> None:
    with zipfile.ZipFile(io.BytesIO(clean(made.docx()).data)) as archive:
        assert archive.testzip() is None
        assert b"never rang back" in archive.read("word/document.xml")
        assert b"council.example" in archive.read("word/_rels/document.xml.rels")
        assert not [name for name in archive.namelist() if name.startswith("docProps")]
        assert b"docProps" not in archive.read("_rels/.rels") + archive.read("[Content_Types].xml")
        assert b"attachedTemplate" not in archive.read("word/settings.xml")
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        Image.open(io.BytesIO(archive.read("word/media/image1.jpeg"))).verify()


def test_who_changed_and_remarked_is_a_number_in_a_word_document_and_what_they_wrote_stays() -> None:
    with zipfile.ZipFile(io.BytesIO(clean(made.docx()).data)) as archive:
        page, remarks = archive.read("word/document.xml").decode(), archive.read("word/comments.xml").decode()
        assert "word/people.xml" not in archive.namelist()
        assert b"people.xml" not in archive.read("word/_rels/more.xml.rels")
    assert page == (
        '<w:document><w:ins w:id="1" w:author="Person 1"><w:t>They never rang back.</w:t></w:ins>'
        '<w:del w:author="Person 2" w:id=\'2\'><w:delText>They rang.</w:delText></w:del><w:t>I wrote w:date="then".</w:t>'
        '<w:rPrChange w:id="3" w:author="Person 1"/></w:document>'
    )
    assert '<w:comment w:id="1" w:author="Person 2"><w:t>Is that so?</w:t>' in remarks


def test_who_changed_and_remarked_is_a_number_in_an_opendocument_and_what_they_wrote_stays() -> None:
    with zipfile.ZipFile(io.BytesIO(clean(made.odt()).data)) as archive:
        page = archive.read("content.xml").decode()
    assert re.sub(r"<dc:creator>.*?</dc:creator>", "", page).count("2026") == 0
    assert re.findall(r"<dc:creator>(.*?)<", page) == ["Person 1", "Person 2", "Person 1"]
    assert [said in page for said in ("They never rang back.", "Is that so?", "It is.")] == [True] * 3


def test_an_opendocument_says_first_and_unpacked_what_it_is() -> None:
    with zipfile.ZipFile(io.BytesIO(clean(made.odt()).data)) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read("mimetype").decode() == made.ODT_TYPE
        assert b"meta.xml" not in archive.read("META-INF/manifest.xml")
        assert b'manifest:full-path="content.xml"' in archive.read("META-INF/manifest.xml")


def test_pages_that_only_count_and_pictures_of_their_own_are_no_orders() -> None:
    counting = '<w:instrText> PAGE </w:instrText><w:t>DDE INCLUDEPICTURE</w:t>'
    assert clean(made.docx(**{"word__document.xml": counting})).kind is FileKind.DOCX
    own = '<draw:image xlink:href="Pictures/1.png"/><text:a xlink:href="https://council.example/"/>'
    assert clean(made.odt(**{"content.xml": own})).kind is FileKind.ODT


def test_a_wav_sounds_the_same() -> None:
    with wave.open(io.BytesIO(clean(made.wav()).data)) as kept, wave.open(io.BytesIO(made.wav())) as sent:
        assert kept.readframes(9999) == sent.readframes(9999)


def test_an_mp3_is_its_frames_and_nothing_else() -> None:
    assert clean(made.mp3()).data == made.mp3_sound()


def test_a_flac_keeps_what_it_says_of_the_sound_and_its_frames() -> None:
    sent = made.flac()
    sound = b"".join(made.flac_frame(n) for n in range(4))
    assert clean(sent).data == b"fLaC\x80" + sent[5:42] + sound
    assert clean(made.flac(behind=b"")).data == clean(sent).data
    assert clean(made.flac(behind=b"APETAGEX" + MARK.encode())).data == clean(sent).data


def test_a_flac_goes_no_further_than_its_checksums_are_right() -> None:
    whole = clean(made.flac(3)).data[42:]
    stopped = made.flac(4, behind=b"")[:-3]
    assert clean(stopped).data[42:] == whole
    spoilt = bytearray(made.flac(4, behind=b""))
    spoilt[-4] ^= 1
    assert clean(bytes(spoilt)).data[42:] == whole
    assert clean(made.flac(4, behind=MARK.encode())).data[42:] == whole


@pytest.mark.parametrize("wide", [False, True])
def test_what_a_telephone_recorded_is_kept_to_its_last_whole_frame(wide: bool) -> None:
    sent = made.amr(wide=wide)
    assert clean(sent) == Clean(FileKind.AMR, sent)
    assert clean_apart(sent + b"\x14\x01").data == sent


@pytest.mark.parametrize("brand", [b"M4A ", b"mp42", b"dash", b"isom", b"3gp4"])
def test_a_voice_memo_keeps_every_box_in_its_place(brand: bytes) -> None:
    sent, kept = made.m4a(brand=brand), clean(made.m4a(brand=brand)).data
    assert len(kept) == len(sent)
    assert kept.index(b"sound sound") == sent.index(b"sound sound")
    assert b"stco" in kept and struct.pack(">I", 0xDA7EDA7E) not in kept


@pytest.mark.parametrize("make", [made.opus, made.vorbis])
def test_every_page_of_an_ogg_still_has_the_right_checksum(make: Callable[[], bytes]) -> None:
    sent, kept = make(), clean(make()).data
    assert len(kept) == len(sent)
    assert kept.endswith(b"sound" * 9)
    starts = [at for at in range(len(kept)) if kept[at : at + 4] == b"OggS"]
    for start, end in zip(starts, [*starts[1:], len(kept)], strict=True):
        page = kept[start:end]
        assert page[22:26] == struct.pack("<I", checksum(page[:22] + bytes(4) + page[26:]))
    assert b"\x05vorbis set up" in kept or make is made.opus


@pytest.mark.parametrize("open_", [True, False])
def test_a_recording_of_a_browser_keeps_every_block_in_its_place(open_: bool) -> None:
    sent, kept = made.webm(open=open_), clean(made.webm(open=open_)).data
    assert len(kept) == len(sent)
    assert [at for at in range(len(sent)) if sent.startswith(b"sound" * 30, at)] == [
        at for at in range(len(kept)) if kept.startswith(b"sound" * 30, at)
    ]


def test_a_recording_that_stopped_in_the_middle_is_kept_as_far_as_it_goes() -> None:
    sent = made.webm()
    last = sent.rindex(b"sound" * 30)
    kept = clean(sent[: last + 20]).data
    assert kept.count(b"sound" * 30) == 2 and len(kept) < last


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_plain_text_is_kept_in_one_encoding(encoding: str) -> None:
    words = "They said “no”. It was £5.\r\nالسلام" if encoding.startswith("utf") else "It was £5 – café"
    assert clean(words.encode(encoding)) == Clean(FileKind.TEXT, words.encode())


REFUSED: dict[str, tuple[Callable[[], bytes], type[NotCleaned]]] = {
    "nothing": (lambda: b"", Empty),
    "blanks": (lambda: b" \n\0\0", Empty),
    "a picture of too many pixels": (made.pixel_bomb, TooMuchInside),
    "half a photo": (lambda: made.jpeg_with_gps()[:700], Damaged),
    "a PDF with a password": (made.locked_pdf, Locked),
    "half a PDF": (lambda: b"%PDF-1.7\n" + bytes(600), Damaged),
    "a PDF that unfolds": (made.pdf_bomb, TooMuchInside),
    "a PDF of too many pages": (lambda: made.pdf_with_many_pages(2_001), TooMuchInside),
    "a Word document with macros": (lambda: made.docx(**{"word__vbaProject.bin": "x"}), HasMacros),
    "a Word document that calls itself free of them": (
        lambda: made.docx(**{"[Content_Types].xml": made.TYPES.replace("main+xml", "macroEnabled.main+xml")}), HasMacros),
    "a Word document with controls": (lambda: made.docx(**{"word__activeX__activeX1.xml": "<x/>"}), HasMacros),
    "a Word document with a file in it": (lambda: made.docx(**{"word__embeddings__oleObject1.bin": "x"}), HoldsMore),
    "a Word document that fetches a picture": (made.docx_that_fetches, HoldsMore),
    "a Word document that starts a program, said in pieces": (lambda: made.docx(**{"word__document.xml": (
        '<w:p><w:instrText xml:space="preserve"> DDE</w:instrText><w:instrText>AUTO c:\\x.exe</w:instrText></w:p>')}), HasMacros),
    "a Word document whose field gets a picture": (lambda: made.docx(**{"word__header1.xml": (
        '<w:fldSimple w:instr=" INCLUDEPICTURE https://tracker.example/p.png"/>')}), HoldsMore),
    "an OpenDocument that gets a picture": (lambda: made.odt(**{"content.xml": (
        '<draw:image xlink:type="simple" xlink:href="https://tracker.example/p.png"/>')}), HoldsMore),
    "an OpenDocument that asks another program": (lambda: made.odt(**{"content.xml": "<office:dde-source/>"}), HasMacros),
    "a Word document that unfolds": (made.docx_bomb, TooMuchInside),
    "a Word document of names for names": (lambda: made.docx(**{"word__x.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'}), TooMuchInside),
    "a Word document of a thousand parts": (lambda: made.docx(**{f"word__{n}.xml": "<x/>" for n in range(2_001)}), TooMuchInside),
    "a Word document in which nothing would be found": (
        lambda: made.docx(**{"word__header1.xml": "<w:instrText>DDE</w:instrText>".encode("utf-16")}), Damaged),
    "half a Word document": (lambda: made.docx()[:900], Damaged),
    "a zip of something else": (lambda: made.zipped({"evil.exe": "MZ"}), UnknownKind),
    "an OpenDocument with macros": (lambda: made.odt(Basic__Standard__Module1="<x/>"), HasMacros),
    "an OpenDocument that runs something": (lambda: made.odt(**{"content.xml": "<script:event-listener/>"}), HasMacros),
    "an OpenDocument with a password": (lambda: made.odt(manifest="<manifest:encryption-data/>"), Locked),
    "a film": (lambda: made.m4a(handler=b"vide", brand=b"mp42"), UnknownKind),
    "a WAV without sound": (lambda: made.wav()[:40], Damaged),
    "an MP3 of one frame": (lambda: made.mp3_sound(1), Damaged),
    "half a photo of a telephone": (lambda: made.heic()[:300], Damaged),
    "a FLAC of no frame": (lambda: made.flac(0), Damaged),
    "a FLAC that says nothing of its sound": (lambda: b"fLaC\x84\0\0\x02hi" + made.flac_frame(0), Damaged),
    "a FLAC that ends in its remarks": (lambda: made.flac()[:80], Damaged),
    "an AMR of two frames": (lambda: made.amr(frames=0), Damaged),
    "an AMR with something else in it": (lambda: made.amr() + MARK.encode(), Damaged),
    "an AMR with bits where there are none": (lambda: made.amr() + b"\x3d" + bytes(31), Damaged),
    "an Ogg of two streams": (lambda: made.opus(1) + made.opus(2), UnknownKind),
    "a film of a browser": (lambda: made.webm(track_type=1, codec=b"V_VP8"), UnknownKind),
    "a WebM with Vorbis": (lambda: made.webm(codec=b"A_VORBIS"), UnknownKind),
    "a Matroska": (lambda: made.webm(document=b"matroska"), UnknownKind),
    "half a WebM": (lambda: made.webm(open=False)[:200], Damaged),
    "a program": (lambda: b"MZ\x90\0" + bytes(200), UnknownKind),
    "an old Word document": (lambda: bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), UnknownKind),
    "rich text": (lambda: b"{\\rtf1\\ansi hello}", UnknownKind),
    "noise": (lambda: random.Random(7).randbytes(4_000), UnknownKind),
}  # fmt: skip


@pytest.mark.parametrize(("make", "why"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_says_why(make: Callable[[], bytes], why: type[NotCleaned]) -> None:
    with pytest.raises(NotCleaned) as refused:
        clean(make())
    assert type(refused.value) is why


@pytest.mark.parametrize("why", ["a PDF with a password", "a PDF that unfolds", "nothing", "a Word document with macros"])
def test_a_process_apart_refuses_for_the_same_reason(why: str) -> None:
    make, expected = REFUSED[why]
    with pytest.raises(expected):
        clean_apart(make())


@pytest.mark.parametrize(("part", "text"), [("[Content_Types].xml", made.TYPES), ("_rels/.rels", made.ROOT_TIES)])
def test_a_document_that_asks_for_more_from_elsewhere_makes_us_ask_nobody(part: str, text: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as elsewhere:
        elsewhere.setblocking(False)
        asks = f'<!DOCTYPE a SYSTEM "http://127.0.0.1:{elsewhere.getsockname()[1]}/a.dtd">'
        assert clean(made.docx(**{part: asks + text})).kind is FileKind.DOCX
        with pytest.raises(BlockingIOError):
            elsewhere.accept()


@pytest.mark.parametrize(
    "attempt",
    ["socket.socket()", "socket.socketpair()", "open('/etc/hostname')", "os.close(0); socket.socket()", "subprocess.run(['true'])"],
)
def test_what_breaks_into_a_process_apart_opens_no_connection_and_no_file(attempt: str) -> None:
    from portal.cleaning import apart

    broken_into = f"import os, socket, subprocess; import portal.cleaning.child as child\ndef clean(_): {attempt}; os._exit(7)\nchild.clean = clean\n"
    start = apart._COMMAND[3].replace("from portal.cleaning.child import main; main()", f"exec({broken_into!r}); child.main()")
    done = subprocess.run([*apart._COMMAND[:3], start, *apart._COMMAND[4:]], input=b"anything", capture_output=True, env={}, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, b'{"refused": "Damaged"}'), done.stderr


@pytest.mark.parametrize("form", ["GIF", "WEBP", "BMP", "TIFF"])
def test_a_process_apart_has_loaded_what_it_needs_for(form: str) -> None:
    out = io.BytesIO()
    made.drawing().convert("P" if form == "GIF" else "RGB").save(out, form)
    assert clean_apart(out.getvalue()) == clean(out.getvalue())


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_process_apart_reads_every_kind_of_plain_text(encoding: str) -> None:
    assert clean_apart("It was £5 – café".encode(encoding)).data.decode() == "It was £5 – café"


def test_what_eats_all_memory_takes_only_its_own_process_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from portal.cleaning import apart

    hungry = "import resource; resource.setrlimit(resource.RLIMIT_AS, (2**28, 2**28)); bytearray(2**30)"
    monkeypatch.setattr(apart, "_COMMAND", (apart._COMMAND[0], "-I", "-c", hungry))
    with pytest.raises(TooMuchInside):
        clean_apart(b"anything")


def test_what_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    from portal.cleaning import apart

    monkeypatch.setattr(apart, "_COMMAND", (apart._COMMAND[0], "-I", "-c", "import time; time.sleep(60)"))
    monkeypatch.setattr(apart, "MOST_SECONDS", 0.2)
    with pytest.raises(TooMuchInside):
        clean_apart(b"anything")


def test_the_process_apart_knows_only_its_own_room() -> None:
    from portal.cleaning import apart

    loaded = apart._COMMAND[3].replace("main()", "print(sorted(n for n in sys.modules if n.startswith('portal.')))")
    done = subprocess.run(
        [*apart._COMMAND[:3], loaded, *apart._COMMAND[4:]], capture_output=True, text=True, check=True, env={}
    )
    assert "portal.cleaning.cleaner" in done.stdout
    assert all(name.startswith("'portal.cleaning") for name in done.stdout.strip("[]\n").split(", "))


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_whatever_is_broken_in_a_file_it_is_cleaned_or_refused_and_nothing_else(data: st.DataObject) -> None:
    make, _ = data.draw(st.sampled_from(list(MARKED.values())))
    sent = bytearray(make())
    for _ in range(data.draw(st.integers(1, 6))):
        sent[data.draw(st.integers(0, len(sent) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(1, len(sent)))
    try:
        clean(bytes(sent[:cut]))
    except NotCleaned:
        pass
