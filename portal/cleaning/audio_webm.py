"""WebM with Opus, as browsers record it: what is needed to play the sound; all else becomes empty space of the same size."""

from collections.abc import Iterator
from dataclasses import dataclass

from portal.cleaning.kinds import Clean, FileKind
from portal.cleaning.refusals import Damaged, UnknownKind

_HEAD, _DOCUMENT_TYPE, _SEGMENT = 0x1A45DFA3, 0x4282, 0x18538067
_SEEKING, _INFO, _TRACKS, _CLUSTER, _CUES = 0x114D9B74, 0x1549A966, 0x1654AE6B, 0x1F43B675, 0x1C53BB6B
_TAGS, _ATTACHMENTS, _CHAPTERS = 0x1254C367, 0x1941A469, 0x1043A770
_TRACK, _TRACK_TYPE, _CODEC, _SOUND = 0xAE, 0x83, 0x86, 2
_MADE_WITH, _WRITTEN_WITH, _EMPTY = 0x4D80, 0x5741, 0xEC

_OF_SEGMENT = frozenset({_SEEKING, _INFO, _TRACKS, _CLUSTER, _CUES})
_ENDS_CLUSTER = _OF_SEGMENT | {_TAGS, _ATTACHMENTS, _CHAPTERS}
_KEPT: dict[int, frozenset[int]] = {
    _SEGMENT: _OF_SEGMENT,
    # Scale and length of time; the names of programs must be there, and may be empty.
    _INFO: frozenset({0x2AD7B1, 0x4489, _MADE_WITH, _WRITTEN_WITH}),
    _TRACKS: frozenset({_TRACK}),
    # Number, identity, type, flags, codec, its settings and delays, and how the sound is laid out.
    _TRACK: frozenset({0xD7, 0x73C5, _TRACK_TYPE, 0x9C, 0xB9, 0x88, _CODEC, 0x63A2, 0x56AA, 0x56BB, 0x23E383, 0xE1}),
    # Time, position, and the blocks of sound.
    _CLUSTER: frozenset({0xE7, 0xA7, 0xAB, 0xA3, 0xA0}),
}


@dataclass(frozen=True, slots=True)
class Element:
    """One element: what it is, where it and its content begin, and where it ends; `open` if it does not say."""

    id: int
    at: int
    inside: int
    end: int
    open: bool


def clean(data: bytes) -> Clean:
    """The recording. Raises `Damaged`; `UnknownKind` for films and other ways of keeping sound."""
    head = _element(data, 0, len(data))
    segment = _element(data, head.end, len(data))
    if head.id != _HEAD or segment.id != _SEGMENT:
        raise Damaged
    _must_be_webm(data, head)
    out = bytearray(data[: segment.end])
    tracks, end = _clear(out, segment)
    if not tracks:
        raise Damaged
    return Clean(FileKind.WEBM, bytes(out[:end]))


def _must_be_webm(data: bytes, head: Element) -> None:
    for one in _inside(data, head):
        if one.id == _DOCUMENT_TYPE and data[one.inside : one.end].rstrip(b"\0") != b"webm":
            raise UnknownKind


def _clear(out: bytearray, whole: Element) -> tuple[int, int]:
    """Empty what is not kept in here; how many tracks of sound there are, and where the last whole element ends."""
    tracks, end = 0, whole.inside
    for one in _inside(out, whole):
        end = one.end
        if one.id not in _KEPT[whole.id]:
            _make_empty(out, one)
        elif one.id in (_MADE_WITH, _WRITTEN_WITH):
            out[one.inside : one.end] = bytes(one.end - one.inside)
        elif one.id in _KEPT:
            inner, end = _clear(out, one)
            tracks += inner
    if whole.id == _TRACK:
        _must_be_sound(out, whole)
        tracks += 1
    return tracks, end if whole.open else whole.end


def _must_be_sound(out: bytearray, track: Element) -> None:
    said = {one.id: bytes(out[one.inside : one.end]) for one in _inside(out, track)}
    if int.from_bytes(said.get(_TRACK_TYPE, b"")) != _SOUND or said.get(_CODEC, b"").rstrip(b"\0") != b"A_OPUS":
        raise UnknownKind


def _make_empty(out: bytearray, one: Element) -> None:
    size = one.end - one.at
    head = bytes((_EMPTY, 0x80 | size - 2)) if size < 100 else bytes((_EMPTY, 0x01)) + (size - 9).to_bytes(7)
    out[one.at : one.end] = head + bytes(size - len(head))


def _inside(data: bytes | bytearray, whole: Element) -> Iterator[Element]:
    """What is in an element. One that does not say where it ends goes on to what cannot be in it, or to the last whole one."""
    at = whole.inside
    while at < whole.end:
        try:
            one = _element(data, at, whole.end)
        except Damaged:
            if whole.open:
                return  # the recording stopped in the middle of a block
            raise
        if whole.open and whole.id == _CLUSTER and one.id in _ENDS_CLUSTER:
            return
        yield one
        # Where an open cluster ended, only its own end says.
        at = _end_of_open(data, one) if one.open else one.end


def _end_of_open(data: bytes | bytearray, one: Element) -> int:
    if one.id != _CLUSTER:
        raise Damaged
    end = one.inside
    for inner in _inside(data, one):
        end = inner.end
    return end


def _element(data: bytes | bytearray, at: int, end: int) -> Element:
    """The element that begins here. Raises `Damaged` where none does, or where it is not whole."""
    id_length = _length(data, at, end, most=4)
    identity = int.from_bytes(data[at : at + id_length])
    size_at = at + id_length
    size_length = _length(data, size_at, end, most=8)
    size = int.from_bytes(data[size_at : size_at + size_length]) & (1 << 7 * size_length) - 1
    inside = size_at + size_length
    is_open = size == (1 << 7 * size_length) - 1
    stop = end if is_open else inside + size
    if stop > end or (is_open and identity not in (_SEGMENT, _CLUSTER)):
        raise Damaged
    return Element(identity, at, inside, stop, is_open)


def _length(data: bytes | bytearray, at: int, end: int, most: int) -> int:
    """Of how many bytes a number is, by the zeros with which it begins."""
    if at >= end or not data[at]:
        raise Damaged
    length = 9 - data[at].bit_length()
    if length > most or at + length > end:
        raise Damaged
    return length
