"""Telford & Wrekin 2019-20: the figures of its published report, and cases that bear them.

What the report prints in pictures (five years, outcomes by portfolio, all teams) is not here: its text alone.
"""

from datetime import timedelta

from tests.report.councils.kit import Figure, Records, Year, after, cycled, goes_on, spread, to_ombudsman

BEGINS = 2019
YEAR, BEFORE = Year(BEGINS), Year(BEGINS - 1)
FAMILY = "safeguarding_family_support"
OTHERS = ("health_wellbeing_commissioning", "housing_employment_infrastructure", "cross_portfolio")


def records() -> Records:
    """All cases that the report counts, of its own year and the three before it."""
    made = Records("phone")
    for begins, many in ((2016, 71), (2017, 82)):
        for at in range(many):
            received = Year(begins).day(at, many, 12)
            made.complaint(received, 12, services=[FAMILY])
    last_year = [
        *((FAMILY, days) for days in spread(38, "26.13", [(10, 9), (20, 20)])), *(("education_skills", days) for days in spread(4, "13.75", [(10, 2), (20, 4)])),
    ]  # fmt: skip
    before = [made.complaint(BEFORE.day(at, 42, days), days, services=[area]) for at, (area, days) in enumerate(last_year)]
    own = _own_year(made)
    # Of the seven, one was received the year before.
    seven = [before[0], *own[:6]]
    for record, days, outcome in zip(seven, spread(7, "37.43", [(25, 1), (65, 7)]), cycled(("upheld", 1), ("not_upheld", 6)), strict=True):
        over = goes_on(record, 2, YEAR.first + timedelta(days=150), days, outcome)
        if record in seven[-2:]:
            goes_on(record, 3, YEAR.first.fromisoformat(after(YEAR.first.fromisoformat(over), 5)), 3, ended="refused")
    for record, decision in zip(own[6:15], cycled(("upheld", 1), ("not_investigated", 2), ("", 6)), strict=True):
        asked = YEAR.last - timedelta(days=20)
        to_ombudsman(record, asked, decision=decision or None, decided=YEAR.last if decision else None, injustice="fault_no_injustice" if decision == "upheld" else None)
    return made


def _own_year(made: Records) -> list[dict]:
    """The 50 of the year: 47 answered, three still open."""
    who = cycled(("parent", 36), ("child", 5), ("care_leaver", 2), ("foster_carer", 2), ("grandparent", 4), ("advocate", 1))
    # Days of the portfolio with the quickest first, so that those who went on were answered early enough.
    family = spread(39, "25.36", [(10, 3), (20, 20)])
    outcomes = [*cycled(("upheld", 17), ("not_upheld", 19), ("withdrawn", 1), ("resolved_on_receipt", 1), ("other_procedure", 1))]
    teams = [*cycled(("in_care_leaving_care", 4), ("lakeside_cp", 4), ("wrekin_cp", 1), ("", 8), ("in_care_leaving_care", 7), ("lakeside_cp", 2), ("wrekin_cp", 5), ("", 8))]
    remedies = [["apology", "explanation"]] * 17 + [["explanation"]] * 12 + [["explanation", "service_provided"]] * 5 + [["apology"]] * 4 + [["other"]] * 9
    plan = [(FAMILY, days, outcome) for days, outcome in zip(family, outcomes, strict=True)]
    plan += [("education_skills", days, outcome) for days, outcome in zip(spread(5, "8.40", [(10, 3), (20, 5)]), cycled(("upheld", 2), ("not_upheld", 3)), strict=True)]
    plan += list(zip(OTHERS, (4, 6, 8), ("upheld", "not_upheld", "not_upheld"), strict=True))
    found = []
    for at, (area, days, outcome) in enumerate(plan):
        team = teams[at] if at < len(teams) else ""
        services = [f"{area}/{team}" if team else area]
        if at == 30:
            services.append("education_skills")
        # The first fifteen go on or to the Ombudsman, and are early in the year.
        received = YEAR.day(at, 200, days) if at < 15 else YEAR.day(at, 47, days)
        causes = ["staff_conduct"] if at < 6 else ["communication"] if at < 10 else ["level_of_support", "decision"] if at < 17 else None
        found.append(made.complaint(received, days, outcome, services=services, causes=causes, remedies=remedies[at], complainant=next(who)))
    for at in range(3):
        made.complaint(YEAR.last - timedelta(days=at), None, services=[FAMILY], complainant=next(who))
    return found


