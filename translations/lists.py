"""Plain lists for translators, and the way back from a list into a catalogue.

    python translations/lists.py give pl > polish.txt     what is to be translated, with who hears it
    python translations/lists.py give pl --all            everything, to be checked
    python translations/lists.py take pl polish.txt       puts it into the catalogue; what does not fit is named and left out

A list is read in a text editor. Each text has a head, its English and an empty place for the translation; a text
that counts has one place for each form that the language counts with. See translations/README.md.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import write_po

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from portal.web.catalogues import misfits, own_name, path_of, read  # noqa: E402
from translations.voices import voices  # noqa: E402

HEAD = "# {name}\n# Translated-By: software\n# Checked-By:"
MARK = "== "


def forms_of(message: Message) -> list[str]:
    """The English forms of a text: one, or two where it counts."""
    return list(message.id) if isinstance(message.id, (tuple, list)) else [message.id]


def said(message: Message | None) -> list[str]:
    """What is translated of it; empty strings where nothing is."""
    string = message.string if message is not None else ""
    return [text or "" for text in string] if isinstance(string, (tuple, list)) else [string or ""]


def opened(code: str) -> tuple[Catalog, Catalog]:
    """The catalogue of a language, begun where there was none, and the texts of today."""
    template, file = read(HERE / "messages.pot"), path_of(HERE, code)
    old = read(file, code) if file.exists() else Catalog(locale=code, header_comment=HEAD.format(name=own_name(code)), fuzzy=False)
    return old, template


def give(code: str, everything: bool) -> Iterator[str]:
    """The list, line by line."""
    catalog, template = opened(code)
    heard = voices(HERE.parent)
    for message in template:
        found = catalog.get(message.id, message.context) if message.id else None
        if not message.id or (not everything and found is not None and all(said(found)) and not found.fuzzy):
            continue
        forms, places = forms_of(message), catalog.num_plurals if len(forms_of(message)) > 1 else 1
        yield f"{MARK}{heard.get(forms[0], 'both')} · {', '.join(sorted({place for place, _ in message.locations}))}"
        yield from (f"EN: {_line(form)}" for form in forms)
        kept = said(found) if found is not None else []
        yield from (f"{code.upper()}: {_line(kept[at]) if at < len(kept) else ''}" for at in range(places))
        yield ""


def take(code: str, text: str) -> list[str]:
    """Put a list into the catalogue. What does not fit its English stays out, and is named."""
    catalog, template = opened(code)
    renewed = Catalog(locale=code, header_comment=catalog.header_comment, fuzzy=False, revision_date=datetime.now(UTC))
    given, wrong = dict(_read(code, text)), list[str]()
    for message in template:
        if not message.id:
            continue
        forms = forms_of(message)
        new = given.pop(tuple(forms), None)
        if new and all(new):
            problems = [problem for one in new for problem in misfits(forms, one)]
            if len(new) != (renewed.num_plurals if len(forms) > 1 else 1):
                problems.append(f"{len(new)} forms")
            wrong += [f"{', '.join(problems)}: {forms[0]!r}"] if problems else []
            new = None if problems else new
        kept = new or said(catalog.get(message.id, message.context))
        renewed.add(message.id, tuple(kept) if len(forms) > 1 else kept[0], locations=message.locations, context=message.context)
    wrong += [f"not said by the portal: {forms[0]!r}" for forms in given]
    _write(renewed, path_of(HERE, code))
    return wrong


def _write(catalog: Catalog, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as stream:
        write_po(stream, catalog, sort_output=True, ignore_obsolete=True, include_lineno=False, width=120)


def _read(code: str, text: str) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    for block in re.split(rf"^{MARK}.*$", text, flags=re.MULTILINE)[1:]:
        lines = [line.rstrip("\r") for line in block.split("\n")]
        english = [_text(line[4:]) for line in lines if line.startswith("EN: ")]
        theirs = [_text(line[4:]) for line in lines if line.startswith(f"{code.upper()}: ")]
        if english:
            yield tuple(english), theirs


def _line(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def _text(line: str) -> str:
    return line.replace("\\n", "\n").replace("\\\\", "\\")


def main() -> int:
    """The command line."""
    asked = argparse.ArgumentParser(description="Plain lists for translators, and back")
    asked.add_argument("do", choices=["give", "take"])
    asked.add_argument("language")
    asked.add_argument("list", nargs="?", type=Path)
    asked.add_argument("--all", action="store_true")
    wanted = asked.parse_args()
    if wanted.do == "give":
        sys.stdout.write("\n".join(give(wanted.language, wanted.all)) + "\n")
        return 0
    if wanted.list is None:
        asked.error("which list?")
    wrong = take(wanted.language, wanted.list.read_text("utf-8"))
    sys.stderr.write("".join(f"left out: {line}\n" for line in wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
