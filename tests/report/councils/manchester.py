"""Manchester 2023/24: the figures of its published report, and cases that bear them."""

from collections.abc import Sequence
from datetime import date, timedelta

from tests.report.councils.kit import Figure, Record, Records, Year, after, cycled, goes_on, spread, to_ombudsman

BEGINS = 2023
YEAR, BEFORE, FIRST = Year(BEGINS), Year(BEGINS - 1), Year(BEGINS - 2)
SOCIAL, EDUCATION = "social_care", "education"
_CHILDREN = {"statutory": 6, "corporate": 22}


def records() -> Records:
    """All cases that the report counts, of its own year and the two before it."""
    made = Records("letter")
    oldest = _first_stage(made, FIRST, "statutory", spread(40, "19.8", [(10, 15), (20, 28)]), 12)
    social = _first_stage(made, BEFORE, "statutory", spread(34, "14.3", [(10, 19), (20, 25)]), 13)
    other = _first_stage(made, BEFORE, "corporate", spread(537, "14.7", [(10, 290)]), 172)
    own = _first_stage(made, YEAR, "statutory", spread(37, "13.8", [(10, 20), (20, 28)]), 4, _CHILDREN["statutory"])
    own += _first_stage(made, YEAR, "corporate", spread(509, "17", [(10, 285)]), 180, _CHILDREN["corporate"])
    _second_stage(oldest[:3], BEFORE.first + timedelta(days=9), spread(3, "53", [(25, 0), (65, 2)]), 1)
    _second_stage(social[:4], YEAR.first + timedelta(days=9), spread(4, "69", [(25, 1), (65, 2)], 160), 2)
    _second_stage(other[:48], BEFORE.first + timedelta(days=120), spread(48, "19.8", [(15, 17)]), 25)
    _second_stage(other[48:85], YEAR.first + timedelta(days=30), spread(37, "27.6", [(15, 10)]), 14)
    _panels(social[:2])
    _ombudsman(social, other)
    _learning(own)
    _enquiries(made)
    for year, many in ((BEFORE, 68), (YEAR, 28)):
        for at in range(many):
            made.add("compliment", year.day(at, many), services=[SOCIAL if at % 2 else EDUCATION])
    return made


