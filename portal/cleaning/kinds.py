"""The kinds of file that are taken in, each with what browsers call it."""

from dataclasses import dataclass, field
from enum import StrEnum


class Group(StrEnum):
    """What a council allows or not, as a whole."""

    DOCUMENTS = "documents"
    PICTURES = "pictures"
    RECORDINGS = "recordings"


class FileKind(StrEnum):
    """What a cleaned file is; the code is also the ending of its name."""

    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    TEXT = "txt"
    JPEG = "jpg"
    PNG = "png"
    MP3 = "mp3"
    M4A = "m4a"
    OGG = "ogg"
    WAV = "wav"
    WEBM = "webm"
    FLAC = "flac"
    AMR = "amr"

    @property
    def group(self) -> Group:
        """To which group it belongs."""
        return _GROUPS[self]

    @property
    def media_type(self) -> str:
        """What a browser is told that it is."""
        return _MEDIA_TYPES[self]


_GROUPS = {
    FileKind.PDF: Group.DOCUMENTS,
    FileKind.DOCX: Group.DOCUMENTS,
    FileKind.ODT: Group.DOCUMENTS,
    FileKind.TEXT: Group.DOCUMENTS,
    FileKind.JPEG: Group.PICTURES,
    FileKind.PNG: Group.PICTURES,
    FileKind.MP3: Group.RECORDINGS,
    FileKind.M4A: Group.RECORDINGS,
    FileKind.OGG: Group.RECORDINGS,
    FileKind.WAV: Group.RECORDINGS,
    FileKind.WEBM: Group.RECORDINGS,
    FileKind.FLAC: Group.RECORDINGS,
    FileKind.AMR: Group.RECORDINGS,
}

_MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.TEXT: "text/plain; charset=utf-8",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.MP3: "audio/mpeg",
    FileKind.M4A: "audio/mp4",
    FileKind.OGG: "audio/ogg",
    FileKind.WAV: "audio/wav",
    FileKind.WEBM: "audio/webm",
    FileKind.FLAC: "audio/flac",
    FileKind.AMR: "audio/amr",
}


@dataclass(frozen=True, slots=True)
class Clean:
    """A file as it is kept."""

    kind: FileKind
    data: bytes = field(repr=False)
