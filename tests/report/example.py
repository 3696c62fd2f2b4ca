"""A report of an invented council with every kind of table: five years, months, shares, days, pounds, words, gaps, left out."""

from datetime import date

from portal.report.tables import (
    Cell,
    Chart,
    Column,
    Example,
    Period,
    Report,
    Row,
    Section,
    Selection,
    Table,
    Unit,
)

COUNCIL = "Exampleshire County Council"
YEARS = tuple(
    Period(f"{year}-{year + 1}", f"{year}/{(year + 1) % 100}", date(year, 4, 1), date(year + 1, 3, 31))
    for year in range(2020, 2025)
)
NOW = YEARS[-1]
LEFT_OUT = object()
"""Stands for a figure that is left out."""


def cell(value: object, of: Selection | None = None) -> Cell:
    if value is LEFT_OUT:
        return Cell(None, of, hidden=True)
    assert value is None or isinstance(value, int | float | str)
    return Cell(value, of)


def row(key: str, name: str, *values: object, total: bool = False, more: bool = False, counted: bool = True) -> Row:
    cells = tuple(
        cell(
            value,
            Selection("cases", (("row", (key,)), ("column", (str(n),))))
            if counted and isinstance(value, int)
            else None,
        )
        for n, value in enumerate(values)
    )
    return Row(key, name, cells, total, more)


def years(unit: Unit = Unit.COUNT, last: int = 5) -> tuple[Column, ...]:
    return tuple(Column(period.key, period.name, unit) for period in YEARS[-last:])


def _received() -> Section:
    kinds = Table(
        "received_by_kind",
        "Everything received, by kind",
        "Everything that people brought to the council about children’s social care, by the day on which it was received. "
        "A complaint that went on to a later stage is counted once.",
        "Kind",
        (*years(), Column("change", "Change on last year", Unit.CHANGE)),
        (
            row("statutory", "Complaints under the statutory procedure", 88, 97, 104, 112, 131, 0.1696),
            row("corporate", "Complaints under the corporate procedure", 41, 38, 52, 47, 44, -0.0638),
            row("query", "Queries answered outside the procedures", 63, 71, 80, 66, 72, 0.0909),
            row("enquiry", "Enquiries by councillors and MPs", 25, 30, 36, 35, 35, 0.0),
            row("total", "All", 217, 236, 272, 260, 282, 0.0846, total=True),
        ),
        Chart.GROUPED,
    )
    months = (
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "January",
        "February",
        "March",
    )
    besides = Table(
        "received_besides",
        "What came in beside complaints",
        "Compliments and enquiries about children’s social care, by the day on which they were received.",
        "Kind",
        years(),
        (
            row("compliment", "Compliments", 102, 134, 151, 1166, 1204),
            row("praise", "Praise in surveys", 9, 8, 7, 6, 5),
            row("total", "All", 111, 142, 158, 1172, 1209, total=True),
        ),
        Chart.STACKED,
    )
    by_month = Table(
        "received_by_month",
        "Complaints by month",
        "Complaints under either procedure, by the month in which they were received.",
        "Month",
        years(last=3),
        (
            *(
                row(name.lower(), name, 10 + n % 4, None if n == 5 else 13 + (n * 7) % 9, 9 + (n * 5) % 11)
                for n, name in enumerate(months)
            ),
            row("total", "Year", 156, 159, 175, total=True),
        ),
        Chart.LINE,
        notes=("No figures were kept for September 2023, when the old system was switched off.",),
    )
    who = Table(
        "received_by_complainant",
        "Who complained",
        "Who made the complaint, as they told us. A child or young person with an advocate is counted as the child.",
        "Who",
        (*years(last=2), Column("share", "Share this year", Unit.SHARE)),
        (
            row("parent", "Parent", 96, 108, 0.6171),
            row("child", "Child or young person", 24, 31, 0.1771),
            row("carer", "Foster carer", 14, 13, 0.0743),
            row("family", "Somebody else in the family", 16, 15, 0.0857),
            row("professional", "Professional", LEFT_OUT, LEFT_OUT, LEFT_OUT),
            row("unknown", "Not known", LEFT_OUT, LEFT_OUT, LEFT_OUT),
            row("total", "All", 159, 175, 1.0, total=True),
        ),
        Chart.BARS,
    )
    children = Table(
        "children",
        "Children who complained themselves",
        "Complaints made by children and young people themselves, by the day on which they were received.",
        "Complaints",
        years(last=2),
        (
            row("children", "By children and young people", 24, 31),
            row("with_advocate", "Of those, with an advocate", 9, 14),
        ),
        Chart.GROUPED,
    )
    services = Table(
        "received_by_service",
        "Which service it was about",
        "The service that each point of a complaint was about. A complaint with points about two services is counted under both.",
        "Service",
        years(last=3),
        (
            row("safeguarding", "Safeguarding and family support", 71, 70, 82),
            row("care", "Children in care", 44, 46, 50),
            row("leaving", "Leaving care", 18, 22, 27),
            row("disabled", "Disabled children", 20, 17, 24),
            row("fostering", "Fostering and adoption", 12, 14, 11),
            row("total", "All complaints", 156, 159, 175, total=True, more=True),
        ),
        Chart.BARS,
        several=True,
    )
    return Section(
        "received",
        "What came in",
        (kinds, besides, by_month, who, children, services),
        "We heard more from parents than in any year before. Most of the rise came after the new form went online in June.\n\n"
        "Compliments grew because teams now write down what they are told by telephone.",
    )


