"""PDFs: written anew without programs, actions, other files inside, and what tells who made them, where and when."""

import io
import zlib
from typing import Any

import pikepdf

from portal.cleaning.kinds import Clean, FileKind
from portal.cleaning.refusals import Damaged, Locked, TooMuchInside
from portal.cleaning.remarks import without_remarks

MOST_OBJECTS = 200_000
MOST_PAGES = 2_000
MOST_UNPACKED = 128 * 1024 * 1024
"""What one stream may unfold to: a page scanned in colour at 600 dots an inch has 100 MB."""

MOST_UNPACKED_IN_ALL = 512 * 1024 * 1024
MOST_FILTERS = 2
DEEPEST = 100

_DROPPED = frozenset({
    "/JS", "/JavaScript", "/OpenAction", "/AA", "/XFA", "/EmbeddedFiles", "/EF", "/AF", "/Collection",
    "/Metadata", "/PieceInfo", "/LastModified", "/Renditions", "/AlternatePresentations", "/URI", "/URLS", "/IDS",
})  # fmt: skip
_HARMLESS_ACTIONS = frozenset({"/GoTo"})
_ACTIONS = frozenset({
    "/JavaScript", "/Launch", "/SubmitForm", "/ResetForm", "/ImportData", "/GoToR", "/GoToE", "/GoToDp", "/URI", "/Rendition",
    "/Sound", "/Movie", "/Hide", "/Named", "/SetOCGState", "/Thread", "/GoTo3DView", "/RichMediaExecute",
})  # fmt: skip
_DROPPED_NOTES = frozenset({"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"})


def clean(data: bytes) -> Clean:
    """The pages of the PDF. Raises `Locked`, `Damaged`, `TooMuchInside`."""
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            return Clean(FileKind.PDF, _written(document))
    except pikepdf.PasswordError:
        raise Locked from None
    except (pikepdf.PdfError, pikepdf.DataDecodingError, ValueError, TypeError, KeyError, AttributeError):
        raise Damaged from None


def _written(document: pikepdf.Pdf) -> bytes:
    if len(document.objects) > MOST_OBJECTS or _count(document) > MOST_PAGES:
        raise TooMuchInside
    _measure(document)
    for each in document.objects:
        _strip(each, 0)
    if "/Info" in document.trailer:
        del document.trailer["/Info"]
    out = io.BytesIO()
    document.save(out, deterministic_id=True, fix_metadata_version=False)
    return out.getvalue()


def _count(document: pikepdf.Pdf) -> int:
    pages = len(document.pages)
    if pages == 0:
        raise Damaged
    return pages


def _measure(document: pikepdf.Pdf) -> None:
    """Unfold every packed stream in small steps and throw it away, and stop at the first that is too large."""
    in_all = 0
    for each in document.objects:
        if isinstance(each, pikepdf.Stream):
            filters = _filters(each)
            if len(filters) > MOST_FILTERS:
                raise TooMuchInside
            if filters and filters[0] in ("/FlateDecode", "/Fl"):
                in_all += _unpacked_size(each.read_raw_bytes())
            if in_all > MOST_UNPACKED_IN_ALL:
                raise TooMuchInside


def _filters(stream: Any) -> list[str]:
    named = stream.get("/Filter")
    if named is None:
        return []
    return [str(one) for one in named] if isinstance(named, pikepdf.Array) else [str(named)]


def _unpacked_size(packed: bytes) -> int:
    unfolding, size, left = zlib.decompressobj(), 0, packed
    while left and not unfolding.eof:
        try:
            size += len(unfolding.decompress(left, 1024 * 1024))
        except zlib.error:
            break  # a reader will stop here, too
        left = unfolding.unconsumed_tail
        if size > MOST_UNPACKED:
            raise TooMuchInside
    return size


def _strip(thing: Any, depth: int) -> None:
    """Take out of this object, and of what is written inside it, everything that does not belong on a page."""
    if depth > DEEPEST:
        raise TooMuchInside
    if isinstance(thing, pikepdf.Array):
        for one in thing:
            _strip_inside(one, depth)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        _strip_table(thing, depth)


def _strip_table(table: Any, depth: int) -> None:
    for key in list(table.keys()):
        if key in _DROPPED or (key in ("/A", "/PA") and _acts(table[key])):
            del table[key]
        elif key == "/Annots":
            table[key] = _harmless_notes(table[key])
            _strip_inside(table[key], depth)
        else:
            _strip_inside(table[key], depth)
    if _acts(table):
        _disarm(table)
    if isinstance(table, pikepdf.Stream) and _filters(table) == ["/DCTDecode"]:
        table.write(without_remarks(table.read_raw_bytes()), filter=pikepdf.Name.DCTDecode)


def _strip_inside(one: Any, depth: int) -> None:
    """Objects with a number of their own come by themselves; following them here would never end."""
    if isinstance(one, pikepdf.Object) and not one.is_indirect:
        _strip(one, depth + 1)


def _acts(action: Any) -> bool:
    """Whether this is an action that does more than turn to a page of the same document."""
    if not isinstance(action, pikepdf.Dictionary):
        return False
    kind = str(action.get("/S", ""))
    if kind in _HARMLESS_ACTIONS:
        return "/Next" in action
    return kind in _ACTIONS or str(action.get("/Type", "")) == "/Action"


def _disarm(action: Any) -> None:
    """An action that something else still points to stays, and does nothing."""
    for key in list(action.keys()):
        del action[key]


def _harmless_notes(notes: Any) -> Any:
    if not isinstance(notes, pikepdf.Array):
        return notes
    return pikepdf.Array([one for one in notes if not _brings_something(one)])


def _brings_something(note: Any) -> bool:
    return isinstance(note, pikepdf.Dictionary) and str(note.get("/Subtype", "")) in _DROPPED_NOTES
