"""M4A: the boxes that are needed to play the sound; all others become empty space, so that nothing has to move."""

import struct
from collections.abc import Iterator

from portal.cleaning.kinds import Clean, FileKind
from portal.cleaning.refusals import Damaged, UnknownKind

DEEPEST = 8

_KEPT: dict[bytes, frozenset[bytes]] = {
    b"": frozenset({b"ftyp", b"moov", b"mdat", b"moof", b"sidx", b"mfra", b"styp"}),
    b"moov": frozenset({b"mvhd", b"trak", b"mvex"}),
    b"trak": frozenset({b"tkhd", b"edts", b"mdia"}),
    b"mdia": frozenset({b"mdhd", b"hdlr", b"minf"}),
    b"minf": frozenset({b"smhd", b"dinf", b"stbl"}),
    b"stbl": frozenset(
        {b"stsd", b"stts", b"stsc", b"stsz", b"stz2", b"stco", b"co64", b"ctts", b"stss", b"sgpd", b"sbgp"}
    ),
    b"moof": frozenset({b"mfhd", b"traf"}),
    b"traf": frozenset({b"tfhd", b"tfdt", b"trun", b"sgpd", b"sbgp"}),
}
_DATED = frozenset({b"mvhd", b"tkhd", b"mdhd"})


def clean(data: bytes) -> Clean:
    """The recording. Raises `Damaged`; `UnknownKind` for films and whatever else is not only sound."""
    out = bytearray(data)
    tracks = _clear(out, b"", 0, len(out), 0)
    if not tracks:
        raise Damaged
    if any(kind != b"soun" for kind in tracks):
        raise UnknownKind
    return Clean(FileKind.M4A, bytes(out))


def _clear(out: bytearray, within: bytes, start: int, end: int, depth: int) -> list[bytes]:
    """Empty every box in here that is not kept; what kinds of track there are."""
    if depth > DEEPEST:
        raise Damaged
    tracks: list[bytes] = []
    for name, at, inside, after in _boxes(out, start, end):
        if name not in _KEPT[within]:
            out[at + 4 : at + 8] = b"free"
            out[inside:after] = bytes(after - inside)
        elif name == b"hdlr":
            tracks.append(bytes(out[inside + 8 : inside + 12]))
            _forget_name(out, inside, after)
        elif name in _DATED:
            _forget_dates(out, inside)
        elif name in _KEPT:
            tracks += _clear(out, name, inside, after, depth + 1)
    return tracks


def _boxes(out: bytearray, start: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """Each box: its name, where it begins, where its content begins, and where it ends."""
    at = start
    while at + 8 <= end:
        size, name = struct.unpack_from(">I4s", out, at)
        head = 8
        if size == 1 and at + 16 <= end:
            (size,), head = struct.unpack_from(">Q", out, at + 8), 16
        after = end if size == 0 else at + size
        if after > end or after < at + head:
            raise Damaged
        yield name, at, at + head, after
        at = after


def _forget_name(out: bytearray, inside: int, after: int) -> None:
    """What the program that recorded it called the track."""
    out[inside + 24 : after] = bytes(max(0, after - inside - 24))


def _forget_dates(out: bytearray, inside: int) -> None:
    """When it was made and changed: two numbers behind the version, of four bytes or eight each."""
    width = 16 if out[inside] == 1 else 8
    out[inside + 4 : inside + 4 + width] = bytes(width)
