"""Word and OpenDocument texts: zips that are unpacked with suspicion and packed anew without what tells of their maker."""

import io
import re
import zipfile
import zlib
from xml.etree import ElementTree

from portal.cleaning.kinds import Clean, FileKind
from portal.cleaning.makers import Parts, without_makers_in_open_document, without_makers_in_word
from portal.cleaning.refusals import Damaged, HasMacros, HoldsMore, Locked, NotCleaned, TooMuchInside, UnknownKind
from portal.cleaning.remarks import without_remarks

MOST_PARTS = 2_000
MOST_UNPACKED = 160 * 1024 * 1024
MOST_TIMES = 200
"""How many times as large a part may be as it was packed, where it is large at all."""

SMALL_PART = 4 * 1024 * 1024
_ODT_TYPE = b"application/vnd.oasis.opendocument.text"
_MACROS = re.compile(r"(^|/)(vbaProject\.bin|vbaData\.xml|activeX/.*)$|^(Basic|Scripts)/", re.IGNORECASE)
_OTHER_FILES = re.compile(r"/embeddings/.|^Object \d+$|/oleObject[^/]*$", re.IGNORECASE)
_ABOUT = re.compile(r"^(docProps/.*|docMetadata/.*|(word/)?people\.xml|meta\.xml|Thumbnails/.*)$", re.IGNORECASE)
_PICTURE = re.compile(r"\.(jpe?g|png)$", re.IGNORECASE)
_TEMPLATE = re.compile(rb"<w:attachedTemplate\b[^>]*/>")
# What a field tells Word to do; it may be written in pieces. And what an OpenDocument gets from elsewhere.
_FIELDS = re.compile(rb"<w:instrText\b[^>]*>([^<]*)<|<w:fldSimple\b[^>]*\bw:instr=\"([^\"]*)\"")
_FIELD_RUNS = re.compile(rb"\bDDE(AUTO)?\b", re.IGNORECASE)
_FIELD_FETCHES = re.compile(rb"\b(INCLUDEPICTURE|INCLUDETEXT|LINK|IMPORT)\b", re.IGNORECASE)
_RUNS = re.compile(rb"<(script:event-listener|office:dde-source|text:dde-connection-decl)\b")
_FETCHES = re.compile(
    rb"<(draw:(image|fill-image|object|object-ole|plugin|applet|floating-frame)|text:section-source)\b[^>]*"
    rb"xlink:href=\"(?!Pictures/|\./|Object|#)[^\"]"
)
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_MANIFEST = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"


def clean(data: bytes) -> Clean:
    """The document. Raises `TooMuchInside`, `HasMacros`, `HoldsMore`, `Locked`, `Damaged`, `UnknownKind`."""
    try:
        parts = _unpacked(data)
        kind = _kind_of(parts)
        _refuse_programs(parts)
        kept = _word(parts) if kind is FileKind.DOCX else _open_document(parts)
    except NotCleaned:
        raise
    except (
        zipfile.BadZipFile,
        ElementTree.ParseError,
        EOFError,
        OSError,
        ValueError,
        IndexError,
        zlib.error,
        NotImplementedError,
        RuntimeError,
    ):
        raise Damaged from None
    return Clean(kind, _packed(kept))


