"""Reports that nobody has seen: councils with stages, services and outcomes of their own, and years drawn at random."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from portal.councils import Profile, load
from portal.report.names import CHILDREN, FREEDOM_OF_INFORMATION
from portal.report.tables import Report
from portal.report.timing import limits_of
from portal.seal.office import OfficeKey
from portal.store.database import Database
from tests.databases import MakeDatabase
from tests.report.councils.drawn import Case, Drawn, draw, group
from tests.report.councils.kit import Figure, House, Records, Year, printed

COMPLAINTS = ("statutory", "corporate", "other")
INVENTED = """
council = "Much Muddling Council"
team = "People Who Listen"
channels = [{ code = "pigeon", name = "By pigeon" }, { code = "bell", name = "At the bell" }]
outcomes = [{ code = "upheld", label = "We were wrong" }, { code = "no_finding", label = "Nobody knows" }, { code = "not_upheld", label = "We were right" }]
causes = [{ code = "fog", name = "Fog" }, { code = "haste", name = "Haste" }, { code = "silence", name = "Silence" }]
targets = [
  { from = 2020-04-01, measures = "corporate", stage = 1, days = 7, percent = 91, source = "The plan" },
  { from = 2020-04-01, measures = "enquiries", days = 8, percent = 99, source = "The plan" },
]

[[procedures.corporate.stages]]
number = 1
name = "The first word"
limits = [{ from = 2020-04-01, respond_days = 7, latest_days = 15, source = "The policy" }]
[[procedures.corporate.stages]]
number = 2
name = "The second word"
limits = [{ from = 2020-04-01, respond_days = 25, source = "The policy" }]
[[procedures.corporate.stages]]
number = 3
name = "The last word"
limits = [{ from = 2020-04-01, respond_days = 51, source = "The policy" }]

[[enquiry_types]]
code = "town_crier"
name = "The town crier"
limits = [{ from = 2020-04-01, respond_days = 8, source = "The policy" }]
[[enquiry_types]]
code = "foi_request"
name = "Requests for information"

