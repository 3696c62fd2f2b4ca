"""The two short reports, made of sentences: two pages for anybody in plain words, and one with pictures for children.

A sentence whose figure is not in the report, or is left out of it, is not said.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.report.rendering.texts import House
from portal.report.rendering.values import said_value, span
from portal.report.tables import Cell, Example, Report, Unit


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure stands: table, row and column; without a column it is the report's own period.

    `beside`: a table and a row that must be there, for the sentence to be true.
    """

    table: str
    row: str
    column: str = ""
    unit: Unit = Unit.COUNT
    beside: tuple[str, str] | None = None


FIGURES: Mapping[str, Place] = {
    "statutory": Place("received_by_kind", "statutory"),
    "corporate": Place("received_by_kind", "corporate"),
    "compliments": Place("received_besides", "compliment"),
    "children": Place("children", "children"),
    "stage_1": Place("stages", "statutory_1"),
    "stage_2": Place("stages", "statutory_2"),
    "stage_3": Place("stages", "statutory_3"),
    "in_10": Place("time_statutory_1", "0-10", "share", Unit.SHARE),
    # A council may promise less time than the law; where it does, these bands are not in the table.
    "in_20": Place("speed", "statutory_1", "latest_share", Unit.SHARE, beside=("time_statutory_1", "11-20")),
    "average": Place("average_days", "statutory_1", unit=Unit.DAYS),
    "upheld": Place("outcomes_statutory_1", "upheld"),
    "partly": Place("outcomes_statutory_1", "partly_upheld"),
    "not_upheld": Place("outcomes_statutory_1", "not_upheld"),
    "done": Place("actions", "total", "done"),
    "actions": Place("actions", "total", "total"),
}
"""The figures that the sentences are made of, by the codes that they go by here."""

PICTURES: Mapping[str, str] = {
    "speak": "Somebody speaking",
    "listen": "Words, and somebody who hears them",
    "idea": "A light bulb",
    "phone": "A telephone",
    "advocate": "Two people, one speaking for the other",
    "call": "A telephone ringing",
}
"""The drawings of the children's report, and what they show."""

CHILDLINE = "0800 1111"
CHILD_WORDS = 12
_SAID = 240
_EXAMPLES = 3
_HARD = re.compile(
    r"\b(?:statutory|procedure|corporate|safeguarding|assessment|placement|proceedings|provision|referral|regulation|independent|appropriate)",
    re.I,
)
_SENTENCES = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, a drawing of the house beside it, its sentences, and what was said and done."""

    heading: str
    picture: str = ""
    says: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    ring: str = ""
    """A number to ring, set large."""
    overleaf: bool = False
    """On paper it begins the next page."""


@dataclass(frozen=True, slots=True)
class Leaflet:
    """A short report. `for_children`: in the face and the colours of the children's pages."""

    title: str
    council: str
    when: str
    intro: tuple[str, ...]
    parts: tuple[Part, ...]
    for_children: bool = False

    def sentences(self) -> Iterable[str]:
        """Every sentence of ours in it, without what people said."""
        yield from (self.title, *self.intro)
        for part in self.parts:
            yield from (part.heading, *part.says)