def _unpacked(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
            raise TooMuchInside
        if any(entry.flag_bits & 1 for entry in entries):
            raise Locked
        return {entry.filename: _part(archive, entry) for entry in entries}


def _part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """One part; what it says of its own size is not believed."""
    if entry.file_size > SMALL_PART and entry.file_size > MOST_TIMES * max(entry.compress_size, 1):
        raise TooMuchInside
    with archive.open(entry) as part:
        content = part.read(entry.file_size + 1)
    if len(content) > entry.file_size:
        raise TooMuchInside
    return content


def _kind_of(parts: Parts) -> FileKind:
    if "[Content_Types].xml" in parts and "word/document.xml" in parts:
        return FileKind.DOCX
    if parts.get("mimetype", b"").strip() == _ODT_TYPE and "content.xml" in parts:
        return FileKind.ODT
    raise UnknownKind


def _refuse_programs(parts: Parts) -> None:
    if any(_MACROS.search(name) for name in parts) or b"macroEnabled" in parts.get("[Content_Types].xml", b""):
        raise HasMacros
    if any(_OTHER_FILES.search(name) for name in parts):
        raise HoldsMore
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")) and b"\0" in content:
            raise Damaged  # in UTF-16 nothing would be found of all that is looked for; no office program writes it
        # Names that stand for more text: the way to make a small page enormous.
        if name.endswith((".xml", ".rels")) and b"<!ENTITY" in content:
            raise TooMuchInside
        if name.endswith(".xml"):
            _refuse_orders(content)


def _refuse_orders(page: bytes) -> None:
    """What a page tells the program that opens it to run or to fetch."""
    fields = b"".join(simple or piece for piece, simple in _FIELDS.findall(page))
    if _FIELD_RUNS.search(fields) or _RUNS.search(page):
        raise HasMacros
    if _FIELD_FETCHES.search(fields) or _FETCHES.search(page):
        raise HoldsMore


def _word(parts: Parts) -> Parts:
    kept = _without_remarks(parts)
    for name in [name for name in kept if name.endswith(".rels")]:
        kept[name] = _relations(kept[name])
    kept["[Content_Types].xml"] = _types(kept["[Content_Types].xml"])
    if "word/settings.xml" in kept:
        kept["word/settings.xml"] = _TEMPLATE.sub(b"", kept["word/settings.xml"])
    return without_makers_in_word(kept)


def _without_remarks(parts: Parts) -> Parts:
    return {
        name: without_remarks(content) if _PICTURE.search(name) else content
        for name, content in parts.items()
        if not _ABOUT.match(name)
    }


def _relations(content: bytes) -> bytes:
    """Ties to parts that are kept. Raises `HoldsMore` for what would be fetched; a link that somebody follows may stay."""
    tree = ElementTree.fromstring(content)
    for tie in list(tree.iter(f"{_RELATIONS}Relationship")):
        kind, target = tie.get("Type", "").rpartition("/")[2], tie.get("Target", "")
        if kind == "attachedTemplate" or _ABOUT.match(target.lstrip("/")):
            tree.remove(tie)
        elif tie.get("TargetMode") == "External" and kind != "hyperlink":
            raise HoldsMore
    return _xml(tree, _RELATIONS)


def _types(content: bytes) -> bytes:
    tree = ElementTree.fromstring(content)
    for part in list(tree.iter(f"{_TYPES}Override")):
        if _ABOUT.match(part.get("PartName", "").lstrip("/")):
            tree.remove(part)
    return _xml(tree, _TYPES)


def _open_document(parts: Parts) -> Parts:
    manifest = parts.get("META-INF/manifest.xml", b"")
    if b"encryption-data" in manifest:
        raise Locked
    tree = ElementTree.fromstring(manifest)
    for part in list(tree):
        if _ABOUT.match(part.get(f"{_MANIFEST}full-path", "")):
            tree.remove(part)
    rest = _without_remarks({name: content for name, content in parts.items() if name != "mimetype"})
    rest = without_makers_in_open_document(rest)
    # The type stands first and unpacked: that is how readers know an OpenDocument.
    return {"mimetype": _ODT_TYPE, **rest, "META-INF/manifest.xml": _xml(tree, _MANIFEST)}


def _xml(tree: ElementTree.Element, namespace: str) -> bytes:
    # A namespace of a manifest stands before attributes, too, where an unnamed one cannot stand.
    prefix = "manifest" if namespace == _MANIFEST else ""
    ElementTree.register_namespace(prefix, namespace.strip("{}"))
    return ElementTree.tostring(tree, encoding="UTF-8", xml_declaration=True)


def _packed(parts: Parts) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()
