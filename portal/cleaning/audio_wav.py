"""WAV: the sound and what is needed to play it; every other chunk is left out."""

import struct

from portal.cleaning.kinds import Clean, FileKind
from portal.cleaning.refusals import Damaged

_KEPT = (b"fmt ", b"fact", b"data")


def clean(data: bytes) -> Clean:
    """The recording. Raises `Damaged`."""
    chunks, at, end = [], 12, min(len(data), 8 + struct.unpack_from("<I", data.ljust(8, b"\0"), 4)[0])
    while at + 8 <= end:
        name, size = struct.unpack_from("<4sI", data, at)
        content = data[at + 8 : at + 8 + size]
        if name in _KEPT:
            chunks.append((name, content))
        at += 8 + size + size % 2
    if [name for name, _ in chunks if name != b"fact"] != [b"fmt ", b"data"]:
        raise Damaged
    body = b"WAVE" + b"".join(_chunk(name, content) for name, content in chunks)
    return Clean(FileKind.WAV, b"RIFF" + struct.pack("<I", len(body)) + body)


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
