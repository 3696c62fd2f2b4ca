"""Files as people send them, made for these tests: each holds `MARK` wherever it can say something of its maker."""

import io
import struct
import wave
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

import pikepdf
import pillow_heif
from PIL import Image, PngImagePlugin

from portal.cleaning import audio_flac
from portal.cleaning.audio_ogg import checksum

MARK = "Quixotry"
GPS, MAKER, ORIENTATION = 0x8825, 0x010F, 0x0112


def _bytes(picture: Image.Image, form: str, **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def drawing(width: int = 40, height: int = 20) -> Image.Image:
    """A picture with something to recognise: left half red, right half blue."""
    picture = Image.new("RGB", (width, height), "blue")
    picture.paste("red", (0, 0, width // 2, height))
    return picture


def jpeg_with_gps(*, turned: bool = False) -> bytes:
    """A photo that says where it was taken, with what, and what somebody thought of it."""
    about = Image.Exif()
    about[MAKER] = MARK
    about[GPS] = {1: "N", 2: (51.0, 30.0, 0.0), 3: "W", 4: (0.0, 7.0, 0.0), 29: MARK}
    if turned:
        about[ORIENTATION] = 6
    return _bytes(drawing(), "JPEG", exif=about, comment=MARK.encode(), quality=95)


def heic(width: int = 40, height: int = 20, *, turned: bool = False) -> bytes:
    """A photo of a telephone that says where it was taken and with what, with a small one beside it."""
    pillow_heif.register_heif_opener()
    about = Image.Exif()
    about[MAKER] = MARK
    about[GPS] = {1: "N", 2: (51.0, 30.0, 0.0), 3: "W", 4: (0.0, 7.0, 0.0), 29: MARK}
    if turned:
        about[ORIENTATION] = 6
    return _bytes(drawing(width, height), "HEIF", exif=about.tobytes(), xmp=f"<x>{MARK}</x>".encode(), quality=90, thumbnails=[16])


def png_with_words() -> bytes:
    """A drawing with words in every kind of chunk that holds some."""
    about = PngImagePlugin.PngInfo()
    about.add_text("Author", MARK)
    about.add_itxt("Title", MARK, zip=True)
    about.add_text("Comment", MARK, zip=True)
    return _bytes(drawing().convert("RGBA"), "PNG", pnginfo=about)


def pixel_bomb() -> bytes:
    """A PNG of a few hundred bytes that claims to be 50,000 pixels each way."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(9_999))) + chunk(b"IEND", b"")


def pdf_with_everything(words: str = "Dear council") -> bytes:
    """A PDF with programs, actions, another file, a form that sends itself, links, and its maker's name twice."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(200, 200))
    page.Contents = document.make_stream(f"BT /F1 12 Tf ({words}) Tj ET".encode())
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.alert('{MARK}')")
    document.Root.OpenAction = document.make_indirect(script)
    document.Root.AA = pikepdf.Dictionary(WC=script)
    document.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=[MARK, script]))
    document.attachments["evil.exe"] = pikepdf.AttachedFileSpec(document, MARK.encode() * 10, filename=f"{MARK}.exe")
    page.AA = pikepdf.Dictionary(O=script)
    sends = pikepdf.Dictionary(S=pikepdf.Name.SubmitForm, F=f"https://{MARK}.example")
    link = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=f"https://{MARK}.example", Next=script)
    page.Annots = pikepdf.Array([
        document.make_indirect(_note("/Widget", A=sends, AA=pikepdf.Dictionary(K=script), FT=pikepdf.Name.Btn)),
        _note("/Link", A=link),
        document.make_indirect(_note("/FileAttachment", Contents=MARK)),
    ])  # fmt: skip
    document.Root.AcroForm = pikepdf.Dictionary(XFA=f"<xdp>{MARK}</xdp>", Fields=[page.Annots[0]])
    document.docinfo["/Author"] = MARK
    with document.open_metadata() as about:
        about["dc:creator"] = [MARK]
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Photo=_photo_in(document)))
    return _saved(document)


def _note(subtype: str, **more: Any) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name(subtype), Rect=[0, 0, 9, 9], **more)


def _photo_in(document: pikepdf.Pdf) -> pikepdf.Stream:
    shape = {"Type": pikepdf.Name.XObject, "Subtype": pikepdf.Name.Image, "Width": 40, "Height": 20}
    colours = {"ColorSpace": pikepdf.Name.DeviceRGB, "BitsPerComponent": 8, "Filter": pikepdf.Name.DCTDecode}
    return pikepdf.Stream(document, jpeg_with_gps(), **shape, **colours)