def _answered() -> Section:
    stages = Table(
        "stages",
        "How far complaints went",
        "Complaints under the statutory procedure that reached each stage, by the day on which the stage began.",
        "Stage",
        years(last=3),
        (
            row("statutory_1", "Stage 1: local resolution", 104, 112, 131),
            row("statutory_2", "Stage 2: investigation", 9, 12, 14),
            row("statutory_3", "Stage 3: review panel", LEFT_OUT, LEFT_OUT, 5),
        ),
        Chart.GROUPED,
    )
    bands = Table(
        "time_statutory_1",
        "Stage 1: working days to the answer",
        "Complaints answered at stage 1 by the day of the answer, whenever they were received.",
        "Answered",
        (Column(NOW.key, NOW.name), Column("share", f"Share in {NOW.name}", Unit.SHARE)),
        (
            row("0-10", "Within 10 working days", 64, 0.5039),
            row("11-20", "11 to 20 working days", 44, 0.3465),
            row("21", "More than 20 working days", 19, 0.1496),
            row("total", "Answered", 127, 1.0, total=True),
        ),
        Chart.BARS,
    )
    speed = Table(
        "speed",
        "How quickly each stage was answered",
        "Complaints answered in the year, whenever they were received.",
        "Stage",
        (
            Column("answered", "Answered"),
            Column("first", "Within the first limit"),
            Column("first_share", "Share", Unit.SHARE),
            Column("latest", "Within the latest limit"),
            Column("latest_share", "Share", Unit.SHARE),
        ),
        (row("statutory_1", "Stage 1 (limit 10 and 20 working days)", 127, 64, 0.5039, 108, 0.8504),),
    )
    average = Table(
        "average_days",
        "Average working days to an answer",
        "Complaints answered in the year, whenever they were received.",
        "Stage",
        years(Unit.DAYS, last=3),
        (row("statutory_1", "Stage 1", 14.25, 13.04, 14.5), row("statutory_2", "Stage 2", 44, 51.5, 49)),
    )
    found = Table(
        "outcomes_statutory_1",
        "Stage 1: what came of it",
        "Complaints answered at stage 1 by the day of the answer.",
        "Outcome",
        years(last=2),
        (
            row("upheld", "Upheld", 29, 34),
            row("partly_upheld", "Partly upheld", 40, 42),
            row("not_upheld", "Not upheld", 36, 43),
            row("withdrawn", "Withdrawn", LEFT_OUT, LEFT_OUT),
            row("no_finding", "No finding", LEFT_OUT, LEFT_OUT),
            row("total", "All", 113, 127, total=True),
        ),
        Chart.GROUPED,
    )
    time = Table(
        "stage_1_time",
        "How long stage 1 took",
        "Complaints answered at stage 1 by the day of the answer, whenever they were received. Working days count from the day after the complaint was received.",
        "Answered",
        (
            Column("answered", "Answered"),
            Column("within_10", "Within 10 working days"),
            Column("within_10_share", "Share within 10 working days", Unit.SHARE),
            Column("within_20", "Within 20 working days"),
            Column("within_20_share", "Share within 20 working days", Unit.SHARE),
            Column("average", "Average", Unit.DAYS),
            Column("median", "Median", Unit.DAYS),
        ),
        (
            row("2022-2023", "2022/23", 101, 52, 0.5149, 88, 0.8713, 14.25, 11),
            row("2023-2024", "2023/24", 109, 61, 0.5596, 97, 0.8899, 13.04, 10),
            row("2024-2025", "2024/25", 127, 64, 0.5039, 108, 0.8504, 14.5, 10.5),
        ),
    )
    outcomes = Table(
        "stage_1_outcomes",
        "What was found at stage 1, by service",
        "The finding on each complaint answered at stage 1, by the day of the answer and by service.",
        "Service",
        (
            Column("upheld", "Upheld"),
            Column("partly", "Partly upheld"),
            Column("not_upheld", "Not upheld"),
            Column("no_finding", "No finding"),
            Column("withdrawn", "Withdrawn"),
            Column("total", "All", total=True),
        ),
        (
            row("safeguarding", "Safeguarding and family support", 14, 19, 24, LEFT_OUT, LEFT_OUT, 62),
            row("care", "Children in care", 9, 10, 12, 0, LEFT_OUT, LEFT_OUT),
            row("leaving", "Leaving care", 6, 8, 5, 0, 0, 19),
            row("disabled", "Disabled children", 5, 5, LEFT_OUT, 0, LEFT_OUT, LEFT_OUT),
            row("total", "All", 34, 42, 43, LEFT_OUT, LEFT_OUT, 127, total=True),
        ),
        Chart.STACKED,
    )
    share = Table(
        "upheld_share",
        "Upheld or partly upheld",
        "Complaints upheld or partly upheld, as a share of those on which there was a finding.",
        "Stage",
        years(Unit.SHARE),
        (
            row("stage_1", "Stage 1", 0.52, 0.55, 0.49, 0.605, 0.6387),
            row("stage_2", "Stage 2", 0.4, 0.5, None, 0.58, 0.6),
        ),
        Chart.GROUPED,
    )
    wide = Table(
        "causes_by_service",
        "Causes, by service",
        "What each complaint was about, by service. A complaint with several causes is counted under each.",
        "Cause",
        (
            *(Column(f"s{n}", name) for n, name in enumerate((
                "Safeguarding and family support", "Children in care", "Leaving care", "Disabled children", "Fostering",
                "Adoption", "Emergency duty team", "Youth justice", "Early help", "Quality assurance", "Special educational needs",
            ))),
            Column("total", "All", total=True),
        ),
        tuple(
            row(f"c{n}", name, *((n * 3 + m * 5) % 23 for m in range(11)), sum((n * 3 + m * 5) % 23 for m in range(11)))
            for n, name in enumerate((
                "Communication", "Delay", "Conduct of a member of staff", "Quality of the service", "A decision", "Contact with family",
                "Accuracy of a record or report", "Money", "Placement", "Data protection",
            ))
        ),
        several=True,
    )  # fmt: skip
    return Section(
        "answered",
        "How complaints were answered",
        (stages, bands, speed, average, found, time, outcomes, share, wide),
        "Fewer answers came within ten working days than last year. Two teams were without a manager from June to September.",
    )


