"""Every limit stands in one place, with its sentence, and in the document that is made of them."""

import ast
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from portal import limits

HERE = Path(__file__).resolve().parent.parent
DOCUMENT = HERE / "docs" / "limits.md"


def _told() -> Iterator[tuple[str, str]]:
    """Each limit and the sentence that follows it."""
    body = ast.parse(Path(limits.__file__).read_text("utf-8")).body
    for this, after in zip(body, [*body[1:], None], strict=True):
        if isinstance(this, ast.Assign) and isinstance(this.targets[0], ast.Name):
            said = after.value.value if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) else ""
            yield this.targets[0].id, str(said)


def _value(value: object) -> str:
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        for unit, size in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
            if seconds % size == 0:
                return f"{seconds // size} {unit if seconds != size else unit[:-1]}"
        return f"{seconds} seconds"
    return f"{value:,}"


def table() -> str:
    """The rows of the document."""
    return "\n".join(f"| {name} | {_value(getattr(limits, name))} | {said} |" for name, said in _told())


def test_every_limit_has_its_sentence() -> None:
    assert [name for name, said in _told() if not said.strip().endswith(".")] == []


def test_the_document_tells_every_limit_as_it_is() -> None:
    assert table() in DOCUMENT.read_text("utf-8"), f"the table in docs/limits.md should be:\n{table()}"