def _saved(document: pikepdf.Pdf, **options: Any) -> bytes:
    out = io.BytesIO()
    document.save(out, compress_streams=False, **options)
    return out.getvalue()


def locked_pdf(password: str = "secret") -> bytes:
    """A PDF that asks for a password; with an empty one it only forbids copying, as letters of offices do."""
    document = pikepdf.new()
    document.add_blank_page()
    return _saved(document, encryption=pikepdf.Encryption(owner="office", user=password))


def pdf_bomb() -> bytes:
    """A PDF of some hundred kilobytes whose one page unfolds to 200 megabytes."""
    document = pikepdf.new()
    page = document.add_blank_page()
    packing = zlib.compressobj(9)
    packed = b"".join(packing.compress(bytes(1024 * 1024)) for _ in range(200)) + packing.flush()
    page.Contents = pikepdf.Stream(document, packed, Filter=pikepdf.Name.FlateDecode)
    return _saved(document)


def pdf_with_many_pages(count: int) -> bytes:
    """A PDF that shows one page again and again."""
    document = pikepdf.new()
    document.add_blank_page()
    for _ in range(count - 1):
        document.pages.append(document.pages[0])
    return _saved(document)


TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)
TIE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NO_TIES = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
ROOT_TIES = NO_TIES.format(
    f'<Relationship Id="r1" Type="{TIE}/officeDocument" Target="word/document.xml"/>'
    '<Relationship Id="r2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


DOCUMENT = (
    f'<w:document><w:ins w:id="1" w:author="{MARK}" w:date="2026-11-02T10:00:00Z"><w:t>They never rang back.</w:t></w:ins>'
    f"<w:del w:author='{MARK} &gt; too' w:id='2'><w:delText>They rang.</w:delText></w:del><w:t>I wrote w:date=\"then\".</w:t>"
    f'<w:rPrChange w:id="3" w:author="{MARK}" w16du:dateUtc="2026-11-02T{MARK}"/></w:document>'
)
COMMENTS = (
    f'<w:comments><w:comment w:id="1" w:author="{MARK} &gt; too" w:date="2026-11-02T10:00:00Z" w:initials="{MARK}">'
    "<w:t>Is that so?</w:t></w:comment></w:comments>"
)


def docx(**more: str | bytes) -> bytes:
    """A Word document with its maker's name, a photo, a template and a link; `more` parts by name, `/` written `__`."""
    return zipped({
        "[Content_Types].xml": TYPES,
        "_rels/.rels": ROOT_TIES,
        "docProps/core.xml": f"<core>{MARK}</core>",
        "docProps/thumbnail.jpeg": MARK,
        "word/document.xml": DOCUMENT,
        "word/comments.xml": COMMENTS,
        "word/commentsExtensible.xml": f'<w16cex:comment w16cex:durableId="1" w16cex:dateUtc="2026-11-02T{MARK}"/>',
        "word/people.xml": f'<w15:person w15:author="{MARK}"><w15:presenceInfo w15:userId="{MARK}@x.example"/></w15:person>',
        "word/_rels/more.xml.rels": NO_TIES.format(f'<Relationship Id="p1" Type="{TIE}/people" Target="people.xml"/>'),
        "word/settings.xml": '<w:settings><w:attachedTemplate r:id="t1"/></w:settings>',
        "word/_rels/settings.xml.rels": NO_TIES.format(
            f'<Relationship Id="t1" Type="{TIE}/attachedTemplate" Target="file:///C:/Users/{MARK}/x.dotm" TargetMode="External"/>'),
        "word/_rels/document.xml.rels": NO_TIES.format(
            f'<Relationship Id="l1" Type="{TIE}/hyperlink" Target="https://council.example/" TargetMode="External"/>'),
        "word/media/image1.jpeg": jpeg_with_gps(),
        "word/media/image2.png": png_with_words(),
        **{name.replace("__", "/"): content for name, content in more.items()},
    })  # fmt: skip


def docx_that_fetches() -> bytes:
    """A Word document with a picture that is fetched from elsewhere whenever it is opened."""
    tie = f'<Relationship Id="p" Type="{TIE}/image" Target="https://tracker.example/p.png" TargetMode="External"/>'
    return docx(**{"word___rels__header1.xml.rels": NO_TIES.format(tie)})


def docx_bomb() -> bytes:
    """A Word document of 100 kilobytes that unfolds to 100 megabytes."""
    return docx(word__styles=bytes(100 * 1024 * 1024))


ODT_TYPE = "application/vnd.oasis.opendocument.text"


CONTENT = (
    f"<office><office:change-info><dc:creator>{MARK}</dc:creator><dc:date>2026-11-02T{MARK}</dc:date></office:change-info>"
    f"<text:p>They never rang back.</text:p><office:annotation><dc:creator>{MARK} two</dc:creator>"
    f"<dc:date>2026-11-02</dc:date><meta:creator-initials>{MARK}</meta:creator-initials><text:p>Is that so?</text:p>"
    f"</office:annotation><office:annotation><dc:creator>{MARK}</dc:creator><text:p>It is.</text:p></office:annotation></office>"
)


def odt(manifest: str = "", **more: str | bytes) -> bytes:
    """An OpenDocument text with its maker's name."""
    listed = f'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{{}}{manifest}</manifest:manifest>'
    entries = [f'<manifest:file-entry manifest:full-path="{n}" manifest:media-type="text/xml"/>' for n in ("content.xml", "meta.xml")]
    return zipped({
        "mimetype": ODT_TYPE, "content.xml": CONTENT, "meta.xml": f"<meta>{MARK}</meta>",
        "META-INF/manifest.xml": listed.format("".join(entries)),
        **{name.replace("__", "/"): content for name, content in more.items()},
    })  # fmt: skip


def wav() -> bytes:
    """A short recording with a title and a tag of its maker."""
    out = io.BytesIO()
    with wave.open(out, "wb") as recording:
        recording.setnchannels(1)
        recording.setsampwidth(2)
        recording.setframerate(8000)
        recording.writeframes(bytes(range(256)) * 20)
    about = b"INFOINAM" + struct.pack("<I", len(MARK)) + MARK.encode()
    body = out.getvalue()[8:] + b"LIST" + struct.pack("<I", len(about)) + about + b"id3 " + struct.pack("<I", 8) + MARK.encode()
    return b"RIFF" + struct.pack("<I", len(body)) + body


def mp3_sound(frames: int = 6) -> bytes:
    """Frames of silence: MPEG 1, layer III, 128 kbit/s, 44.1 kHz."""
    return (b"\xff\xfb\x90\xc4" + bytes(413)) * frames


def mp3() -> bytes:
    """A recording with a tag in front (with something in it that looks like a frame) and three behind."""
    about = b"TIT2" + struct.pack(">I", 20) + b"\0\0\0" + MARK.encode() + b"\xff\xfb\x90\xc4"
    front = b"ID3\x04\0\0" + bytes((0, 0, len(about) >> 7, len(about) & 127)) + about
    ape = b"APETAGEX" + struct.pack("<IIII", 2000, 40, 1, 0) + bytes(8) + MARK.encode()
    behind = b"TAG" + MARK.encode().ljust(125, b"\0")
    return front + mp3_sound() + ape + behind


def flac_frame(number: int, level: int = 7) -> bytes:
    """A frame of 192 samples of the same level: one channel, 16 bits, 8 kHz."""
    head = bytes((0xFF, 0xF8, 0x14, 0x08, number))
    head += bytes((audio_flac._small_checksum(head),))
    frame = head + b"\0" + struct.pack(">h", level)
    return frame + audio_flac.checksum(frame).to_bytes(2)


def flac(frames: int = 4, behind: bytes = b"TAG" + MARK.encode().ljust(125, b"\0")) -> bytes:
    """A recording with remarks, a picture, a sheet, what a program wrote and empty space in front, and a tag behind."""

    def block(kind: int, content: bytes) -> bytes:
        return bytes((kind,)) + len(content).to_bytes(3) + content

    rate_and_so_on = (8000 << 44 | 15 << 36 | 192 * frames).to_bytes(8)
    about = struct.pack(">HH", 192, 192) + bytes(6) + rate_and_so_on + bytes(16)
    mark = MARK.encode()
    more = b"".join(block(kind, mark * 9) for kind in (4, 6, 5, 2)) + block(0x81, bytes(40) + mark)
    return b"fLaC" + block(0, about) + more + b"".join(flac_frame(n) for n in range(frames)) + behind


def amr(*, wide: bool = False, frames: int = 5) -> bytes:
    """Speech as a telephone records it, with a pause: frames of one rate, one of silence, one of nothing."""
    begins, kind, size = (b"#!AMR-WB\n", 2, 32) if wide else (b"#!AMR\n", 7, 31)
    speech = (bytes((kind << 3 | 4,)) + b"\x5a" * size) * frames
    pause = bytes(((9 if wide else 8) << 3 | 4,)) + bytes(5) + bytes((15 << 3 | 4,))
    return begins + speech + pause


def _box(name: bytes, *content: bytes) -> bytes:
    inside = b"".join(content)
    return struct.pack(">I4s", 8 + len(inside), name) + inside


def m4a(handler: bytes = b"soun", brand: bytes = b"M4A ") -> bytes:
    """A voice memo with a title, a place and a date."""
    date, name = struct.pack(">II", 0xDA7EDA7E, 0xDA7EDA7E), MARK.encode() + b"\0"
    spoken = _box(b"hdlr", bytes(8), handler, bytes(12), name)
    table = _box(b"stbl", _box(b"stsd", bytes(8)), _box(b"stco", bytes(4), struct.pack(">II", 1, 0x1234)))
    media = _box(b"mdia", _box(b"mdhd", bytes(4), date, bytes(16)), spoken, _box(b"minf", _box(b"smhd", bytes(8)), table))
    track = _box(b"trak", _box(b"tkhd", bytes(4), date, bytes(72)), media, _box(b"udta", _box(b"name", MARK.encode())))
    about = _box(b"udta", _box(b"meta", bytes(4), _box(b"ilst", MARK.encode())), _box(b"\xa9xyz", MARK.encode()))
    movie = _box(b"moov", _box(b"mvhd", bytes(4), date, bytes(88)), track, about)
    return _box(b"ftyp", brand, bytes(4), b"M4A mp42") + movie + _box(b"mdat", b"sound " * 40) + _box(b"uuid", bytes(16), MARK.encode())


def ogg_page(serial: int, number: int, packets: list[bytes], *, first: bool = False, unfinished: bool = False) -> bytes:
    """One page; each packet in pieces of 255. `unfinished`: the last goes on on the next page."""
    laces = b""
    for at, packet in enumerate(packets):
        laces += b"\xff" * (len(packet) // 255)
        if not (unfinished and at == len(packets) - 1):
            laces += bytes((len(packet) % 255,))
    head = b"OggS\0" + bytes((2 if first else 0,)) + bytes(8) + struct.pack("<II", serial, number) + bytes(4)
    page = head + bytes((len(laces),)) + laces + b"".join(packets)
    return page[:22] + struct.pack("<I", checksum(page)) + page[26:]


def opus(serial: int = 7) -> bytes:
    """A voice message whose remarks are so long that they go over two pages."""
    said = MARK.encode() * 100
    tags = b"OpusTags" + struct.pack("<I", 8) + MARK.encode() + struct.pack("<II", 1, len(said)) + said
    head = b"OpusHead" + bytes((1, 1, 0, 0)) + struct.pack("<IHB", 48000, 0, 0)
    return b"".join((
        ogg_page(serial, 0, [head], first=True), ogg_page(serial, 1, [tags[:510]], unfinished=True),
        ogg_page(serial, 2, [tags[510:]]), ogg_page(serial, 3, [b"sound" * 20]),
    ))  # fmt: skip


def element(identity: int, content: bytes, *, open: bool = False) -> bytes:
    """One element of WebM; `open` does not say where it ends."""
    name = identity.to_bytes((identity.bit_length() + 7) // 8)
    return name + (b"\x01" + b"\xff" * 7 if open else b"\x01" + len(content).to_bytes(7)) + content


def webm(*, open: bool = True, codec: bytes = b"A_OPUS", track_type: int = 2, document: bytes = b"webm") -> bytes:
    """What a browser recorded: with tags, an attachment, names of programs and a date; `open` as when it is recorded live."""
    mark = MARK.encode()
    info = element(0x2AD7B1, b"\x0f\x42\x40") + element(0x7BA9, mark) + element(0x4461, bytes(8))
    info += element(0x4D80, mark) + element(0x5741, mark)
    track = element(0xD7, b"\x01") + element(0x83, bytes((track_type,))) + element(0x86, codec) + element(0x536E, mark)
    clusters = b"".join(
        element(0x1F43B675, element(0xE7, bytes((n,))) + element(0xEC, mark) + element(0xA3, b"sound" * 30), open=open) for n in range(3)
    )
    tags = element(0x1254C367, element(0x7373, mark * 20)) + element(0x1941A469, mark) + element(0x1043A770, mark)
    segment = element(0x1549A966, info) + element(0x1654AE6B, element(0xAE, track)) + clusters + tags
    return element(0x1A45DFA3, element(0x4282, document)) + element(0x18538067, segment, open=open)


def vorbis() -> bytes:
    """A Vorbis recording: remarks and the packet behind them share a page."""
    remarks = b"\x03vorbis" + struct.pack("<I", 8) + MARK.encode() + struct.pack("<II", 1, 8) + MARK.encode() + b"\x01"
    return b"".join((
        ogg_page(3, 0, [b"\x01vorbis" + bytes(23)], first=True),
        ogg_page(3, 1, [remarks, b"\x05vorbis set up"]), ogg_page(3, 2, [b"sound" * 9]),
    ))  # fmt: skip
