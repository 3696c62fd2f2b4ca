"""Profiles from their files: one TOML a council, refused with the file, the key and what was expected."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from portal.councils.problems import Problem, problems_of
from portal.councils.profile import Profile

FOLDER = Path(__file__).parent
LARGEST_FILE = 500_000


class ProfileError(ValueError):
    """A profile that cannot be used: `file`, and for each problem the key and what was expected there."""

    def __init__(self, file: str, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(f"{file}: {problem}" for problem in problems))
        self.file = file
        self.problems = problems


def names() -> list[str]:
    """The councils whose profiles come with the portal, in alphabetical order."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def load(name_or_path: str) -> Profile:
    """The profile of a council by its name, or from a TOML file anywhere; ProfileError where it is not in order."""
    path = _path_of(str(name_or_path))
    tables = _parsed(path)
    if "name" in tables:
        raise _refused(path, "name", "no such key: the name of the file is the name of the profile")
    try:
        return Profile.model_validate({"name": path.stem, **tables})
    except ValidationError as error:
        raise ProfileError(str(path), problems_of(error, Profile)) from None


def describe(name_or_path: str) -> str:
    """The profile as indented JSON; ProfileError as from `load`."""
    return json.dumps(load(name_or_path).as_json(), indent=2, ensure_ascii=False)


def _path_of(name_or_path: str) -> Path:
    if name_or_path in names():
        return FOLDER / f"{name_or_path}.toml"
    path = Path(name_or_path)
    if path.suffix == ".toml":
        return path
    raise _refused(path, "name", f"one of {', '.join(names())}, or the path of a .toml file")


def _parsed(path: Path) -> dict[str, Any]:
    text = _read(path)
    try:
        return tomllib.loads(text.decode())
    except UnicodeDecodeError as error:
        raise _refused(path, f"byte {error.start}", "text in UTF-8") from None
    except RecursionError:
        raise _refused(path, "file", "lists and tables that are less deeply nested") from None
    except ValueError as error:
        raise _refused(path, *_syntax(str(error))) from None


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise _refused(path, "file", "a file that can be read", error.strerror) from None
    if len(text) > LARGEST_FILE:
        raise _refused(path, "file", f"at most {LARGEST_FILE} bytes")
    return text


def _syntax(message: str) -> tuple[str, str]:
    """The place and the complaint that tomllib joins in one sentence."""
    place = re.search(r" ?\((?:at )?(line \d+, column \d+|end of document)\)", message)
    said = message if place is None else message.replace(place.group(), "")
    return (place.group(1) if place else "file"), f"valid TOML: {said}"


def _refused(path: Path, key: str, expected: str, found: str | None = None) -> ProfileError:
    return ProfileError(str(path), (Problem(key, expected, found),))
