"""Pictures inside documents: what they say beside their pixels is cut out, and the pixels stay as they are."""

import struct

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_REMARKS = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME", b"dSIG"})
# JFIF, ICC colours and Adobe's colour order are needed to show it; all other application segments are remarks.
_KEPT_SEGMENTS = frozenset({0xE0, 0xE2, 0xEE})
_START_OF_SCAN, _END, _COMMENT = 0xDA, 0xD9, 0xFE


def without_remarks(data: bytes) -> bytes:
    """A JPEG or PNG without its remarks; anything else, and what cannot be followed, as it was."""
    try:
        if data.startswith(b"\xff\xd8\xff"):
            return _jpeg(data)
        if data.startswith(_PNG):
            return _png(data)
    except (struct.error, IndexError):
        pass
    return data


def _jpeg(data: bytes) -> bytes:
    kept, at = [data[:2]], 2
    while data[at] == 0xFF and data[at + 1] != _START_OF_SCAN:
        marker = data[at + 1]
        (size,) = struct.unpack_from(">H", data, at + 2)
        remark = marker == _COMMENT or (0xE0 <= marker <= 0xEF and marker not in _KEPT_SEGMENTS)
        if not remark:
            kept.append(data[at : at + 2 + size])
        at += 2 + size
    end = data.rfind(bytes((0xFF, _END)))
    return b"".join(kept) + data[at : end + 2 if end > at else None]


def _png(data: bytes) -> bytes:
    kept, at = [_PNG], len(_PNG)
    while at < len(data):
        size, name = struct.unpack_from(">I4s", data, at)
        if name not in _PNG_REMARKS:
            kept.append(data[at : at + 12 + size])
        at += 12 + size
        if name == b"IEND":
            break
    return b"".join(kept)
