"""AMR, as telephones record speech: frames of twenty milliseconds, of which each says how long it is, and nothing else."""

from portal.cleaning.kinds import Clean, FileKind
from portal.cleaning.refusals import Damaged

FEWEST_FRAMES = 3

# How many bytes follow the first of a frame, by its type (RFC 4867); a type without a number is no frame.
_NARROW = {0: 12, 1: 13, 2: 15, 3: 17, 4: 19, 5: 20, 6: 26, 7: 31, 8: 5, 15: 0}
_WIDE = {0: 17, 1: 23, 2: 32, 3: 36, 4: 40, 5: 46, 6: 50, 7: 58, 8: 60, 9: 5, 14: 0, 15: 0}
_BEGINNINGS = {b"#!AMR\n": _NARROW, b"#!AMR-WB\n": _WIDE}
# Bits that are nought in every frame: the first, and the last two, which only fill the byte.
_NOUGHT = 0b1000_0011


def clean(data: bytes) -> Clean:
    """The recording; a last frame that is not whole is left out. Raises `Damaged`."""
    begins = next((mark for mark in _BEGINNINGS if data.startswith(mark)), None)
    if begins is None:
        raise Damaged
    sizes, at, frames = _BEGINNINGS[begins], len(begins), 0
    while at < len(data):
        end = at + _size(sizes, data[at])
        if end > len(data):
            break  # the recording stopped in the middle of a frame
        at, frames = end, frames + 1
    if frames < FEWEST_FRAMES:
        raise Damaged
    return Clean(FileKind.AMR, data[:at])


def _size(sizes: dict[int, int], head: int) -> int:
    kind = head >> 3 & 0b1111
    if head & _NOUGHT or kind not in sizes:
        raise Damaged
    return 1 + sizes[kind]