def summary(report: Report, house: House) -> Leaflet:
    """The report in plain words, short enough for two pages."""
    have = _Have(report)
    n = have.said
    came = _kept(
        have.tell("statutory", "We had {} under the law for children’s social care.", "complaint", "complaints")
        + have.than("statutory"),
        have.tell("corporate", "We had {} about other things we do.", "more complaint", "more complaints"),
        have.tell("children", "{} came from children and young people.", "complaint", "complaints"),
        have.tell("compliments", "People said thanks {}.", "time", "times"),
    )
    went = _kept(
        have.tell("stage_1", "{} began at stage 1. The team you know answers you.", "complaint", "complaints"),
        have.tell(
            "stage_2", "{} went on to stage 2. Somebody from outside the team looks into it.", "complaint", "complaints"
        ),
        have.tell(
            "stage_3",
            "{} went on to stage 3. Three people who do not work for the council look again.",
            "complaint",
            "complaints",
        ),
    )
    quick = _kept(
        f"We answered {n['in_10']} of complaints at stage 1 within 10 working days." if "in_10" in n else "",
        f"We answered {n['in_20']} within 20 working days. The law gives us 20 when a complaint is hard."
        if "in_20" in n
        else "",
        f"An answer took {n['average']} working days on average." if "average" in n else "",
        "Working days are Monday to Friday. We do not count bank holidays."
        if {"in_10", "in_20", "average"} & set(n)
        else "",
    )
    found = _kept(
        have.tell("upheld", "We agreed with all of the complaint {}.", "time", "times"),
        have.tell("partly", "We agreed with part of the complaint {}.", "time", "times"),
        have.tell("not_upheld", "We did not agree with the complaint {}.", "time", "times"),
    )
    learned = _kept(
        f"We promised to do {n['actions']} things. We have done {n['done']} of them."
        if {"done", "actions"} <= set(n)
        else ""
    )
    hidden = any(cell.hidden for table in report.tables() for row in table.rows for cell in row.cells)
    parts = (
        Part("What came in", says=came),
        Part("How far complaints went", says=went),
        Part("How fast we answered", says=quick),
        Part("What we found", says=found),
        Part("What we learned", says=learned, examples=_short(report.learned)),
        Part("What people thanked us for", examples=_short(report.thanks)),
        Part("How to complain, and who can help", says=_help(house)),
        Part("About these figures", says=_kept(
            "They are counted from the cases themselves.",
            "We leave small numbers out, so that nobody can be recognised." if hidden else "",
            "The full report has more figures, and says what each one counts.",
        )),
    )  # fmt: skip
    intro = (f"This is what people told us about children’s social care from {span(report.period)}, and what we did.",)
    return Leaflet(
        f"What people told us in {report.period.name}", report.council, span(report.period), intro, _filled(parts)
    )


def for_children(report: Report, house: House) -> Leaflet:
    """The report for children: a handful of figures, short sentences, and what to do when something is wrong."""
    have = _Have(report)
    n = have.said
    right = have.number("upheld"), have.number("partly")
    parts = (
        Part("You told us", "speak", _kept(
            f"Children and young people told us {n['children']} times that something was wrong." if "children" in n else "",
            f"People said thank you {n['compliments']} times." if "compliments" in n else "",
        )),
        Part("We looked into it", "listen", _kept(
            f"We found that things went wrong {right[0] + right[1]:,} times." if right[0] is not None and right[1] is not None and right[0] + right[1] > 1 else "",
            f"We made {n['actions']} promises." if "actions" in n else "",
            f"We have done {n['done']} of them." if {"actions", "done"} <= set(n) else "",
        )),
        Part("What changed", "idea", examples=_easy(report.learned)),
        Part("Is something wrong? Tell us", "phone", _kept(
            "You can complain. A complaint is when you tell us something is wrong.",
            "It is OK to complain. It is your right.",
            "We must listen, and tell you what we will do.",
            f"Tell us here: {house.address}" if house.address else "",
            f"Write to us: {house.email}" if house.email else "",
        ), ring=house.phone or "", overleaf=True),
        Part("Get someone on your side", "advocate", _kept(
            "An advocate is someone on your side.",
            "They help you say what you want. It is free.",
            f"Ask us, or ask {house.advocate}." if house.advocate else "Ask us, and we will find one for you.",
        ), ring=house.advocate_phone or ""),
        Part("Scared, or want to talk?", "call", ("Ring Childline, any time. It is free.",), ring=CHILDLINE),
    )  # fmt: skip
    intro = ("This is for children and young people.", "It says what you told us, and what we did.")
    return Leaflet(
        f"You told us: {report.period.name}",
        report.council,
        span(report.period),
        intro,
        _filled(parts),
        for_children=True,
    )


