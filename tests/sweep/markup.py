"""The Nu HTML checker, over as many pages as there are in one run of its own."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from config import HERE
from tests.sweep.states import Shown

CHECKER = HERE / "static" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def faults(pages: Sequence[Shown], folder: Path) -> list[str]:
    """Every error the checker finds, with the page it stands on; pages that are the same are read once."""
    java = shutil.which("java")
    assert java and CHECKER.exists(), "the Nu checker and Java are not installed: run make setup"
    where = {}
    for number, shown in enumerate({shown.html: shown for shown in pages}.values()):
        file = folder / f"{number:04}.html"
        file.write_text(shown.html, "utf-8")
        where[file.name] = shown.path
    told = subprocess.run(
        [java, "-Xss8m", "-jar", str(CHECKER), "--errors-only", "--format", "json", str(folder)],
        capture_output=True, check=False,
    )  # fmt: skip
    messages = json.loads(told.stderr)["messages"]
    return [f"{where[one['url'].rsplit('/', 1)[-1]]}: {one['message']} ({one.get('extract', '').strip()})" for one in messages]
