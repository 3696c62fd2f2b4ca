"""Cleaning a file: find out what it is, and let whoever knows that kind take it apart and put it together again."""

import codecs
import warnings
from collections.abc import Callable

from portal.cleaning import (
    audio_amr,
    audio_flac,
    audio_mp3,
    audio_mp4,
    audio_ogg,
    audio_wav,
    audio_webm,
    pdf,
    pictures,
    written,
)
from portal.cleaning.kinds import Clean, FileKind
from portal.cleaning.refusals import Empty, TooMuchInside, UnknownKind
from portal.cleaning.sniffing import ENCODINGS, Family, family_of, plain_text

_CLEANERS: dict[Family, Callable[[bytes], Clean]] = {
    Family.PICTURE: pictures.clean,
    Family.HEIF: pictures.clean_heif,
    Family.PDF: pdf.clean,
    Family.ZIP: written.clean,
    Family.WAV: audio_wav.clean,
    Family.MP3: audio_mp3.clean,
    Family.MP4: audio_mp4.clean,
    Family.OGG: audio_ogg.clean,
    Family.WEBM: audio_webm.clean,
    Family.FLAC: audio_flac.clean,
    Family.AMR: audio_amr.clean,
}

_LOADERS: dict[Family | None, Callable[[], None]] = {
    Family.PICTURE: pictures.load_readers,
    Family.HEIF: pictures.load_heif_reader,
}


def load_what_opens(data: bytes) -> None:
    """Load what Python would load only when it is needed: in the process apart nothing can be opened later."""
    for encoding in ENCODINGS:
        codecs.lookup(encoding)
    if (family := family_of(data)) in _LOADERS:
        _LOADERS[family]()


def clean(data: bytes) -> Clean:
    """The file without whatever could run, and without what tells of its maker, place or time.

    Raises a subclass of `NotCleaned` that says why not.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise Empty
    family = family_of(data)
    if family is None:
        raise UnknownKind
    if family is Family.TEXT:
        return Clean(FileKind.TEXT, (plain_text(data) or "").encode())
    try:
        with warnings.catch_warnings():
            # Libraries remark on much that is odd in a file; odd is not harmful, and sizes are checked by their cleaners.
            warnings.simplefilter("ignore")
            return _CLEANERS[family](data)
    except (MemoryError, RecursionError):
        raise TooMuchInside from None