class _Have:
    """The figures that the report gives, by the codes of FIGURES; those of more than one are said in words."""

    def __init__(self, report: Report) -> None:
        self._report = report
        own = report.period.key
        self._cells = {code: cell for code, place in FIGURES.items() if (cell := _cell(report, place, own)) is not None}
        self.said = {code: said_value(cell.value, FIGURES[code].unit) for code, cell in self._cells.items()}
        # A sentence for one or none would need other words.
        for code in ("children", "compliments", "actions"):
            if self.number(code) in (0, 1):
                del self.said[code]

    def number(self, code: str) -> int | None:
        """A count; None where the report does not give it."""
        value = self._cells[code].value if code in self._cells else None
        return value if isinstance(value, int) else None

    def tell(self, code: str, sentence: str, one: str, more: str) -> str:
        """The sentence with this figure and its noun in it; nothing where the figure is not given, or is nought."""
        count = self.number(code)
        if not count or (count == 1 and not one):
            return ""
        return sentence.format(f"{count:,} {one if count == 1 else more}".strip())

    def than(self, code: str) -> str:
        """How it was the year before, as a sentence of its own."""
        before = self._report.periods[-2:-1]
        cell = _cell(self._report, FIGURES[code], before[0].key) if before else None
        now = self.number(code)
        if cell is None or not isinstance(cell.value, int) or not now:
            return ""
        apart = now - cell.value
        if not apart:
            return f" That is as many as in {before[0].name}."
        return f" That is {abs(apart):,} {'more' if apart > 0 else 'fewer'} than in {before[0].name}."


def _cell(report: Report, place: Place, period: str) -> Cell | None:
    """The figure in this place; None where there is none of its unit, or it is left out."""
    try:
        table = report.table(place.table)
        cell = table.cell(place.row, place.column or period)
        beside = report.table(place.beside[0]).rows if place.beside else ()
    except KeyError:
        return None
    unit = next(column.unit for column in table.columns if column.key == (place.column or period))
    given = not cell.hidden and isinstance(cell.value, int | float) and unit is place.unit
    there = place.beside is None or any(row.key == place.beside[1] for row in beside)
    return cell if given and there else None


def _help(house: House) -> tuple[str, ...]:
    ways = [
        f"online at {house.address}" if house.address else "",
        f"by e-mail to {house.email}" if house.email else "",
        f"by telephone on {house.phone}" if house.phone else "",
    ]
    given = [way for way in ways if way]
    advocate = (
        f" {house.advocate} can do this{f': ring {house.advocate_phone}' if house.advocate_phone else ''}."
        if house.advocate
        else ""
    )
    return _kept(
        f"You can complain {', or '.join(given)}." if given else "You can complain to us in any way you like.",
        f"A child or young person can have an advocate. That is someone on their side, and it is free.{advocate}",
        "If you are not happy at the end, you can ask the Local Government and Social Care Ombudsman.",
    )


def _kept(*sentences: str) -> tuple[str, ...]:
    return tuple(sentence for sentence in sentences if sentence)


def _filled(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The parts in which something is said."""
    return tuple(part for part in parts if part.says or part.examples)


def _short(examples: Iterable[Example]) -> tuple[Example, ...]:
    """The first few that are short enough for two pages."""
    return tuple(one for one in examples if len(one.said) + len(one.did) <= _SAID)[:_EXAMPLES]


def _easy(examples: Iterable[Example]) -> tuple[Example, ...]:
    """The first few in which both were said so that a child follows."""
    return tuple(one for one in examples if one.did and all(_child_follows(text) for text in (one.said, one.did)))[
        :_EXAMPLES
    ]


def _child_follows(text: str) -> bool:
    return not _HARD.search(text) and all(
        len(sentence.split()) <= CHILD_WORDS for sentence in _SENTENCES.split(text.strip())
    )
