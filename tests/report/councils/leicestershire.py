"""Leicestershire 2024-25: the figures of its published report, and cases that bear them.

The demand beside complaints (referrals, assessments, children in care, plans) is entered by hand and is in no case. What the
Ombudsman publishes of its own tells more kinds of endings than a council hears of; those that never reached the council
(referred back, invalid, advice) stand here as closed without a decision.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from tests.report.councils.kit import Figure, Record, Records, Year, after, cycled, goes_on, to_ombudsman

BEGINS = 2024
YEAR, BEFORE = Year(BEGINS), Year(BEGINS - 1)
AREAS = ("child_protection", "children_in_care", "disabled_children", "fostering", "leaving_care", "early_help", "adoption")


def records() -> Records:
    """All cases that the report counts, of its own year and the two before it."""
    made = Records("post")
    oldest = [_first_stage(made, date(2023, 3, 20), 15, "not_upheld", at) for at in range(3)]
    # 42 were received the year before; 38 of them were answered in it, and 3 older ones: 25 of these 41 in 20 days.
    before = [_first_stage(made, BEFORE.day(at, 38, days), days, "upheld" if at % 4 == 0 else "not_upheld", at, "child" if at < 4 else "parent") for at, days in enumerate([9] * 10 + [18] * 12 + [30] * 16)]
    for at, outcome in enumerate(("upheld", "no_finding", "not_upheld", "other_procedure")):
        _first_stage(made, date(2024, 3, 11), 25, outcome, at)
    own = _own_year(made)
    _second_stage(before[:7], BEFORE, (25, 70, 75, 80, 90, 66, 68), ["not_upheld"] * 7)
    four = [*before[7:9], *before[10:12]]
    _second_stage(four, YEAR, (25, 40, 65, 66), ["upheld", "upheld", "not_upheld", "no_finding"])
    _panels(before[:3], BEFORE, ["not_upheld"] * 3, (40, 45, 50))
    _panels(four[:3], YEAR, ["upheld", "not_upheld", "not_upheld"], (40, 50, 58))
    corporate = [_corporate(made, BEFORE, at, 129) for at in range(129)] + [_corporate(made, YEAR, at, 168) for at in range(168)]
    _ombudsman(before, four, corporate)
    _costs(oldest[0], before, own)
    for year, many in ((BEFORE, 18), (YEAR, 6)):
        for at in range(many):
            made.add("compliment", year.day(at, many), services=[AREAS[at % 3]])
    return made


def _first_stage(made: Records, received: date, days: int | None, outcome: str, at: int, who: str = "parent", causes: Sequence[str] = ("staff_conduct",)) -> Record:
    area = AREAS[0] if at % 2 else AREAS[at // 2 % len(AREAS)]
    return made.complaint(received, days, outcome, services=[area], complainant=who, causes=list(causes))


def _own_year(made: Records) -> list[Record]:
    """The 41 of the year, all answered in it: with the 4 left over 45, 25 of them in 20 days. Fault was found in 11."""
    days = [8] * 10 + [20] * 15 + [27] * 16
    outcomes = [*cycled(("upheld", 11), ("not_upheld", 20), ("no_finding", 6), ("withdrawn", 2), ("other_procedure", 2))]
    return [
        _first_stage(
            made, YEAR.day(at, 41, working), working, outcome, at, "child" if at < 2 else "parent",
            ("staff_conduct", "communication") if at % 2 else ("staff_conduct",) if at % 4 else ("communication",),
        )
        for at, (working, outcome) in enumerate(zip(days, outcomes, strict=True))
    ]  # fmt: skip


def _second_stage(some: Sequence[Record], year: Year, days: Sequence[int], outcomes: Sequence[str]) -> None:
    for record, working, outcome in zip(some, days, outcomes, strict=True):
        asked = max(date.fromisoformat(record["closed_on"]), year.first) + timedelta(days=7)
        goes_on(record, 2, asked, working, outcome)


def _panels(some: Sequence[Record], year: Year, outcomes: Sequence[str], days: Sequence[int]) -> None:
    for record, working, outcome in zip(some, days, outcomes, strict=True):
        asked = date.fromisoformat(after(date.fromisoformat(record["closed_on"]), 10))
        goes_on(record, 3, asked, working, outcome)
        # The findings come five days after the meeting, and the answer fifteen after these: what was late was the meeting.
        record["stage_3"] |= {"panel_on": after(asked, working - 20), "reported_on": after(asked, working - 15)}


def _corporate(made: Records, year: Year, at: int, many: int) -> Record:
    return made.complaint(year.day(at, many, 12), 12, "upheld" if at % 5 == 0 else "not_upheld", "corporate", services=[AREAS[0]], complainant="grandparent")


def _ombudsman(before: Sequence[Record], four: Sequence[Record], corporate: Sequence[Record]) -> None:
    """4 of statutory complaints: three after a panel, one after stage 2. In all 73 came in the year, and 70 were decided."""
    for record in before[20:25]:
        to_ombudsman(record, BEFORE.last - timedelta(days=30), BEFORE.last - timedelta(days=10), "not_upheld", BEFORE.last)
    decisions = [*cycled(("upheld", 19), ("not_upheld", 1), ("not_investigated", 18), ("closed", 32), ("", 3))]
    found = cycled(("fault_injustice", 12), ("fault_no_injustice", 7))
    for record, decision in zip([*four, *corporate[:69]], decisions, strict=True):
        asked = date(2025, 3, 3)
        injustice = next(found) if decision == "upheld" else None
        to_ombudsman(record, asked, asked + timedelta(days=14), decision or None, asked + timedelta(days=25) if decision else None, injustice)


def _costs(oldest: Record, before: Sequence[Record], own: Sequence[Record]) -> None:
    spent = (
        (oldest, date(2023, 3, 30), (("investigation", 41650), ("mediation", 0), ("redress", 2500))),
        (before[0], date(2024, 3, 28), (("investigation", 7050), ("mediation", 0), ("redress", 5700))),
        (own[0], date(2025, 3, 28), (("investigation", 4100), ("mediation", 0), ("redress", 5200))),
    )
    for record, on, kinds in spent:
        record["costs"] = [{"kind": kind, "pounds": pounds, "on": on.isoformat()} for kind, pounds in kinds]


_STAGES = "48 and 52 are all stages that were begun (41+4+3, 42+7+3), and one complaint counts in each: complaints received are fewer"
_OF_48 = "2 of the 41 complaints are 5%; 4% are of 48, where those that went on count again"
_NINE = "of 42 complaints 4 are 10% (9.5) and 3 are 7%; of 52 as well no number is 9%"

FIGURES = (
    Figure("8", "41", "stages", "statutory_1", "y2024"),
    Figure("8", "42", "stages", "statutory_1", "y2023"),
    Figure("8", "4", "stages", "statutory_2", "y2024"),
    Figure("8", "7", "stages", "statutory_2", "y2023"),
    Figure("8", "3", "stages", "statutory_3", "y2024"),
    Figure("8", "3", "stages", "statutory_3", "y2023"),
    Figure("chart 1", "48", "stages", "statutory_all", "y2024"),
    Figure("chart 1", "52", "stages", "statutory_all", "y2023"),
    Figure("table 1", "48", "received_by_kind", "statutory", "y2024", bears="41", why=_STAGES),
    Figure("table 1", "52", "received_by_kind", "statutory", "y2023", bears="42", why=_STAGES),
    Figure("13, table 1", "168", "received_by_kind", "corporate", "y2024"),
    Figure("13, table 1", "129", "received_by_kind", "corporate", "y2023"),
    Figure("14, table 1", "216", "received_by_kind", "total", "y2024", bears="209", why=_STAGES),
    Figure("14, table 1", "181", "received_by_kind", "total", "y2023", bears="171", why=_STAGES),
    Figure("14, table 1", "19%", "received_by_kind", "total", "change", bears="22%", why=_STAGES),
    Figure("15", "10%", "escalation", "statutory_2", "y2024"),
    Figure("15", "17%", "escalation", "statutory_2", "y2023"),
    Figure("16", "3", "requests", "statutory_3", "total"),
    Figure("performance, stage 3", "3", "requests", "statutory_3", "accepted"),
    Figure("17", "56%", "speed_over_years", "statutory_1_latest", "y2024"),
    Figure("17", "61%", "speed_over_years", "statutory_1_latest", "y2023"),
    Figure("table 3, within 25", "1", "time_statutory_2", "0-25", "y2024"),
    Figure("table 3, within 25", "1", "time_statutory_2", "0-25", "y2023"),
    Figure("table 3, within 65", "2", "time_statutory_2", "26-65", "y2024"),
    Figure("table 3, within 65", "0", "time_statutory_2", "26-65", "y2023"),
    Figure("table 3, over", "1", "time_statutory_2", "66", "y2024"),
    Figure("table 3, over", "6", "time_statutory_2", "66", "y2023"),
    Figure("19", "3", "speed", "statutory_2", "latest"),
    Figure("performance, stage 2", "4", "speed", "statutory_2", "answered"),
    Figure("21", "3", "speed", "statutory_3", "answered"),
    Figure("21", "2", "speed", "statutory_3", "first"),
    Figure("21", "3", "panels", "met", "done"),
    Figure("21", "2", "panels", "met", "in_time"),
    Figure("21, responded to", "3", "panels", "answered", "in_time"),
    Figure("stage 3 panels", "3", "panels_over_years", "met", "y2024"),
    Figure("stage 3 panels", "3", "panels_over_years", "met", "y2023"),
    Figure("21, delayed", "1", "time_statutory_3", "51", "y2024"),
    Figure("11", "2", "statutory_by_complainant", "child", "y2024"),
    Figure("who complains", "4%", "statutory_by_complainant", "child", "share", bears="5%", why=_OF_48),
    Figure("who complains, the year before", "9%", "statutory_by_complainant", "child", "share", bears="10%", why=_NINE, year=2023),
    Figure("chart 4", "29%", "outcomes_by_stage_statutory", "total", "share"),
    Figure("corrective action", "15", "outcomes_by_stage_statutory", "total", "upheld"),
    Figure("ombudsman cases", "4", "ombudsman_by_kind", "statutory", "y2024"),
    Figure("ombudsman cases", "5", "ombudsman_by_kind", "statutory", "y2023"),
    Figure("22", "73", "ombudsman_by_kind", "total", "y2024"),
    Figure("22", "73", "ombudsman", "asked", "y2024"),
    Figure("22", "19", "ombudsman_decisions", "upheld", "y2024"),
    Figure("22, fault and injustice", "12", "ombudsman_injustice", "fault_injustice", "y2024"),
    Figure("22", "19", "ombudsman_injustice", "total", "y2024"),
    Figure("decisions", "1", "ombudsman_decisions", "not_upheld", "y2024"),
    Figure("decisions, closed after first enquiries", "18", "ombudsman_decisions", "not_investigated", "y2024"),
    Figure("decisions, 26, 5 and 1 of others", "32", "ombudsman_decisions", "closed", "y2024"),
    Figure("decisions against enquiries", "73", "ombudsman_decisions", "total", "y2024", bears="70", why="26, 19, 18, 5, 1 and 1 are 70: of the 73 enquiries three are not decided"),
    Figure("24", "6", "compliments", "total", "y2024"),
    Figure("24", "18", "compliments", "total", "y2023"),
    Figure("table 4", "£41650", "costs", "investigation", "y2022"),
    Figure("table 4", "£7050", "costs", "investigation", "y2023"),
    Figure("table 4", "£4100", "costs", "investigation", "y2024"),
    *(Figure("table 4", "£0", "costs", "mediation", f"y{year}") for year in (2022, 2023, 2024)),
    Figure("table 4", "£2500", "costs", "redress", "y2022"),
    Figure("table 4", "£5700", "costs", "redress", "y2023"),
    Figure("23, table 4", "£5200", "costs", "redress", "y2024"),
    Figure("table 4", "£44150", "costs", "total", "y2022"),
    Figure("26, table 4", "£12750", "costs", "total", "y2023"),
    Figure("26, table 4", "£9300", "costs", "total", "y2024"),
)  # fmt: skip
"""Every figure of its text that cases can bear."""