def _first_stage(made: Records, year: Year, route: str, days: Sequence[int], upheld: int, children: int = 0) -> list[Record]:
    outcomes = [*cycled(("upheld", upheld - upheld // 2), ("partly_upheld", upheld // 2), ("not_upheld", len(days) - upheld))]
    area = SOCIAL if route == "statutory" else EDUCATION
    return [
        made.complaint(
            year.day(at, len(days), working), working, outcome, route, services=[area],
            complainant="child" if len(days) - at <= children else "parent",
        )
        for at, (working, outcome) in enumerate(zip(days, outcomes, strict=True))
    ]  # fmt: skip


def _second_stage(some: Sequence[Record], asked: date, days: Sequence[int], upheld: int) -> None:
    outcomes = cycled(("upheld", upheld - upheld // 2), ("partly_upheld", upheld // 2), ("not_upheld", len(days) - upheld))
    for record, working, outcome in zip(some, days, outcomes, strict=True):
        goes_on(record, 2, asked, working, outcome)


def _panels(two: Sequence[Record]) -> None:
    """One is upheld, late; one is withdrawn."""
    late, withdrawn = two
    goes_on(late, 3, date.fromisoformat(after(date.fromisoformat(late["closed_on"]), 5)), 61, "upheld")
    goes_on(withdrawn, 3, date.fromisoformat(after(date.fromisoformat(withdrawn["closed_on"]), 5)), 8, ended="withdrawn")


def _ombudsman(social: Sequence[Record], other: Sequence[Record]) -> None:
    asked = YEAR.first + timedelta(days=90)
    for record, calendar_days in zip((*social[10:12], *other[100:106]), (28, 29, 1, 14, 27, 28, 29, 45), strict=True):
        to_ombudsman(record, asked, asked + timedelta(days=calendar_days))
    for record in other[100:103]:
        record["ombudsman"] |= {"decision": "upheld", "injustice": "fault_injustice", "decided_on": (asked + timedelta(days=80)).isoformat()}
    asked = BEFORE.first + timedelta(days=150)
    for record, decision in zip(other[110:124], cycled(("upheld", 6), ("not_upheld", 8)), strict=True):
        to_ombudsman(record, asked, asked + timedelta(days=20), decision, asked + timedelta(days=70))


def _learning(own: Sequence[Record]) -> None:
    """205 actions out of 184 complaints that were upheld, at least in part."""
    upheld = [record for record in own if record["stage_1"]["outcome"] != "not_upheld"]
    grades = [*cycled(("council", 5), ("service", 40), ("team", 60), ("case", 100))]
    for at, grade in enumerate(grades):
        record = upheld[at % len(upheld)]
        on = record["stage_1"]["answered_on"]
        action = {"set_on": on, "due_on": after(date.fromisoformat(on), 20), "grade": grade, "owner_service": record["services"][0]}
        record.setdefault("learning", []).append(action)


def _enquiries(made: Records) -> None:
    for area, many, in_time in ((SOCIAL, 84, 46), (EDUCATION, 329, 236)):
        for at in range(many):
            made.enquiry("mp" if at % 3 else "member", YEAR.day(at, many, 15), 10 if at < in_time else 11, services=[area])
    for at in range(477):
        made.enquiry("mp" if at % 3 else "member", BEFORE.day(at, 477, 15), 9, services=[EDUCATION if at % 4 else SOCIAL])


_FOUR = "table 3.1 says that 4 were answered at stage 2, and section 3.3 says 6: the cases are the 4, for half of 4 in 65 days is no half of 6 with one late"
_PANEL = "one of the two was withdrawn and has no answer; the one that was answered was late"
_ROUND = "180 of 509 are 35.36%"
_BACK = "section 3.2 says that it rose from 54% to 56%, and section 7.3 the contrary"
_SEVEN = "table 3.1 has 2 and 6 of the Ombudsman's enquiries, and section 3.4 has 7"
_YOUNG = "28 are 2.2% of some 1,270 complaints; 37 and 509 are 546"
_TOTAL = "84 and 329 are 413"
_ON_TIME = "236 are 72% of the 329 outside social care; the 46 of 84 come to them"
_FALL = "414 after 477 is 13% less, not 7.3%"

FIGURES = (
    Figure("3.1", "37", "speed", "statutory_1", "answered"),
    Figure("3.1", "54%", "speed", "statutory_1", "first_share"),
    Figure("3.1", "76%", "speed", "statutory_1", "latest_share"),
    Figure("3.1", "4", "speed", "statutory_2", "answered"),
    Figure("3.1", "25%", "speed", "statutory_2", "first_share"),
    Figure("3.1", "50%", "speed", "statutory_2", "latest_share"),
    Figure("3.1", "2", "speed", "statutory_3", "answered", bears="1", why=_PANEL),
    Figure("3.1", "50%", "speed", "statutory_3", "first_share", bears="0%", why=_PANEL),
    Figure("3.1", "509", "speed", "corporate_1", "answered"),
    Figure("3.1", "56%", "speed", "corporate_1", "first_share"),
    Figure("3.1", "37", "speed", "corporate_2", "answered"),
    Figure("3.1", "27%", "speed", "corporate_2", "first_share"),
    Figure("3.1", "2", "ombudsman_in_time", "statutory", "answered"),
    Figure("3.1", "50%", "ombudsman_in_time", "statutory", "share"),
    Figure("3.1", "6", "ombudsman_in_time", "corporate", "answered"),
    Figure("3.1", "67%", "ombudsman_in_time", "corporate", "share"),
    Figure("3.2", "37", "outcomes_statutory_1", "total", "y2023"),
    Figure("3.2", "34", "outcomes_statutory_1", "total", "y2022"),
    Figure("3.2", "8.8%", "outcomes_statutory_1", "total", "change"),
    Figure("3.2", "74%", "speed_over_years", "statutory_1_latest", "y2022"),
    Figure("3.2", "76%", "speed_over_years", "statutory_1_latest", "y2023"),
    Figure("3.2", "56%", "speed_over_years", "statutory_1_first", "y2022"),
    Figure("3.2", "54%", "speed_over_years", "statutory_1_first", "y2023"),
    Figure("3.2", "13.8", "average_days", "statutory_1", "y2023"),
    Figure("3.2", "14.3", "average_days", "statutory_1", "y2022"),
    Figure("3.2", "19.8", "average_days", "statutory_1", "y2021"),
    Figure("3.2", "4", "outcomes_statutory_1", "upheld & partly_upheld", "y2023"),
    Figure("3.2", "10.8%", "outcomes_by_stage_statutory", "1", "share"),
    Figure("3.2, the year before", "38%", "outcomes_by_stage_statutory", "1", "share", year=2022),
    Figure("3.2", "509", "outcomes_corporate_1", "total", "y2023"),
    Figure("3.2", "537", "outcomes_corporate_1", "total", "y2022"),
    Figure("3.2", "-5.2%", "outcomes_corporate_1", "total", "change"),
    Figure("3.2", "54%", "speed_over_years", "corporate_1_first", "y2022"),
    Figure("3.2", "56%", "speed_over_years", "corporate_1_first", "y2023"),
    Figure("3.2", "17", "average_days", "corporate_1", "y2023"),
    Figure("3.2", "14.7", "average_days", "corporate_1", "y2022"),
    Figure("3.2", "180", "outcomes_corporate_1", "upheld & partly_upheld", "y2023"),
    Figure("3.2", "35.3%", "outcomes_by_stage_corporate", "1", "share", bears="35.4%", why=_ROUND),
    Figure("3.2, the year before", "32%", "outcomes_by_stage_corporate", "1", "share", year=2022),
    Figure("3.3", "6", "outcomes_statutory_2", "total", "y2023", bears="4", why=_FOUR),
    Figure("3.3", "3", "outcomes_statutory_2", "upheld & partly_upheld", "y2023", bears="2", why=_FOUR),
    Figure("3.3", "50%", "outcomes_by_stage_statutory", "2", "share"),
    Figure("3.3, over 65 days", "1", "time_statutory_2", "66", "y2023", bears="2", why=_FOUR),
    Figure("3.3", "69", "average_days", "statutory_2", "y2023"),
    Figure("3.3", "53", "average_days", "statutory_2", "y2022"),
    Figure("3.3", "2", "stages", "statutory_3", "y2023"),
    Figure("3.3", "2", "requests", "statutory_3", "total"),
    Figure("3.3", "1", "requests", "statutory_3", "withdrawn"),
    Figure("3.3", "1", "outcomes_statutory_3", "upheld", "y2023"),
    Figure("3.3, over 50 days", "1", "time_statutory_3", "51", "y2023"),
    Figure("3.3", "37", "outcomes_corporate_2", "total", "y2023"),
    Figure("3.3", "-22.9%", "outcomes_corporate_2", "total", "change"),
    Figure("3.3", "37.8%", "outcomes_by_stage_corporate", "2", "share"),
    Figure("3.3, the year before", "52%", "outcomes_by_stage_corporate", "2", "share", year=2022),
    Figure("3.3", "27%", "speed_over_years", "corporate_2_first", "y2023"),
    Figure("3.3", "35%", "speed_over_years", "corporate_2_first", "y2022"),
    Figure("3.3", "27.6", "average_days", "corporate_2", "y2023"),
    Figure("3.3", "19.8", "average_days", "corporate_2", "y2022"),
    Figure("3.4", "7", "ombudsman", "answered", "y2023", bears="8", why=_SEVEN),
    Figure("3.4", "14", "ombudsman", "answered", "y2022"),
    Figure("3.4", "3", "ombudsman_decisions", "upheld", "y2023"),
    Figure("3.4, injustice", "3", "ombudsman_injustice", "fault_injustice", "y2023"),
    Figure("3.4", "6", "ombudsman_decisions", "upheld", "y2022"),
    Figure("3.5", "28", "children_by_kind", "total", "children"),
    Figure("3.5", "6", "children_by_kind", "statutory", "children"),
    Figure("3.5", "22", "children_by_kind", "corporate", "children"),
    Figure("3.5", "2.2%", "children_by_kind", "total", "share", bears="5.1%", why=_YOUNG),
    Figure("4", "84", "enquiries_in_time_by_service", SOCIAL, "answered"),
    Figure("4", "55%", "enquiries_in_time_by_service", SOCIAL, "share"),
    Figure("4", "329", "enquiries_in_time_by_service", EDUCATION, "answered"),
    Figure("4", "72%", "enquiries_in_time_by_service", EDUCATION, "share"),
    Figure("4", "414", "enquiries_in_time", "total", "answered", bears="413", why=_TOTAL),
    Figure("4", "477", "received_besides", "enquiry", "y2022"),
    Figure("4", "-7.3%", "received_besides", "enquiry", "change", bears="-13.4%", why=_FALL),
    Figure("4", "236", "enquiries_in_time", "total", "in_time", bears="282", why=_ON_TIME),
    Figure("4", "57%", "enquiries_in_time", "total", "share", bears="68%", why=_ON_TIME),
    Figure("4, target", "96%", "targets", "target_2", "target"),
    Figure("5.1", "205", "actions", "total", "total"),
    Figure("6", "28", "compliments", "total", "y2023"),
    Figure("6", "68", "compliments", "total", "y2022"),
    Figure("7.3, target", "80%", "targets", "target_1", "target"),
    Figure("7.3", "76%", "targets", "target_1", "share"),
    Figure("7.3", "74%", "speed_over_years", "statutory_1_latest", "y2022"),
    Figure("7.3", "54%", "speed_over_years", "corporate_1_first", "y2023", bears="56%", why=_BACK),
    Figure("7.3", "56%", "speed_over_years", "corporate_1_first", "y2022", bears="54%", why=_BACK),
)  # fmt: skip
"""Every figure of its text that cases can bear."""


def six_at_stage_2() -> Records:
    """The other figure: 6 answered at stage 2, three of them upheld and one over 65 days, 69 days on average."""
    made = Records("letter")
    some = _first_stage(made, BEFORE, "statutory", [10] * 6, 0)
    _second_stage(some, YEAR.first + timedelta(days=9), spread(6, "69", [(25, 0), (65, 5)], 160), 3)
    return made