_WITHDRAWN = "20 upheld, 24 not upheld, 1 withdrawn and 1 resolved are 46, and 47 were completed with 3 dealt with another way: one more of these is missing"
_TWENTY = "19 of the 39 took longer than 20 days, and no other portfolio did: 28 of 47 were in time, which is 60%; 57% would be 27"
_AVERAGE = "39 of 25.36 days and 5 of 8.40 are 1,031 days: over 47 that is 22 at least; 21 is what comes of dividing by the 50 received"

FIGURES = (
    Figure("4", "50", "received_by_kind", "statutory", "y2019"),
    Figure("4", "42", "received_by_kind", "statutory", "y2018"),
    Figure("4", "82", "received_by_kind", "statutory", "y2017"),
    Figure("4", "71", "received_by_kind", "statutory", "y2016"),
    Figure("4", "26%", "received_by_kind", "statutory", "change", bears="19%", why="50 after 42 is 19% more"),
    Figure("4, stages", "50", "stages", "statutory_1", "y2019"),
    Figure("4, stages", "7", "stages", "statutory_2", "y2019"),
    Figure("4, stages", "0", "stages", "statutory_3", "y2019"),
    Figure("4, stages", "57", "stages", "statutory_all", "y2019"),
    Figure("4", "3", "standing", "statutory_1", "y2019"),
    Figure("4", "47", "outcomes_statutory_1", "total", "y2019"),
    Figure("4", "7", "outcomes_statutory_2", "total", "y2019"),
    Figure("4, panels requested", "2", "requests", "statutory_3", "total"),
    Figure("4, panels refused", "2", "requests", "statutory_3", "refused"),
    Figure("4, complainants", "36", "statutory_by_complainant", "parent_or_carer", "y2019"),
    Figure("4, complainants", "5", "statutory_by_complainant", "child", "y2019"),
    Figure("4, complainants", "2", "statutory_by_complainant", "care_leaver", "y2019"),
    Figure("4, complainants", "2", "statutory_by_complainant", "foster_carer", "y2019"),
    Figure("4, complainants", "4", "statutory_by_complainant", "family", "y2019"),
    Figure("4, complainants", "1", "statutory_by_complainant", "advocate", "y2019"),
    Figure("4, complainants", "0", "statutory_by_complainant", "professional", "y2019"),
    Figure("4, complainants", "0", "statutory_by_complainant", "social_worker", "y2019"),
    Figure("4, complainants", "50", "statutory_by_complainant", "total", "y2019"),
    Figure("4, children", "10%", "statutory_by_complainant", "child", "share"),
    Figure("4, table 2, upheld of received", "40%", "received_outcomes_statutory", FAMILY, "share"),
    Figure("4, table 2, upheld of received", "40%", "received_outcomes_statutory", "education_skills", "share"),
    Figure("4, outcomes", "20", "outcomes_statutory_1", "upheld", "y2019"),
    Figure("4, outcomes", "24", "outcomes_statutory_1", "not_upheld", "y2019"),
    Figure("4, outcomes", "1", "outcomes_statutory_1", "withdrawn", "y2019"),
    Figure("4, outcomes", "1", "outcomes_statutory_1", "resolved_on_receipt", "y2019"),
    Figure("4, outcomes, the third of three", "0", "outcomes_statutory_1", "other_procedure", "y2019", bears="1", why=_WITHDRAWN),
    Figure("4, outcomes", "43%", "outcomes_statutory_1", "upheld", "share"),
    Figure("4, outcomes", "51%", "outcomes_statutory_1", "not_upheld", "share"),
    Figure("10, upheld of received", "43%", "received_outcomes_statutory", "total", "share", bears="40%", why="43% are of the 47 completed; of the 50 received 20 are 40%"),
    Figure("4, teams", "11", "points_by_team", "in_care_leaving_care", "y2019"),
    Figure("4, teams", "4", "upheld_by_team", "in_care_leaving_care", "upheld"),
    Figure("4, teams", "6", "points_by_team", "lakeside_cp", "y2019"),
    Figure("4, teams", "4", "upheld_by_team", "lakeside_cp", "upheld"),
    Figure("4, teams", "6", "points_by_team", "wrekin_cp", "y2019"),
    Figure("4, teams", "1", "upheld_by_team", "wrekin_cp", "upheld"),
    Figure("5", "6", "causes", "staff_conduct", "upheld"),
    Figure("6, family", "39", "time_by_service_statutory", FAMILY, "answered"),
    Figure("6, family", "3", "time_by_service_statutory", FAMILY, "d0_10"),
    Figure("6, family", "19", "time_by_service_statutory", FAMILY, "d21"),
    Figure("6, family", "25.36", "time_by_service_statutory", FAMILY, "average"),
    Figure("6, family, the year before", "26.13", "average_by_service_statutory", FAMILY, "y2018"),
    Figure("6, education", "5", "time_by_service_statutory", "education_skills", "answered"),
    Figure("6, education", "3", "time_by_service_statutory", "education_skills", "d0_10"),
    Figure("6, education", "2", "time_by_service_statutory", "education_skills", "d11_20"),
    Figure("6, education", "0", "time_by_service_statutory", "education_skills", "d21"),
    Figure("6, education", "8.40", "time_by_service_statutory", "education_skills", "average"),
    Figure("6, education, the year before", "13.75", "average_by_service_statutory", "education_skills", "y2018"),
    *(Figure("6, the others", "1", "time_by_service_statutory", area, column) for area in OTHERS for column in ("answered", "d0_10")),
    Figure("6, average", "21", "speed", "statutory_1", "average", bears="22", why=_AVERAGE),
    Figure("6, average, the year before", "25", "average_days", "statutory_1", "y2018"),
    Figure("6, within 10", "19%", "speed", "statutory_1", "first_share"),
    Figure("6, within 20", "57%", "speed", "statutory_1", "latest_share", bears="60%", why=_TWENTY),
    Figure("7", "10%", "escalation", "statutory_2", "y2019", bears="14%", why="7 of 50 are 14%"),
    Figure("7, table 7", "7", "outcomes_by_service_statutory_2", FAMILY, "total"),
    Figure("7, table 7", "1", "outcomes_statutory_2", "upheld", "y2019"),
    Figure("7", "0", "standing", "statutory_2", "y2019"),
    Figure("7", "37.43", "speed", "statutory_2", "average"),
    Figure("8, table 8", "36%", "remedies_together", "apology-explanation-", "share"),
    Figure("8, table 8", "26%", "remedies_together", "explanation-", "share"),
    Figure("8, table 8", "11%", "remedies_together", "explanation-service_provided-", "share"),
    Figure("8, table 8", "9%", "remedies_together", "apology-", "share"),
    Figure("9", "9", "ombudsman", "asked", "y2019"),
    Figure("9, open", "6", "ombudsman_asked", "unknown", "y2019"),
    Figure("9", "2", "ombudsman_asked", "not_investigated", "y2019"),
    Figure("9, no injustice", "1", "ombudsman_injustice", "fault_no_injustice", "y2019"),
    Figure("9, fault found", "1", "ombudsman_asked", "upheld", "y2019"),
)  # fmt: skip
"""Every figure of its text that cases can bear."""
