"""The built assets: their addresses, their bytes, and what is said when there are none."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from portal.web.assets import Assets, AssetsMissing


@dataclass(frozen=True)
class Looks:
    colour: str = "#0b4f6c"
    on_colour: str = "#ffffff"
    link_colour: str | None = None
    font: str = "arial, sans-serif"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "manifest.json").write_text(json.dumps({"adult.css": "adult.1a.css", "face.woff2": "face.2b.woff2"}))
    (tmp_path / "adult.1a.css").write_bytes(b"a{}")
    (tmp_path / "adult.1a.css.gz").write_bytes(b"zipped")
    (tmp_path / "face.2b.woff2").write_bytes(b"face")
    return tmp_path


def test_an_asset_is_addressed_by_its_content(folder: Path) -> None:
    assert Assets(folder).url("adult.css") == "/static/dist/adult.1a.css"


def test_text_comes_plain_and_gzipped_with_its_media_type(folder: Path) -> None:
    assert Assets(folder).content("adult.1a.css") == (b"a{}", b"zipped", "text/css")


def test_a_font_comes_without_a_gzipped_twin(folder: Path) -> None:
    assert Assets(folder).content("face.2b.woff2") == (b"face", None, "font/woff2")


def test_only_what_the_manifest_names_is_served(folder: Path) -> None:
    with pytest.raises(KeyError):
        Assets(folder).content("manifest.json")


def test_assets_stay_in_memory_when_the_folder_is_rebuilt(folder: Path) -> None:
    assets = Assets(folder)
    (folder / "adult.1a.css").unlink()
    assert assets.content("adult.1a.css")[0] == b"a{}"


@pytest.mark.parametrize("gone", ["manifest.json", "adult.1a.css"])
def test_missing_assets_are_one_line_that_says_how_to_build_them(folder: Path, gone: str) -> None:
    (folder / gone).unlink()
    with pytest.raises(AssetsMissing, match="make setup") as refused:
        Assets(folder)
    assert "static/build.py" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_council_keeps_its_own_colour_and_font() -> None:
    sheet = Assets.stylesheet_for(Looks())
    assert "--brand:#0b4f6c" in sheet
    assert "--on-brand:#ffffff" in sheet
    assert "--portal-font:arial, sans-serif" in sheet


def test_the_design_systems_link_colour_stands_unless_the_council_has_its_own() -> None:
    assert "link-colour" not in Assets.stylesheet_for(Looks())
    assert "--govuk-link-colour:#7a1f5c" in Assets.stylesheet_for(Looks(link_colour="#7a1f5c"))


def test_tints_are_worked_out_from_the_councils_colour() -> None:
    assert "--brand-tint:#eef3f5" in Assets.stylesheet_for(Looks())


ROOT = Path(__file__).parents[2]
BUILT = ROOT / "static" / "dist"


@pytest.fixture(scope="module")
def built() -> Assets:
    return Assets(BUILT)


def _sent(assets: Assets, name: str) -> int:
    data, gzipped, _ = assets.content(Path(assets.url(name)).name)
    return len(gzipped or data)


def _text(assets: Assets, name: str) -> str:
    return assets.content(Path(assets.url(name)).name)[0].decode()


def test_an_adults_page_leaves_room_for_itself_in_forty_kilobytes(built: Assets) -> None:
    assert sum(_sent(built, name) for name in ("adult.css", "portal.js", "favicon.svg")) < 26_000


def test_a_childs_page_leaves_room_for_itself_in_ninety_kilobytes(built: Assets) -> None:
    # In English: the letters of other languages are fetched where a page has them.
    fonts = [f"lexend-latin-{weight}.woff2" for weight in (400, 600)]
    assert (
        sum(_sent(built, name) for name in ("child.css", "portal.js", "favicon.svg", "drawings.svg", *fonts)) < 76_000
    )


@pytest.mark.parametrize("sheet", ["adult.css", "staff.css"])
def test_only_the_childs_pages_bring_a_face_of_their_own(built: Assets, sheet: str) -> None:
    text = _text(built, sheet)
    assert [face for face in re.findall(r"@font-face\s*{[^}]*}", text) if URDU not in face] == []
    assert "GDS Transport" not in text
    assert "var(--portal-font" in text


@pytest.mark.parametrize("sheet", ["adult.css", "staff.css", "child.css"])
def test_no_stylesheet_sets_a_side_that_would_not_mirror(built: Assets, sheet: str) -> None:
    assert not re.findall(r"(?:margin|padding)-(?:left|right):|text-align: ?(?:left|right)", _text(built, sheet))


def test_the_childs_stylesheet_points_at_fonts_that_are_there(built: Assets) -> None:
    named = re.findall(r"url\(\"?([^\")]+)\"?\)", _text(built, "child.css"))
    assert sorted(name.split(".")[0] for name in named) == [*(f"lexend-latin-{weight}" for weight in (400, 600)),
                                                           *(f"lexend-latin-ext-{weight}" for weight in (400, 600)), URDU]  # fmt: skip
    assert all(built.content(name)[2] == "font/woff2" for name in named)


URDU = "noto-nastaliq-urdu-400"


@pytest.mark.parametrize("sheet", ["adult.css", "child.css"])
def test_the_typeface_of_urdu_is_for_its_letters_and_for_pages_in_urdu_alone(built: Assets, sheet: str) -> None:
    text = _text(built, sheet)
    (face,) = [face for face in re.findall(r"@font-face\s*{[^}]*}", text) if URDU in face]
    (family,) = re.findall(r"font-family:\s*([\w-]+)", face)
    ranges = re.findall(r"U\+([0-9A-F]+)", face.partition("unicode-range")[2])
    assert ranges and all(int(start, 16) >= 0x600 for start in ranges), "no letter of an English page asks for it"
    outside = text.replace(face, "")
    users = [rule for rule in re.findall(r"([^{}]*){[^{}]*font-family:[^{};]*[ ,:]" + family + r"\b(?! Urdu)[^{}]*}", outside)]
    assert users and all(user.strip().startswith("html:lang(ur)") for user in users), users
    assert _sent(built, f"{URDU}.woff2") < 160_000


def test_every_drawing_that_a_choice_or_a_page_asks_for_is_there(built: Assets) -> None:
    drawn = set(re.findall(r'<symbol id="([^"]+)"', _text(built, "drawings.svg")))
    sources = [*(ROOT / "portal" / "questions").glob("*.py"), *(ROOT / "templates").rglob("*.html")]
    asked = re.findall(r'(?:picture=|drawing\()"(\w+)"', "".join(source.read_text("utf-8") for source in sources))
    assert asked
    assert set(asked) <= drawn


def test_nothing_built_fetches_from_elsewhere(built: Assets) -> None:
    for sheet in ("adult.css", "staff.css", "child.css"):
        assert not re.findall(r"@import|url\(\"?(?:https?:)?//", _text(built, sheet))
