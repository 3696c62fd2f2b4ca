"""Catalogues: the languages that translators have finished, read when the portal starts, and what is wrong with one.

A catalogue is one `messages.po` under `translations/<language>/LC_MESSAGES`. Nothing compiled is kept in the
repository: what is read is what translators wrote. Its head says who translated it and who has checked it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.plurals import get_plural
from babel.messages.pofile import PoFileError, read_po
from babel.support import Translations

TEMPLATE = "messages.pot"
PLACES = re.compile(r"%\(\w+\)[sd]|%\{\w+\}|\{\w+\}")
MARKUP = re.compile(r"</?\w[^>]*>|&#?\w+;")
NUMBERS = re.compile(r"\d+")
CHECKED = re.compile(r"^#? ?Checked-By:[ \t]*(\S.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Catalogue:
    """A language as its translators left it."""

    code: str
    translations: Translations
    checked_by: str
    """Who has read the translation against the English; empty while nobody has."""
    faults: tuple[str, ...]
    """What keeps it from being offered, one line each."""

    @property
    def name(self) -> str:
        """The language in its own words, with a capital where its script has them."""
        return own_name(self.code)

    @property
    def complete(self) -> bool:
        """Whether every text is there and fits."""
        return not self.faults


def own_name(code: str) -> str:
    """What a language calls itself."""
    name = Locale.parse(code).get_display_name(code) or code
    return name[:1].upper() + name[1:]


def path_of(folder: Path, code: str) -> Path:
    """Where a language's catalogue stands in the folder of translations."""
    return folder / code / "LC_MESSAGES" / "messages.po"


def load(folder: Path, code: str) -> Catalogue | None:
    """The catalogue of a language; None where there is none, or nobody knows how the language writes its dates."""
    file, template = path_of(folder, code), folder / TEMPLATE
    try:
        Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return None
    if not file.exists() or not template.exists():
        return None
    return _read(code, file, file.stat().st_mtime_ns, template, template.stat().st_mtime_ns)


@lru_cache(maxsize=40)
def _read(code: str, file: Path, _changed: int, template: Path, _renewed: int) -> Catalogue:
    """Read once for each state of the two files: many applications may start in one process."""
    try:
        catalog = read(file, code)
    except (PoFileError, ValueError) as problem:
        return Catalogue(code, Translations(), "", (f"cannot be read: {problem}",))
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    checked = CHECKED.search(catalog.header_comment or "")
    return Catalogue(code, Translations(compiled), checked[1].strip() if checked else "", tuple(faults_in(catalog, read(template))))


def read(file: Path, code: str | None = None) -> Catalog:
    """A .po or .pot file. Raises PoFileError."""
    with file.open("rb") as stream:
        return read_po(stream, locale=code, abort_invalid=True)


def faults_in(catalog: Catalog, template: Catalog) -> Iterator[str]:
    """What is missing in `catalog` or does not fit the texts of `template`."""
    if catalog.plural_expr != get_plural(catalog.locale).plural_expr:
        yield f"counts in another way than the language does: {catalog.plural_forms}"
    for message in template:
        if message.id:
            found = catalog.get(message.id, message.context)
            yield from (f"{problem}: {_shown(message)}" for problem in _problems(message, found, catalog.num_plurals))


def strangers_in(catalog: Catalog, template: Catalog) -> list[str]:
    """Texts that the catalogue translates and the portal no longer says."""
    return [_shown(m) for m in catalog if m.id and template.get(m.id, m.context) is None]


def _problems(wanted: Message, found: Message | None, plurals: int) -> Iterator[str]:
    sources = wanted.id if isinstance(wanted.id, (tuple, list)) else (wanted.id,)
    string = found.string if found is not None else ""
    said = [text or "" for text in string] if isinstance(string, (tuple, list)) else [string or ""]
    if not all(said):
        yield "missing"
        return
    if found is not None and found.fuzzy:
        yield "fuzzy"
    if len(said) != (plurals if len(sources) > 1 else 1):
        yield f"has {len(said)} forms"
    for text in said:
        yield from misfits(sources, text)


def misfits(sources: Sequence[str], text: str) -> Iterator[str]:
    """What of the English does not come back in a translation of it: places to fill in, markup, numbers, blanks.

    Of a text that counts, any of its English forms may be the one that fits.
    """
    for what, pattern in (("places to fill in", PLACES), ("markup", MARKUP)):
        if all(Counter(pattern.findall(source)) != Counter(pattern.findall(text)) for source in sources):
            yield f"other {what}"
    if all(_numbers(source) != _numbers(text) for source in sources):
        yield "other numbers"
    if _edges(sources[0]) != _edges(text):
        yield "other blanks at its ends"


def _numbers(text: str) -> set[str]:
    return set(NUMBERS.findall(PLACES.sub("", text)))


def _edges(text: str) -> tuple[bool, bool]:
    return text[:1].isspace(), text[-1:].isspace()


def _shown(message: Message) -> str:
    return repr(message.id[0] if isinstance(message.id, (tuple, list)) else message.id)
