"""Reports of every shape there can be, for tests that hold for each of them."""

from datetime import date

from hypothesis import strategies as st

from portal.report.tables import (
    Cell,
    Chart,
    Column,
    Difference,
    Example,
    Period,
    Report,
    Row,
    Section,
    Selection,
    Table,
    Unit,
)

SECRET = 7_000_001
"""The smallest of the numbers that are left out; no other number of these reports is so large."""
SECRETS = st.integers(SECRET, SECRET + 998_998)

_LETTERS = st.characters(codec="utf-8", exclude_categories=("Cs",), exclude_characters="0123456789")
TEXTS = st.text(_LETTERS, max_size=30) | st.sampled_from(
    [
        "=1+1",
        "@SUM(A)",
        "+cmd|' /C calc'!A",
        "-x",
        "\t=x",
        "<script>alert()</script>",
        "]]>",
        "a\x00b",
        "'",
        "Ünïcødé — ﷽",
        "x" * 60,
    ]
)
NAMES = TEXTS.filter(lambda text: bool(text.strip()))
KEYS = st.text("abcdefgh_", min_size=1, max_size=8)
SELECTIONS = st.none() | st.builds(Selection, st.just("cases"), st.just((("somebody", ("Secret Person",)),)))
VALUES = {
    Unit.COUNT: st.integers(0, 99_999),
    Unit.SHARE: st.floats(0, 1, allow_subnormal=False),
    Unit.CHANGE: st.floats(-1, 20, allow_subnormal=False),
    Unit.DAYS: st.integers(0, 300) | st.floats(0, 300, allow_subnormal=False),
    Unit.POUNDS: st.integers(-500, 99_999),
    Unit.WORDS: TEXTS,
}


@st.composite
def cells(draw: st.DrawFn, unit: Unit) -> Cell:
    of = draw(SELECTIONS)
    kind = draw(st.sampled_from(["figure", "figure", "figure", "none", "hidden", "kept back"]))
    if kind == "hidden":
        return Cell(None, of, hidden=True)
    if kind == "kept back":
        # What ought not to be: a figure that is left out, and yet is there. No form of the report may print it.
        return Cell(draw(SECRETS), of, hidden=True)
    return Cell(None if kind == "none" else draw(VALUES[unit]), of)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    columns = draw(
        st.lists(st.builds(Column, KEYS, NAMES, st.sampled_from(Unit), st.booleans()), max_size=4).map(tuple)
    )
    rows = tuple(
        Row(
            draw(KEYS),
            draw(NAMES),
            tuple(draw(cells(column.unit)) for column in columns),
            draw(st.booleans()),
            draw(st.booleans()),
        )
        for _ in range(draw(st.integers(0, 4)))
    )
    return Table(
        draw(KEYS), draw(NAMES), draw(TEXTS), draw(NAMES), columns, rows,
        draw(st.sampled_from(Chart)), draw(st.booleans()), tuple(draw(st.lists(TEXTS, max_size=2))),
    )  # fmt: skip


PERIOD = Period("2024-2025", "the year", date(2024, 4, 1), date(2025, 3, 31))
EXAMPLES = st.lists(st.builds(Example, TEXTS, TEXTS), max_size=2).map(tuple)
SECTIONS = st.lists(
    st.builds(Section, KEYS, NAMES, st.lists(tables(), max_size=3).map(tuple), TEXTS), max_size=2
).map(tuple)  # fmt: skip
REPORTS = st.builds(
    Report,
    council=NAMES,
    period=st.just(PERIOD),
    periods=st.just((PERIOD,)),
    made_on=st.just(date(2025, 6, 9)),
    sections=SECTIONS,
    differences=st.lists(st.builds(Difference, NAMES, st.integers(0, 99), NAMES, st.none()), max_size=2).map(tuple),
    threshold=st.sampled_from([0, 5]),
    learned=EXAMPLES,
    thanks=EXAMPLES,
)