def _learned() -> Section:
    actions = Table(
        "actions",
        "What was to be done, by how far it reaches",
        "Actions agreed when a complaint was answered in the year, as they stood on the day this report was made.",
        "Reach",
        (
            Column("done", "Done"),
            Column("late", "Late"),
            Column("open", "Not yet due"),
            Column("total", "All", total=True),
        ),
        (
            row("team", "For a team", 30, 5, 4, 39),
            row("service", "For a whole service", 18, 2, 2, 22),
            row("total", "All actions", 48, 7, 6, 61, total=True),
        ),
        Chart.STACKED,
    )
    costs = Table(
        "costs",
        "What it cost",
        "What was paid in the year for investigating officers, independent people and panels, and to people as a remedy.",
        "For",
        years(Unit.POUNDS, last=3),
        (
            row("investigators", "Investigating officers", 1_234_500, 1_810_000, 2_004_050, counted=False),
            row("independent", "Independent people", 310_000, 402_500, 455_000, counted=False),
            row("panels", "Review panels", 95_000, None, 220_000, counted=False),
            row("remedies", "Remedies", 45_000, 60_000, 125_000, counted=False),
            row("total", "All", 1_684_500, 2_272_500, 2_804_050, total=True, counted=False),
        ),
        Chart.GROUPED,
    )
    ombudsman = Table(
        "ombudsman",
        "What the Ombudsman decided",
        "Decisions of the Local Government and Social Care Ombudsman received in the year.",
        "Case",
        (Column("decided", "Decision", Unit.WORDS), Column("remedy", "Remedy", Unit.WORDS)),
        (
            row("1", "A", "Fault, and injustice", "An apology, and £300", counted=False),
            row("2", "B", "No fault", None, counted=False),
        ),
    )
    empty = Table(
        "foi", "Requests for information", "Requests under the Freedom of Information Act, by quarter.", "Quarter", years(last=2),
        tuple(row(f"q{n}", f"Quarter {n}", 0, 0) for n in range(1, 5)), Chart.BARS,
    )  # fmt: skip
    return Section("learned", "What we learned, and what it cost", (actions, costs, ombudsman, empty))


EXAMPLE = Report(
    council=COUNCIL,
    period=NOW,
    periods=YEARS,
    made_on=date(2025, 6, 9),
    sections=(_received(), _answered(), _learned()),
    threshold=5,
    learned=(
        Example(
            "My social worker changed three times and nobody told me.",
            "Every child now gets a letter and a call before a change.",
        ),
        Example(
            "The report about us had the wrong dates in it.", "A second person now reads each report before it is sent."
        ),
    ),
    thanks=(Example("She listened to my son as nobody had before."),),
)
