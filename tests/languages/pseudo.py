"""Two languages that nobody speaks, made from the texts as they stand: every text is wrapped, and two fifths longer.

The one that reads from the left is English with marks on its letters, and takes the place of Polish; the one that
reads from the right is written in Urdu letters, and takes the place of Urdu. So dates, numbers, plural forms and
typefaces are those of the real languages.
"""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from config import HERE
from portal.web.catalogues import MARKUP, NUMBERS, PLACES, path_of, read

OPENS, CLOSES = "⟦", "⟧"
GROWN_BY = 0.4
MARKED = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "áƀćđéƒǵĥíĵķłḿńóṕɋŕśťúṽẃẋýźÁƁĆĐÉƑǴĤÍĴĶŁḾŃÓṔɊŔŚŤÚṼẂẊÝŹ",
)
FROM_THE_RIGHT = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ابچدےفگہیجکلمنوپقرسٹوںشضھز" * 2,
)
LETTERS = {"pl": MARKED, "ur": FROM_THE_RIGHT}
KEPT = re.compile("|".join(pattern.pattern for pattern in (PLACES, MARKUP, NUMBERS)))


def wrapped(code: str) -> Callable[[str], str]:
    """Turns a text into the invented language that takes the place of `code`."""

    def say(text: str) -> str:
        core = text.strip()
        lead, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        more = "~" if len(core) < 4 else " " + _filled(core, code)
        return f"{lead}{OPENS}{_respelt(core, code)}{more}{CLOSES}{tail}"

    return say


def _respelt(text: str, code: str) -> str:
    """The text with other letters; places to fill in, markup and numbers stay."""
    parts, at = [], 0
    for kept in KEPT.finditer(text):
        parts += [text[at : kept.start()].translate(LETTERS[code]), kept[0]]
        at = kept.end()
    return "".join([*parts, text[at:].translate(LETTERS[code])])


def _filled(core: str, code: str) -> str:
    """As many more letters as it grows by, in words as long as those of the language may be."""
    letters = "".join(c for c in KEPT.sub("", core) if c.isalpha()) or "o"
    wanted = max(2, round(len(core) * GROWN_BY))
    run = (letters * (wanted // len(letters) + 1))[:wanted].translate(LETTERS[code])
    return " ".join(run[at : at + 11] for at in range(0, len(run), 11))


def template_into(folder: Path) -> Path:
    """Every text that the code and the templates say now, as translators would be given it."""
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / "messages.pot"
    command = [Path(sys.executable).with_name("pybabel"), "-q", "extract", "-F", "translations/babel.toml", "--omit-header", "-o", made, "."]
    subprocess.run([str(part) for part in command], cwd=HERE, check=True)
    return made


def invent(folder: Path, checked: tuple[str, ...] = ()) -> Path:
    """A folder of translations with both invented languages in it; a person has checked those of `checked`."""
    template = read(template_into(folder))
    for code in LETTERS:
        said = wrapped(code)
        head = "# Translated-By: software\n# Checked-By:" + (" Somebody Example" if code in checked else "")
        catalog = Catalog(locale=code, header_comment=head, fuzzy=False)
        for message in template:
            if message.id:
                forms = (said(message.id[-1]),) * catalog.num_plurals if isinstance(message.id, (tuple, list)) else said(message.id)
                catalog.add(message.id, forms, context=message.context)
        file = path_of(folder, code)
        file.parent.mkdir(parents=True)
        with file.open("wb") as stream:
            write_po(stream, catalog, omit_header=False)
    return folder
