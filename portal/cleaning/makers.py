"""Who wrote, changed or remarked on which part of a document, and when: names become numbers, and dates go.

What they wrote stays, word for word, and so does which of them wrote it: an answer to a remark is none without that.
Everything else of the page stays as it was, byte for byte; writing XML anew would tear what Word ties by its prefixes.
"""

import re
from collections.abc import Callable

_VALUE = rb"(?:\"[^\"<]*\"|'[^'<]*')"
_TAG = re.compile(rb"<[A-Za-z_][^\s<>/=]*(?:\s+[^\s<>/=]+\s*=\s*" + _VALUE + rb")+\s*/?>")
_AUTHOR = re.compile(rb"(\s[^\s<>/=:]+:author\s*=\s*)(" + _VALUE + rb")")
_MOMENT = re.compile(rb"\s[^\s<>/=:]+:(?:initials|date|dateUtc)\s*=\s*" + _VALUE)
_CREATOR = re.compile(rb"(<dc:creator>)([^<]*)(?=</dc:creator>)")
_WHEN_AND_WHO = re.compile(rb"(<(?:dc:date|meta:date-string|meta:creator-initials|loext:sender-initials)>)[^<]*(?=</)")

Parts = dict[str, bytes]


def without_makers_in_word(parts: Parts) -> Parts:
    """A Word document's parts whose tracked changes and remarks name nobody."""
    numbers = _Numbers()

    def unnamed(tag: re.Match[bytes]) -> bytes:
        return _AUTHOR.sub(lambda found: found[1] + b'"' + numbers.of(found[2][1:-1]) + b'"', _MOMENT.sub(b"", tag[0]))

    return _each_page(parts, lambda page: _TAG.sub(unnamed, page))


def without_makers_in_open_document(parts: Parts) -> Parts:
    """An OpenDocument's parts whose tracked changes and remarks name nobody."""
    numbers = _Numbers()

    def unnamed(page: bytes) -> bytes:
        named = _CREATOR.sub(lambda found: found[1] + numbers.of(found[2]), page)
        return _WHEN_AND_WHO.sub(lambda found: found[1], named)

    return _each_page(parts, unnamed)


def _each_page(parts: Parts, change: Callable[[bytes], bytes]) -> Parts:
    return {name: change(content) if name.endswith(".xml") else content for name, content in parts.items()}


class _Numbers:
    """The people of a document, in the order in which they are met. One who was numbered before keeps the number."""

    def __init__(self) -> None:
        self._people: dict[bytes, bytes] = {}

    def of(self, name: bytes) -> bytes:
        """What stands for this name from now on."""
        return self._people.setdefault(name, b"Person %d" % (len(self._people) + 1))
