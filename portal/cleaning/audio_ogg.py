"""Ogg with Opus or Vorbis: the page of remarks is written over with an empty one of the same length."""

import struct
from dataclasses import dataclass

from portal.cleaning.kinds import Clean, FileKind
from portal.cleaning.refusals import Damaged, UnknownKind

_HEAD = 27
_POLYNOMIAL = 0x04C11DB7


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the stream: where it and its content begin, where it ends, and the lengths of its pieces."""

    at: int
    inside: int
    end: int
    serial: bytes
    laces: bytes


def clean(data: bytes) -> Clean:
    """The recording. Raises `Damaged`; `UnknownKind` for films and for other ways of keeping sound."""
    pages = _pages(data)
    begins = data[pages[0].inside : pages[0].inside + 8]
    if len({page.serial for page in pages}) != 1 or not begins.startswith((b"OpusHead", b"\x01vorbis")):
        raise UnknownKind
    out = bytearray(data[: pages[-1].end])
    for page, start, length, blank in _blanked(data, pages, opus=begins == b"OpusHead"):
        out[start : start + length] = blank
        _sign(out, page)
    return Clean(FileKind.OGG, bytes(out))


def _pages(data: bytes) -> list[Page]:
    pages, at = [], 0
    while data[at : at + 4] == b"OggS" and at + _HEAD <= len(data):
        laces = data[at + _HEAD : at + _HEAD + data[at + 26]]
        inside = at + _HEAD + len(laces)
        end = inside + sum(laces)
        if end > len(data):
            break  # the recording stopped in the middle of a page
        pages.append(Page(at, inside, end, data[at + 14 : at + 18], laces))
        at = end
    if len(pages) < 2:
        raise Damaged
    return pages


def _blanked(data: bytes, pages: list[Page], *, opus: bool) -> list[tuple[Page, int, int, bytes]]:
    """What is to be written where: the second packet, which is the remarks, page by page."""
    stretches = _second_packet(pages)
    packet = b"".join(data[start : start + length] for _, start, length in stretches)
    empty = _empty(packet, opus=opus)
    blanked, done = [], 0
    for page, start, length in stretches:
        blanked.append((page, start, length, empty[done : done + length]))
        done += length
    return blanked


def _second_packet(pages: list[Page]) -> list[tuple[Page, int, int]]:
    """Where the second packet lies; it may share its last page with the third. Raises `Damaged`."""
    stretches: list[tuple[Page, int, int]] = []
    finished = 0
    for page in pages:
        start = page.inside
        length = 0
        for lace in page.laces:
            length += lace
            if lace < 255:
                if finished == 1:
                    return [*stretches, (page, start, length)]
                finished, start, length = finished + 1, start + length, 0
        if finished == 1 and length:
            stretches.append((page, start, length))
    raise Damaged


def _empty(packet: bytes, *, opus: bool) -> bytes:
    """The same packet with no maker, no remarks, and zeros to its end. Raises `Damaged`."""
    mark = b"OpusTags" if opus else b"\x03vorbis"
    blank = mark + struct.pack("<II", 0, 0) + (b"" if opus else b"\x01")
    if not packet.startswith(mark) or len(packet) < len(blank):
        raise Damaged
    return blank.ljust(len(packet), b"\0")


def _table() -> list[int]:
    table = []
    for byte in range(256):
        value = byte << 24
        for _ in range(8):
            value = (value << 1 ^ _POLYNOMIAL if value & 0x80000000 else value << 1) & 0xFFFFFFFF
        table.append(value)
    return table


_TABLE = _table()


def checksum(page: bytes) -> int:
    """The checksum of a page whose own place for it holds zeros."""
    value = 0
    for byte in page:
        value = (value << 8 & 0xFFFFFFFF) ^ _TABLE[value >> 24 ^ byte]
    return value


def _sign(out: bytearray, page: Page) -> None:
    out[page.at + 22 : page.at + 26] = bytes(4)
    out[page.at + 22 : page.at + 26] = struct.pack("<I", checksum(bytes(out[page.at : page.end])))