[[service_areas]]
code = "lanterns"
name = "Lanterns"
teams = [{ code = "wicks", name = "Wicks" }, { code = "oil", name = "Oil" }]
[[service_areas]]
code = "bridges"
name = "Bridges"
teams = [{ code = "ropes", name = "Ropes" }]
[[service_areas]]
code = "ferries"
name = "Ferries"
"""
BEGINS = {"harrow": 2022, "lewisham": 2023, "invented": 2021}


class Told:
    """A report, and what was drawn for it."""

    def __init__(self, profile: Profile, drawn: Drawn, report: Report, begins: int) -> None:
        self.profile, self.drawn, self.report = profile, drawn, report
        self.year, self.before = Year(begins), Year(begins - 1)

    def column(self, table: str, column: str, *, of: Report | None = None) -> dict[str, Any]:
        """What a table says under a heading, but for its totals and zeros; nothing of a table that there is not."""
        found = next((each for each in (of or self.report).tables() if each.key == table), None)
        if found is None or column not in {each.key for each in found.columns}:
            return {}
        return {row.key: value for row in found.rows if not row.total and (value := found.cell(row.key, column).value)}

    def total(self, table: str, column: str) -> Any:
        """The figure at the foot of a column."""
        found = next((each for each in self.report.tables() if each.key == table), None)
        return 0 if found is None else found.cell("total", column).value


@pytest.fixture(scope="module", params=["harrow", "lewisham", "invented"])
def told(request: pytest.FixtureRequest, new_database: MakeDatabase, office: OfficeKey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    name = request.param
    profile = load(name) if name != "invented" else load(str(_invented(tmp_path_factory.mktemp("profiles"))))
    records, drawn = draw(profile, BEGINS[name], 160, BEGINS[name])
    # The invented one on the server's database, the others on the small one.
    house = House(profile, new_database("postgresql" if name == "invented" else "sqlite"), office, records)
    yield Told(profile, drawn, house.report(BEGINS[name]), BEGINS[name])
    house.close()


def _invented(folder: Path) -> Path:
    path = folder / "much-muddling.toml"
    path.write_text(INVENTED, encoding="utf-8")
    return path


def known(counted: Counter[str]) -> dict[str, int]:
    """Codes as rows are called: what has none is not known."""
    return {code or "unknown": number for code, number in counted.items() if number}


def with_none(counted: Counter[str], without: Counter[str]) -> dict[str, int]:
    """What is counted with each of its codes, and what has none; nothing where nobody has a code."""
    return known(counted + without) if counted else {}


def test_it_agrees_with_itself_and_with_what_was_drawn_of_what_came_in(told: Told) -> None:
    assert told.report.differences == ()
    drawn, year, before = told.drawn, told.year, told.before
    for each in (year, before):
        assert told.column("received_by_kind", each.key) == known(drawn.received(each, lambda case: case.kind, *COMPLAINTS))
        assert told.column("received_besides", each.key) == known(drawn.received(each, lambda case: case.kind, "enquiry", "query", "compliment"))
        assert told.column("received_by_channel", each.key) == known(drawn.received(each, lambda case: case.channel, *COMPLAINTS))
        assert told.column("statutory_by_complainant", each.key) == known(drawn.received(each, group, "statutory"))
        assert told.column("received_by_area", each.key) == known(drawn.received(each, lambda case: case.area, *COMPLAINTS))
        for table, codes in (("points_by_service", Case.areas), ("points_by_team", Case.teams)):
            assert told.column(table, each.key) == with_none(drawn.received(each, codes.fget, *COMPLAINTS), drawn.received(each, lambda case, of=codes: [] if of.fget(case) else [""], *COMPLAINTS))
            assert told.total(table, each.key) in (0, sum(drawn.received(each, lambda case: case.kind, *COMPLAINTS).values()))
        assert told.column("compliments", each.key) == known(drawn.received(each, lambda case: case.area, "compliment"))
    by_month = drawn.received(year, lambda case: f"{case.received:%Y-%m}", *COMPLAINTS)
    assert told.column("received_by_month", "total") == known(by_month)
    assert sum(told.column("received_by_quarter", "total").values()) == sum(by_month.values())


def test_children_and_advocates_are_counted_as_drawn(told: Told) -> None:
    def young(case: Case) -> list[str]:
        return [case.kind] if case.who in CHILDREN else []

    assert told.column("children_by_kind", "children") == known(told.drawn.received(told.year, young, *COMPLAINTS))
    advocates = told.drawn.received(told.year, lambda case: case.advocate, *COMPLAINTS)
    for code, key in (("accepted", "accepted"), ("declined", "declined")):
        assert (told.total("advocates", key) if advocates[code] else 0) == advocates[code]


@pytest.mark.parametrize("procedure", ["statutory", "corporate"])
@pytest.mark.parametrize("stage", [1, 2, 3])
def test_each_stage_has_its_figures(told: Told, procedure: str, stage: int) -> None:
    drawn, year, row = told.drawn, told.year, f"{procedure}_{stage}"
    for each in (year, told.before):
        begun = [one for one in drawn.begun(each, procedure, stage) if one.how != "refused"]
        assert told.column("stages", each.key).get(row, 0) == len(begun)
        assert told.column(f"outcomes_{row}", each.key) == known(Counter(one.outcome for one in drawn.ended(each, procedure, stage)))
        answered = [one.days for one in drawn.ended(each, procedure, stage, "answered")]
        assert told.column("average_days", each.key).get(row, 0) == pytest.approx(sum(answered) / len(answered) if answered else 0)
    answered = [one.days for one in drawn.ended(year, procedure, stage, "answered")]
    speed = told.column("speed", "answered")
    assert speed.get(row, 0) == len(answered)
    if answered:
        limits = limits_of(told.profile, procedure, stage, told.report.period)
        for key, limit in (("first", limits.first), ("latest", limits.latest)):
            expected = sum(day <= limit for day in answered) if limit is not None else 0
            assert told.column("speed", key).get(row, 0) == expected
            assert told.column("speed", f"{key}_share").get(row, 0) == pytest.approx(expected / len(answered))
        assert told.column("speed", "median").get(row, 0) == median(answered)
    asked = drawn.begun(year, procedure, stage)
    if stage > 1 and asked:
        requests = told.report.table("requests")
        assert requests.cell(row, "total").value == len(asked)
        for how in ("withdrawn", "resolved", "refused"):
            assert requests.cell(row, how).value == sum(one.how == how for one in asked)
        assert requests.cell(row, "accepted").value == sum(one.how in ("", "answered") for one in asked)
    standing = [one for one in drawn.stages if (one.procedure, one.stage) == (procedure, stage) and one.asked <= year.last and (one.ended is None or one.ended > year.last)]
    assert told.column("standing", year.key).get(row, 0) == len(standing)


@pytest.mark.parametrize("procedure", ["statutory", "corporate"])
def test_outcomes_are_told_by_service_stage_and_cause(told: Told, procedure: str) -> None:
    drawn, year = told.drawn, told.year
    for stage in (1, 2, 3):
        table = f"outcomes_by_service_{procedure}" + ("" if stage == 1 else f"_{stage}")
        ended = drawn.ended(year, procedure, stage)
        assert told.column(table, "total") == known(Counter(one.area for one in ended))
        for outcome in {one.outcome for one in ended}:
            assert told.column(table, outcome or "unknown") == known(Counter(one.area for one in ended if one.outcome == outcome))
        assert told.column(f"outcomes_by_stage_{procedure}", "total").get(str(stage), 0) == len(ended)
    received = [one for _, one in drawn.firsts if one.procedure == procedure and year.first <= one.asked <= year.last]
    assert told.column(f"received_outcomes_{procedure}", "total") == known(Counter(one.area for one in received))
    assert told.column(f"received_outcomes_{procedure}", "upheld") == known(Counter(one.area for one in received if one.outcome == "upheld"))
    if procedure == "statutory":
        mine = [(case, one) for case, one in drawn.firsts if one.procedure == procedure and one.ended and year.first <= one.ended <= year.last]
        for table, some in (("causes", [case.causes for case, _ in mine]), ("upheld_by_team", [case.teams for case, _ in mine]), ("upheld_by_service", [case.areas for case, _ in mine])):
            assert told.column(table, "total") == with_none(Counter(code for codes in some for code in codes), Counter("" for codes in some if not codes))
            assert told.total(table, "total") in (0, len(mine)), table


def test_the_ombudsman_enquiries_money_and_learning_are_counted_as_drawn(told: Told) -> None:
    drawn, year = told.drawn, told.year

    def within(day: Any) -> bool:
        return day is not None and year.first <= day <= year.last

    assert told.column("ombudsman_by_kind", year.key) == known(Counter(kind for kind, asked, *_ in drawn.asked if within(asked)))
    assert told.column("ombudsman_asked", year.key) == known(Counter(decision for _, asked, _, decision, _ in drawn.asked if within(asked)))
    assert told.column("ombudsman_decisions", year.key) == known(Counter(decision for *_, decision, decided in drawn.asked if within(decided)))
    assert told.column("ombudsman_in_time", "answered") == known(Counter(kind for kind, _, answered, *_ in drawn.asked if within(answered)))
    spent: Counter[str] = Counter()
    for kind, pence, on in drawn.costs:
        spent[kind] += pence if within(on) else 0
    assert told.column("costs", year.key) == known(spent)
    assert told.column("actions", "total") == known(Counter(grade for grade, _, on in drawn.actions if within(on)))
    assert told.column("remedies", "total") == known(Counter(code for codes, on in drawn.remedies if within(on) for code in codes))
    together = Counter("".join(f"{code}-" for code in codes) for codes, on in drawn.remedies if within(on))
    assert told.column("remedies_together", year.key) == known(together)
    for ends in ("done", "given_up", "late"):
        assert told.column("actions", ends) == known(Counter(grade for grade, how, on in drawn.actions if within(on) and how == ends))
    answered = [case for case in drawn.cases if within(case.answered) and case.enquiry != "foi_request"]
    answered = [case for case in answered if not case.enquiry.startswith(("foi_", "information_"))]
    assert told.column("enquiries_in_time", "answered") == known(Counter(case.enquiry for case in answered))
    # Of an enquiry that came before there was a limit nobody can say whether it was in time.
    in_time = Counter(case.enquiry for case in answered if case.days <= _limit(told, case.enquiry, case.received))
    assert told.column("enquiries_in_time", "in_time") == known(in_time)


def _limit(told: Told, code: str, on: date) -> int:
    found = told.profile.enquiry_limits(code, on)
    return -1 if found is None or found.respond_days is None else found.respond_days


def test_enquiries_are_told_by_month_and_requests_for_information_by_quarter(told: Told) -> None:
    drawn, year = told.drawn, told.year
    for table, information, key in (("enquiries", False, "{:%Y-%m}"), ("information", True, "q{}")):
        mine = [case for case in drawn.cases if case.kind == "enquiry" and year.first <= case.received <= year.last and (case.enquiry in FREEDOM_OF_INFORMATION) is information]
        spans = Counter(key.format((case.received.month - 4) % 12 // 3 + 1 if information else case.received) for case in mine)
        assert told.column(table, "total") == known(spans)
        for code, number in Counter(case.enquiry for case in mine).items():
            assert told.total(table, code) == number


def test_panels_are_told_with_what_came_of_stage_3(told: Told) -> None:
    """Each that was answered had a panel, which met on the day of the request and gave its findings with the answer."""
    answered = [one for one in told.drawn.stages if one.procedure == "statutory" and one.stage == 3 and one.how == "answered"]
    met, done = (sum(day is not None and told.year.first <= day <= told.year.last for day in days) for days in ([one.asked for one in answered], [one.ended for one in answered]))
    for key, number in (("met", met), ("answered", done)):
        assert told.column("panels", "done").get(key, 0) == number
        assert told.column("panels", "in_time").get(key, 0) == number


def _on_time(name: str, begins: int, area: str | None, in_time: int, late: int, database: Database, office: OfficeKey) -> Report:
    records, year = Records("letter" if not load(name).channels else load(name).channels[0].code), Year(begins)
    for at in range(in_time + late):
        records.complaint(year.day(at, in_time + late, 20), 10 if at < in_time else 16, services=[area] if area else None)
    house = House(name, database, office, records)
    made = house.report(begins)
    house.close()
    return made


def test_what_is_known_of_the_two_reports_that_were_not_read_whole(new_database: MakeDatabase, office: OfficeKey) -> None:
    """Harrow answered 63% in time, and means to answer 75%; Lewisham 48% of what was about social care."""
    harrow = _on_time("harrow", 2022, None, 19, 11, new_database("sqlite"), office)
    assert printed(harrow, Figure("on time", "63%", "targets", "target_1", "share")) == "63%"
    assert printed(harrow, Figure("target", "75%", "targets", "target_1", "target")) == "75%"
    assert printed(harrow, Figure("on time", "63%", "speed", "statutory_1", "in_time_share")) == "63%"
    lewisham = _on_time("lewisham", 2023, "social_care", 12, 13, new_database("sqlite"), office)
    assert printed(lewisham, Figure("on time", "48%", "speed", "statutory_1", "first_share")) == "48%"
    assert lewisham.table("time_by_service_statutory").cell("social_care", "d0_10").value == 12
    assert not any(table.key == "targets" for table in lewisham.tables()), "it states no target"


def test_the_invented_council_is_told_in_its_own_words(told: Told) -> None:
    if told.profile.name != "much-muddling":
        assert told.report.council in ("Harrow Council", "Lewisham Council", "London Borough of Harrow")
        return
    assert {row.name for row in told.report.table("received_by_channel").rows} == {"By pigeon", "At the bell", "All complaints"}
    assert {"We were wrong", "Nobody knows", "We were right"} <= {row.name for row in told.report.table("outcomes_statutory_1").rows}
    targets = told.report.table("targets")
    answered = [one.days for one in told.drawn.ended(told.year, "corporate", 1, "answered")]
    assert targets.cell("target_1", "answered").value == len(answered)
    assert targets.cell("target_1", "reached").value == sum(day <= 7 for day in answered)
    assert targets.cell("target_1", "target").value == pytest.approx(0.91)
    bands = told.report.table("time_corporate_1")
    assert [row.name for row in bands.rows][:3] == ["Within 7 working days", "8 to 15 working days", "More than 15 working days"]
