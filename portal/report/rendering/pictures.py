"""The house's drawings as pictures of points, for Word documents, which take no others everywhere."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from io import BytesIO
from xml.etree.ElementTree import Element, fromstring

from fontTools.pens.basePen import BasePen
from fontTools.svgLib.path import parse_path
from PIL import Image, ImageDraw

from portal.report.rendering.built import drawing

Point = tuple[float, float]

_POINTS = 4
"""How many points of the picture stand for one of the drawing's units."""
_FINER = 2
"""It is drawn so many times larger still, and made small: its edges are smooth then."""
_STEPS = 24
# How the drawings move a shape; another way is not known here.
_MOVED = re.compile(r"translate\(([\d.-]+)[ ,]([\d.-]+)\)(?: scale\(([\d.]+)\))?")
_INHERITED = ("fill", "stroke", "stroke-width")


class _Lines(BasePen):  # type: ignore[misc]
    """A path as straight lines, short enough to pass for curves."""

    def __init__(self) -> None:
        super().__init__(None)
        self.contours: list[list[Point]] = []

    def _moveTo(self, pt: Point) -> None:
        self.contours.append([pt])

    def _lineTo(self, pt: Point) -> None:
        self.contours[-1].append(pt)

    def _curveToOne(self, pt1: Point, pt2: Point, pt3: Point) -> None:
        start = self._getCurrentPoint()
        for step in range(1, _STEPS + 1):
            t = step / _STEPS
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            at = [
                sum(weight * point[axis] for weight, point in zip(weights, (start, pt1, pt2, pt3), strict=True))
                for axis in (0, 1)
            ]
            self._lineTo((at[0], at[1]))

    def _closePath(self) -> None:
        self.contours[-1].append(self.contours[-1][0])


@cache
def png_of(name: str) -> bytes | None:
    """One of the house's drawings as a PNG; None where it was not built, or has in it what this does not draw."""
    found = drawing(name)
    if found is None:
        return None
    _, _, wide, high = (float(number) for number in found[0].split())
    scale = _POINTS * _FINER
    picture = Image.new("RGB", (int(wide * scale), int(high * scale)), "#ffffff")
    brush = ImageDraw.Draw(picture)
    for element, look in _elements(
        fromstring(f"<g>{found[1]}</g>"), {"fill": "#000000", "stroke": "none", "stroke-width": "1"}
    ):
        if not _draw(brush, element, look, scale):
            return None
    out = BytesIO()
    picture.resize((int(wide * _POINTS), int(high * _POINTS)), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()


def _elements(element: Element, look: Mapping[str, str]) -> Iterator[tuple[Element, Mapping[str, str]]]:
    """Each shape with the look that it has or inherits. A group that is moved as a whole comes as one, and is not known."""
    own = {**look, **{name: element.get(name, look[name]) for name in _INHERITED}}
    if element.tag == "g" and "transform" not in element.attrib:
        for child in element:
            yield from _elements(child, own)
    else:
        yield element, own


def _draw(brush: ImageDraw.ImageDraw, element: Element, look: Mapping[str, str], scale: float) -> bool:
    """Whether it could be drawn."""
    contours = _contours(element)
    moved = _MOVED.fullmatch(element.get("transform", "translate(0 0)"))
    if contours is None or moved is None:
        return False
    right, down, larger = (float(number or 1) for number in moved.groups())
    lines = [[((x * larger + right) * scale, (y * larger + down) * scale) for x, y in line] for line in contours]
    for points in lines:
        if look["fill"] != "none" and len(points) > 2:
            brush.polygon(points, fill=look["fill"])
    if look["stroke"] != "none":
        width = float(look["stroke-width"]) * larger * scale
        for points in lines:
            brush.line(points, fill=look["stroke"], width=round(width))
            for x, y in points:
                brush.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=look["stroke"])
    return True


def _contours(element: Element) -> list[list[Point]] | None:
    """The outline of a shape; None of one that is not known here."""
    number = {
        name: float(element.get(name, "0")) for name in ("x", "y", "width", "height", "rx", "ry", "cx", "cy", "r")
    }
    if element.tag == "path":
        path = element.get("d", "")
    elif element.tag == "circle":
        x, y, r = number["cx"], number["cy"], number["r"]
        path = f"M{x - r} {y}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0z"
    elif element.tag == "rect":
        x, y, wide, high, r = number["x"], number["y"], number["width"], number["height"], number["rx"] or number["ry"]
        corner = f"a{r} {r} 0 0 1 " if r else "l"
        path = (
            f"M{x + r} {y}h{wide - 2 * r}{corner}{r} {r}v{high - 2 * r}{corner}{-r} {r}"
            f"h{2 * r - wide}{corner}{-r} {-r}v{2 * r - high}{corner}{r} {-r}z"
        )  # fmt: skip
    else:
        return None
    pen = _Lines()
    parse_path(path, pen)
    return pen.contours
