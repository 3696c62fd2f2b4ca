"""MP3: one frame of sound after the other, and nothing that stands before, between or behind them."""

from portal.cleaning.kinds import Clean, FileKind
from portal.cleaning.refusals import Damaged

FEWEST_FRAMES = 3

# Kilobits a second of layer III, by the four bits that say which: MPEG 1, then MPEG 2 and 2.5.
_RATES_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0)
_RATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0)
_SAMPLES = {3: (44100, 48000, 32000, 0), 2: (22050, 24000, 16000, 0), 0: (11025, 12000, 8000, 0)}


def clean(data: bytes) -> Clean:
    """The recording. Raises `Damaged`."""
    frames, at = [], _after_tag(data)
    while at + 4 <= len(data):
        size = frame_size(data, at)
        if size and at + size <= len(data) and _followed(data, at + size):
            frames.append(data[at : at + size])
            at += size
        else:
            at = data.find(b"\xff", at + 1)
            if at < 0:
                break
    if len(frames) < FEWEST_FRAMES:
        raise Damaged
    return Clean(FileKind.MP3, b"".join(frames))


def frame_size(data: bytes, at: int) -> int:
    """How long the frame is that begins here; 0 where none does."""
    if data[at] != 0xFF or data[at + 1] & 0xE6 != 0xE2:
        return 0
    version = data[at + 1] >> 3 & 3
    rates = _RATES_1 if version == 3 else _RATES_2
    rate, samples = rates[data[at + 2] >> 4], _SAMPLES.get(version, (0,) * 4)[data[at + 2] >> 2 & 3]
    if not rate or not samples:
        return 0
    padding = data[at + 2] >> 1 & 1
    return (144 if version == 3 else 72) * rate * 1000 // samples + padding


def _after_tag(data: bytes) -> int:
    """Where the sound begins: a tag in front may hold pictures, in which a frame could seem to begin."""
    at = 0
    while data[at : at + 3] == b"ID3" and at + 10 <= len(data):
        size = 0
        for byte in data[at + 6 : at + 10]:
            size = size << 7 | byte & 0x7F
        at += 10 + size
    return at


def _followed(data: bytes, end: int) -> bool:
    """Whether after this another frame begins, a tag, or nothing: two bytes alone may look like a frame by chance."""
    return end + 4 > len(data) or bool(frame_size(data, end)) or data[end : end + 3] in (b"TAG", b"APE", b"LYR", b"ID3")
