"""FLAC: what is needed to play the sound, and each frame whose checksum is right; remarks, pictures and tags are left out."""

import re
from itertools import chain

from portal.cleaning.kinds import Clean, FileKind
from portal.cleaning.refusals import Damaged

_MARK = b"fLaC"
_ABOUT_SOUND, _ABOUT_SOUND_BYTES, _LAST = 0, 34, 0x80
# Where a frame may end: at the next one, or at a tag that some program put behind the sound.
_TAGS = (b"TAG", b"APETAGEX", b"ID3")
_NEXT = re.compile(rb"\xff[\xf8\xf9]|TAG|APETAGEX|ID3")
# How many bytes more a head has for a length of block, and for a rate, that stands in no table.
_MORE_FOR_BLOCK = {6: 1, 7: 2}
_MORE_FOR_RATE = {12: 1, 13: 2, 14: 2}


def clean(data: bytes) -> Clean:
    """The recording, as far as it is whole. Raises `Damaged`."""
    about, at = _about_sound(data)
    end = _end_of_sound(data, at)
    if end == at:
        raise Damaged
    head = bytes((_LAST | _ABOUT_SOUND,)) + _ABOUT_SOUND_BYTES.to_bytes(3)
    return Clean(FileKind.FLAC, _MARK + head + about + data[at:end])


def _about_sound(data: bytes) -> tuple[bytes, int]:
    """What the first block says of the sound, and where the blocks end and the frames begin."""
    about, at, last = b"", len(_MARK), False
    while not last:
        if at + 4 > len(data):
            raise Damaged
        kind, size = data[at] & 0x7F, int.from_bytes(data[at + 1 : at + 4])
        last, at = bool(data[at] & _LAST), at + 4
        if not about:
            about = data[at : at + size]
            if kind != _ABOUT_SOUND or len(about) != _ABOUT_SOUND_BYTES:
                raise Damaged
        at += size
    return about, at


def _end_of_sound(data: bytes, at: int) -> int:
    """Where the last whole frame ends; where they begin, if there is none."""
    end = at
    while is_frame(data, end):
        after = _end_of_frame(data, end)
        if after is None:
            break
        end = after
    return end


def _end_of_frame(data: bytes, at: int) -> int | None:
    """A frame ends with its checksum: with that counted in, nothing is left over. None where it does not end."""
    left, done = 0, at
    for end in chain((found.start() for found in _NEXT.finditer(data, at + 2)), (len(data),)):
        left, done = checksum(data[done:end], left), end
        if left == 0 and (end == len(data) or data.startswith(_TAGS, end) or is_frame(data, end)):
            return end
    return None


def is_frame(data: bytes, at: int) -> bool:
    """Whether the head of a frame begins here, by its marks and its own checksum."""
    head = data[at : at + 16]
    if len(head) < 6 or head[0] != 0xFF or head[1] & 0xFE != 0xF8 or head[3] & 1:
        return False
    block, rate, channels = head[2] >> 4, head[2] & 15, head[3] >> 4
    if block == 0 or rate == 15 or channels > 10:
        return False
    length = 4 + _length_of_number(head[4]) + _MORE_FOR_BLOCK.get(block, 0) + _MORE_FOR_RATE.get(rate, 0)
    return length < len(head) and _small_checksum(head[:length]) == head[length]


def _length_of_number(first: int) -> int:
    """Of how many bytes the frame's number is: as many as the first one has ones in front, like a letter in UTF-8."""
    ones = 8 - (first ^ 0xFF).bit_length()
    return max(ones, 1)


def _small_checksum(head: bytes) -> int:
    value = 0
    for byte in head:
        value ^= byte
        for _ in range(8):
            value = (value << 1 ^ 0x07 if value & 0x80 else value << 1) & 0xFF
    return value


def _table() -> list[int]:
    table = []
    for byte in range(256):
        value = byte << 8
        for _ in range(8):
            value = (value << 1 ^ 0x8005 if value & 0x8000 else value << 1) & 0xFFFF
        table.append(value)
    return table


_TABLE = _table()


def checksum(frame: bytes, value: int = 0) -> int:
    """The checksum of a frame, or of its next piece after one whose checksum is `value`."""
    for byte in frame:
        value = (value << 8 & 0xFF00) ^ _TABLE[value >> 8 ^ byte]
    return value
