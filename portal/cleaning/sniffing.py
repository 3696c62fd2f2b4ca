"""What a file is by its content: how it is opened depends on this, never on its name or on what a browser claims."""

import re
from enum import StrEnum

import puremagic

_HEAD = 65_536
ENCODINGS = ("utf-8-sig", "utf-16", "cp1252", "cp437", "latin-1")
"""In which texts are read here, and the names in old zips."""

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


class Family(StrEnum):
    """Ways of opening a file. Which kind it is in the end, opening it will tell."""

    TEXT = "text"
    PICTURE = "picture"
    HEIF = "heif"
    PDF = "pdf"
    ZIP = "zip"
    WAV = "wav"
    MP3 = "mp3"
    MP4 = "mp4"
    OGG = "ogg"
    WEBM = "webm"
    FLAC = "flac"
    AMR = "amr"


_ENDINGS: dict[Family, frozenset[str]] = {
    Family.PDF: frozenset({".pdf"}),
    Family.PICTURE: frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".tif", ".tiff"}),
    Family.ZIP: frozenset({".zip", ".docx", ".odt"}),
    Family.WAV: frozenset({".wav"}),
    Family.MP3: frozenset({".mp3", ".mpga"}),
    Family.MP4: frozenset({".mp4", ".m4a", ".m4v", ".3gp", ".mov"}),
    Family.OGG: frozenset({".ogg", ".oga", ".opus"}),
    Family.WEBM: frozenset({".webm"}),
    Family.FLAC: frozenset({".flac"}),
    Family.AMR: frozenset({".amr"}),
}

# Photos of telephones; puremagic takes some of them for films, which are kept in boxes of the same make.
_PHOTO_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})

# Written in text, and yet programs for whoever opens them.
_NOT_PLAIN = (b"%PDF-", b"{\\rtf", b"%!PS", b"#!")


def family_of(data: bytes) -> Family | None:
    """How to open the file; None where it is nothing we know."""
    if not data.startswith(_NOT_PLAIN) and plain_text(data) is not None:
        return Family.TEXT
    if data[4:8] == b"ftyp" and data[8:12] in _PHOTO_BRANDS:
        return Family.HEIF
    likely = _likely_endings(data[:_HEAD])
    found = next((family for family, endings in _ENDINGS.items() if endings & likely), None)
    return found or _by_structure(data)


def plain_text(data: bytes) -> str | None:
    """The file as text, if that is all it is: in UTF-8, UTF-16 with its mark, or the old code page of Windows."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _CONTROL.search(text) else text
    return None


def _likely_endings(head: bytes) -> frozenset[str]:
    """The endings of what puremagic is surest of."""
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return frozenset()
    surest = max(match.confidence for match in found)
    return frozenset(match.extension for match in found if match.confidence == surest)


def _by_structure(data: bytes) -> Family | None:
    """Recordings of telephones that puremagic does not know: other brands of MP4, and MPEG audio of low rates."""
    if data[4:8] == b"ftyp" and data[8:12] in {b"dash", b"iso5", b"iso6", b"mp41", b"3gp4", b"3gp5", b"3gp6", b"M4B "}:
        return Family.MP4
    if len(data) > 1 and data[0] == 0xFF and data[1] & 0xE6 == 0xE2:
        return Family.MP3
    return None
