"""Bytes of a file to rows of named values, each with the line on which it begins: CSV in any of its habits, or JSON lines."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portal.actions.importing.schema import BY_COLUMN, GROUPS, WORDS, Group
from portal.actions.importing.wrong import Wrong
from portal.limits import MOST_IMPORTED

BETWEEN = "|"
"""What stands between several values in one cell."""

_BOM = b"\xef\xbb\xbf"
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_SEPARATORS = ",;\t"
_UTF8 = "is not UTF-8: save the file as UTF-8 (in Excel: CSV UTF-8)"
_NO_WORDS = "nothing that people wrote is brought in, and no names: leave it out"


@dataclass(frozen=True, slots=True)
class Row:
    """One record as it stands in the file: on which line it begins, whether it is of a CSV file, and what it says by field.

    What is nested stands as a mapping, or as a list of mappings, under its group's name.
    """

    line: int
    flat: bool
    said: Mapping[str, Any]


def rows_of(data: bytes) -> tuple[list[Row], list[Wrong]]:
    """Every record of a file, and what is wrong with it as a file. Never raises, whatever the bytes are."""
    text, wrong = _text_of(data)
    if wrong:
        return [], wrong
    begins = text.lstrip()[:1]
    found, wrong = _json_rows(text) if begins in ("{", "[") else _csv_rows(text)
    if not found and not wrong:
        wrong = [Wrong(1, "", "there is no record in this file")]
    if len(found) > MOST_IMPORTED:
        wrong.append(Wrong(found[MOST_IMPORTED].line, "", f"more than {MOST_IMPORTED:,} records: bring them in by several files"))
    return found, wrong


def _text_of(data: bytes) -> tuple[str, list[Wrong]]:
    if data.startswith(_WIDE):
        return "", [Wrong(1, "", f"the file {_UTF8}")]
    data = data.removeprefix(_BOM)
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        lines = enumerate(data.split(b"\n"), start=1)
        return "", [Wrong(number, "", f"this line {_UTF8}") for number, line in lines if not _is_utf8(line)]


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _json_rows(text: str) -> tuple[list[Row], list[Wrong]]:
    found, wrong = [], []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            told = json.loads(line, object_pairs_hook=_each_once, parse_float=Decimal, parse_constant=_no_number)
        except _Twice as twice:
            wrong.append(Wrong(number, str(twice), "stands twice in one object"))
        except (ValueError, RecursionError):
            wrong.append(Wrong(number, "", "is no JSON object: each line is one record, {…}, and nothing stands between them"))
        else:
            if isinstance(told, dict):
                found.append(Row(number, False, told))
            else:
                wrong.append(Wrong(number, "", "is no JSON object: each line is one record, {…}, without a list around them"))
    return found, wrong


class _Twice(ValueError):
    """A name stands twice in one object: nobody can say which is meant."""


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    for name, times in Counter(name for name, _ in pairs).items():
        if times > 1:
            raise _Twice(shown(name))
    return dict(pairs)


def _no_number(text: str) -> Any:
    raise ValueError(text)


def _csv_rows(text: str) -> tuple[list[Row], list[Wrong]]:
    lines = _Lines(text)
    try:
        table = list(lines)
    except csv.Error:
        return [], [Wrong(lines.ended + 1, "", "is no line of a CSV file: is a quotation mark left open, or a cell endless?")]
    if not table:
        return [], []
    (head_line, head), *rest = table
    columns, wrong = _columns(head_line, head)
    if wrong:
        return [], wrong
    found = []
    for line, cells in rest:
        if any(cell for cell in cells[len(columns) :]):
            wrong.append(Wrong(line, "", f"has {len(cells)} cells, and the first line names {len(columns)}"))
            continue
        named = {name: cell for name, cell in zip(columns, cells, strict=False) if name and cell}
        try:
            found.append(Row(line, True, _nested(named)))
        except _Uneven as uneven:
            wrong.append(Wrong(line, str(uneven), "names fewer than another column of its kind: say as many in each, with nothing between two bars where one has none"))
    return found, wrong


class _Lines:
    """The lines of a CSV file that say something, each with the number of its first line; `ended`: how far it was read."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.ended = 0

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        reader = csv.reader(io.StringIO(self._text, newline=""), delimiter=_separator(self._text), strict=True)
        for cells in reader:
            begun, self.ended = self.ended + 1, reader.line_num
            told = [cell.strip() for cell in cells]
            if any(told):
                yield begun, told


def _separator(text: str) -> str:
    """What the first line that says anything separates its names with."""
    head = next((line for line in text.splitlines() if line.strip(_SEPARATORS + " ")), "")
    return max(_SEPARATORS, key=head.count)


def _columns(line: int, head: list[str]) -> tuple[list[str], list[Wrong]]:
    names = [name.lower().replace(" ", "_") for name in head]
    while names and not names[-1]:
        names.pop()
    wrong = [Wrong(line, shown(name), _unknown(name)) for name in names if name and name not in BY_COLUMN]
    wrong += [Wrong(line, shown(name), "two columns have this name") for name, times in Counter(names).items() if name and times > 1]
    return names, wrong


def _unknown(name: str) -> str:
    if any(word in name for word in WORDS):
        return f"there is no such column: {_NO_WORDS}"
    return "there is no such column; docs/importing.md lists those that there are"


def unknown_field(name: str, known: list[str]) -> str:
    """Why a name in a JSON record is refused, naming those that there are."""
    if any(word in name.lower() for word in WORDS):
        return f"there is no such field: {_NO_WORDS}"
    return f"there is no such field; there are {', '.join(known)}"


def shown(text: str) -> str:
    """A name or value from a file as a line of an error shows it: cut short, and nothing in it but what prints."""
    plain = "".join(sign if sign.isprintable() else "?" for sign in text)
    return plain if len(plain) <= 40 else plain[:39] + "…"


class _Uneven(ValueError):
    """One of the columns that belong together names fewer values than another."""


def _nested(named: Mapping[str, str]) -> dict[str, Any]:
    """The cells of a line as a record says them: each under its group, and lists cut at their bars."""
    said: dict[str, Any] = {}
    groups: dict[str, dict[str, str]] = {}
    for name, cell in named.items():
        group, field = BY_COLUMN[name]
        if group:
            groups.setdefault(group, {})[field] = cell
        else:
            said[field] = cell
    for name, cells in groups.items():
        said[name] = _several(GROUPS[name], cells) if GROUPS[name].several else cells
    return said


def _several(group: Group, cells: Mapping[str, str]) -> list[dict[str, str]]:
    parted = {field: [part.strip() for part in cell.split(BETWEEN)] for field, cell in cells.items()}
    longest = max(len(parts) for parts in parted.values())
    for field, parts in parted.items():
        if len(parts) != longest:
            raise _Uneven(f"{group.name}_{field}")
    return [{field: parts[at] for field, parts in parted.items() if parts[at]} for at in range(longest)]
