"""Who hears a text: an adult, a child or both; read from where it stands in the code and the templates."""

import ast
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, nodes

MARKS = {"_", "ngettext"}


def voices(root: Path) -> dict[str, str]:
    """For each text *adult* or *child*, where it is only ever said in one voice; *both* where it is said in two."""
    heard: dict[str, set[str]] = {}
    for text, voice in [*_in_code(root / "portal"), *_in_templates(root / "templates")]:
        heard.setdefault(text, set()).update({"adult", "child"} if voice == "both" else {voice})
    return {text: "both" if len(found) > 1 else next(iter(found)) for text, found in heard.items()}


def _in_code(folder: Path) -> Iterator[tuple[str, str]]:
    for file in sorted(folder.rglob("*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        spoken = dict[int, str]()
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            if isinstance(call.func, ast.Name) and call.func.id == "Wording":
                child = next((word.value for word in call.keywords if word.arg == "child"), None)
                spoken |= {id(part): "child" for part in ast.walk(child)} if child is not None else {}
                alone = "adult" if child is not None else "both"
                spoken |= {id(part): alone for argument in call.args[:1] for part in ast.walk(argument)}
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            if isinstance(call.func, ast.Name) and call.func.id in MARKS and call.args:
                text = call.args[0]
                if isinstance(text, ast.Constant) and isinstance(text.value, str):
                    yield text.value, spoken.get(id(call), "both")


def _in_templates(folder: Path) -> Iterator[tuple[str, str]]:
    environment = Environment(autoescape=True)
    for file in sorted([*folder.rglob("*.html"), *folder.rglob("*.txt")]):
        tree = environment.parse(file.read_text("utf-8"))
        whole = next((voice for voice in ("adult", "child") if f".{voice}." in file.name), "both")
        spoken = dict[int, str]()
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "voiced":
                for voice, argument in zip(("adult", "child"), call.args, strict=False):
                    spoken |= {id(part): voice for part in (argument, *argument.find_all(nodes.Call))}
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in MARKS and call.args:
                text = call.args[0]
                if isinstance(text, nodes.Const) and isinstance(text.value, str):
                    yield text.value, spoken.get(id(call), whole)
