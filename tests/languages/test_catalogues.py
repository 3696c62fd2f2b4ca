"""Every catalogue is whole, fits its English, and says who checked it; what is not whole is not offered."""

import io
import shutil
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from config import Settings
from portal import TRANSLATIONS, create_app
from portal.web.catalogues import faults_in, load, misfits, path_of, read, strangers_in
from tests.conftest import ORIGIN, QUICK, desk_of

CODES = sorted(file.parents[1].name for file in TRANSLATIONS.glob("*/LC_MESSAGES/messages.po"))


@pytest.mark.parametrize("code", CODES)
def test_a_catalogue_misses_nothing_and_fits_the_english(code: str) -> None:
    catalog, template = read(path_of(TRANSLATIONS, code), code), read(TRANSLATIONS / "messages.pot")
    assert list(faults_in(catalog, template)) == []
    assert strangers_in(catalog, template) == [], "translated, and no longer said"


@pytest.mark.parametrize("code", CODES)
def test_a_catalogue_says_who_translated_it_and_who_checked_it(code: str) -> None:
    head = read(path_of(TRANSLATIONS, code), code).header_comment
    assert "Translated-By: " in head and "Checked-By:" in head


def test_nothing_compiled_is_kept() -> None:
    assert list(TRANSLATIONS.rglob("*.mo")) == []


def test_both_invented_languages_are_whole(invented: Path) -> None:
    found = {code: load(invented, code) for code in ("pl", "ur")}
    assert {code: (one.faults, one.checked_by) for code, one in found.items() if one} == {
        "pl": ((), "Somebody Example"), "ur": ((), ""),
    }  # fmt: skip


FITS = [
    ("Ring %(phone)s.", "Zadzwoń: %(phone)s.", []),
    ("Ring %(phone)s.", "Zadzwoń: %(telefon)s.", ["other places to fill in"]),
    ("Sent {done}", "Wysłano", ["other places to fill in"]),
    ("Characters left: %{count}", "Pozostało: %{ile}", ["other places to fill in"]),
    ("A <b>big</b> one", "<b>Duży</b>", []),
    ("A <b>big</b> one", "<i>Duży</i>", ["other markup"]),
    ("Ring 0800 1111 or 999", "0800 1111, 999", []),
    ("Ring 0800 1111 or 999", "0800 1112, 999", ["other numbers"]),
    ("Ring 999", "۹۹۹", ["other numbers"]),
    ("Error: ", "Błąd: ", []),
    ("Error: ", "Błąd:", ["other blanks at its ends"]),
]


@pytest.mark.parametrize(("english", "theirs", "wrong"), FITS)
def test_what_does_not_come_back_in_a_translation_is_noticed(english: str, theirs: str, wrong: list[str]) -> None:
    assert list(misfits([english], theirs)) == wrong


POT = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Yes"\nmsgstr ""\n\nmsgid "%(num)s day"\nmsgid_plural "%(num)s days"\nmsgstr[0] ""\nmsgstr[1] ""\n'
POLISH = f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: {Catalog(locale="pl").plural_forms}\\n"\n\n'
DAYS = 'msgid "%(num)s day"\nmsgid_plural "%(num)s days"\nmsgstr[0] "%(num)s dzień"\nmsgstr[1] "%(num)s dni"\nmsgstr[2] "%(num)s dni"\n'


@pytest.mark.parametrize(("body", "wrong"), [
    ('msgid "Yes"\nmsgstr "Tak"\n\n' + DAYS, []),
    ('msgid "Yes"\nmsgstr ""\n\n' + DAYS, ["missing: 'Yes'"]),
    ('#, fuzzy\nmsgid "Yes"\nmsgstr "Tak"\n\n' + DAYS, ["fuzzy: 'Yes'"]),
    (DAYS, ["missing: 'Yes'"]),
    ('msgid "Yes"\nmsgstr "Tak"\n\n' + DAYS.replace('msgstr[2] "%(num)s dni"', 'msgstr[2] ""'), ["missing: '%(num)s day'"]),
    ('msgid "Yes"\nmsgstr "Tak"\n\n' + DAYS.replace("%(num)s dzień", "dzień"), ["other places to fill in: '%(num)s day'"]),
])  # fmt: skip
def test_what_is_missing_fuzzy_or_miscounted_is_a_fault(body: str, wrong: list[str]) -> None:
    catalog = read_po(io.BytesIO((POLISH + body).encode()), locale="pl")
    assert list(faults_in(catalog, read_po(io.BytesIO(POT.encode())))) == wrong


def test_an_unfinished_language_is_not_offered(invented: Path, three_languages: Path, tmp_path: Path, sqlite_template: Path) -> None:
    folder = tmp_path / "translations"
    shutil.copytree(invented, folder)
    (folder / "messages.pot").write_text((folder / "messages.pot").read_text("utf-8") + '\nmsgid "A text that is new"\nmsgstr ""\n', "utf-8")
    shutil.copyfile(sqlite_template, tmp_path / "portal.db")
    var = tmp_path / "var"
    var.mkdir(mode=0o700)
    app = create_app(Settings(str(three_languages), f"sqlite:///{tmp_path / 'portal.db'}", var, ORIGIN), stretch=QUICK, translations=folder)
    client = app.test_client()
    assert client.get("/language/pl").status_code == 404
    assert "اردو" not in client.get("/").get_data(as_text=True)
    desk_of(app).close()
