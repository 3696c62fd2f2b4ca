"""A year of a council drawn at random: its records, and the figures that a report of them has to print, counted in plain Python.

What may happen to a case is drawn from its profile: its services, teams, causes, channels, kinds of enquiry, and a third
stage of the council's own procedure where it has one.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from portal.councils import Profile
from portal.report.names import group_of
from tests.report.councils.kit import CALENDAR, Record, Records, Year, after

WHO = ("parent", "child", "care_leaver", "foster_carer", "grandparent", "advocate", "professional", "staff", "mp", "kinship_carer", "friend", None)
FOUND = ("upheld", "partly_upheld", "not_upheld", "no_finding")
FOUND_AT_FIRST = (*FOUND, "resolved_on_receipt", "other_procedure", "withdrawn")
DECISIONS = ("upheld", "not_upheld", "not_investigated", "closed")
REMEDIES = ("apology", "explanation", "decision_changed", "service_provided", "other")
ELSEWHERE = ("court", "cp_conference_appeal", "send_tribunal", "school", "adult_statutory")
PORTAL_CHANNELS = ("telephone", "letter", "email", "visit", "staff")


@dataclass
class Stage:
    """A stage of a case, as the report has to count it."""

    procedure: str
    stage: int
    asked: date
    area: str
    how: str = ""
    outcome: str = ""
    ended: date | None = None
    days: int = 0


@dataclass
class Case:
    """A case, as the report has to count it."""

    kind: str
    received: date
    channel: str
    who: str | None
    services: list[str]
    causes: list[str] = field(default_factory=list)
    advocate: str = ""
    enquiry: str = ""
    answered: date | None = None
    days: int = 0

    @property
    def area(self) -> str:
        """The one it is with."""
        return self.services[0].partition("/")[0] if self.services else ""

    @property
    def areas(self) -> set[str]:
        return {service.partition("/")[0] for service in self.services}

    @property
    def teams(self) -> set[str]:
        return {service.partition("/")[2] for service in self.services} - {""}


@dataclass
class Drawn:
    """Everything that was drawn."""

    cases: list[Case] = field(default_factory=list)
    stages: list[Stage] = field(default_factory=list)
    firsts: list[tuple[Case, Stage]] = field(default_factory=list)
    costs: list[tuple[str, int, date]] = field(default_factory=list)
    actions: list[tuple[str, str, date]] = field(default_factory=list)
    remedies: list[tuple[list[str], date]] = field(default_factory=list)
    asked: list[tuple[str, date, date | None, str, date | None]] = field(default_factory=list)
    """Of the Ombudsman: kind, asked, answered, decision, decided."""

    def received(self, year: Year, by: Callable[[Case], str | Iterable[str]], *kinds: str) -> Counter[str]:
        """What was received in the year, by something of it."""
        found: Counter[str] = Counter()
        for case in self.cases:
            if case.kind in kinds and year.first <= case.received <= year.last:
                said = by(case)
                found.update([said] if isinstance(said, str) else said)
        return found

    def ended(self, year: Year, procedure: str, stage: int, how: str = "") -> list[Stage]:
        """The stages that ended in the year."""
        return [
            one for one in self.stages
            if (one.procedure, one.stage) == (procedure, stage) and one.ended and year.first <= one.ended <= year.last and how in ("", one.how)
        ]  # fmt: skip

    def begun(self, year: Year, procedure: str, stage: int) -> list[Stage]:
        """The stages that were asked for in the year."""
        return [one for one in self.stages if (one.procedure, one.stage) == (procedure, stage) and year.first <= one.asked <= year.last]


def draw(profile: Profile, seed: int, many: int, begins: int) -> tuple[Records, Drawn]:
    """So many cases of a year and the one before it."""
    random, drawn = Random(seed), Drawn()
    channels = [one.code for one in profile.channels] or list(PORTAL_CHANNELS)
    made = Records(channels[0])
    for _ in range(many):
        received = date(begins - 1, 4, 1) + timedelta(days=random.randrange(731))
        kind = random.choice(("statutory",) * 4 + ("corporate",) * 3 + ("other", "enquiry", "query", "compliment"))
        if kind == "enquiry" and not profile.enquiry_types:
            kind = "query"
        services = _services(profile, random)
        channel = random.choice(channels)
        case = Case(kind, received, channel, random.choice(WHO) if kind not in ("enquiry", "query") else None, services)
        drawn.cases.append(case)
        said = {"channel": channel, "services": services or None}
        if kind == "enquiry":
            _enquiry(made, profile, random, case, said)
        elif kind == "query":
            made.add("query", received, enquiry_kind=random.choice(("question", "request")), **said)
        elif kind == "compliment":
            made.add("compliment", received, complainant=case.who, **said)
        else:
            _complaint(made, profile, random, case, said, drawn)
    return made, drawn


def _services(profile: Profile, random: Random) -> list[str]:
    known = [area.code for area in profile.service_areas]
    known += [f"{area.code}/{team.code}" for area in profile.service_areas for team in area.teams]
    return random.sample(known, min(len(known), random.choice((0, 1, 1, 1, 2, 3))))


def _enquiry(made: Records, profile: Profile, random: Random, case: Case, said: Record) -> None:
    case.enquiry = random.choice([one.code for one in profile.enquiry_types if one.code != "ombudsman"])
    days = random.choice((1, 5, 8, 9, 10, 11, 14, 30, None))
    record = made.enquiry(case.enquiry, case.received, days, **said)
    if days is not None:
        case.answered, case.days = date.fromisoformat(record["answered_on"]), days


def _complaint(made: Records, profile: Profile, random: Random, case: Case, said: Record, drawn: Drawn) -> None:
    case.causes = random.sample([one.code for one in profile.causes], min(len(profile.causes), random.choice((0, 1, 2))))
    said |= {"causes": case.causes or None, "complainant": case.who}
    if case.kind == "other":
        on = after(case.received, 3)
        made.add("complaint", case.received, route=random.choice(ELSEWHERE), outcome="other_procedure", closed_on=on, **said)
        return
    if random.random() < 0.3:
        case.advocate = random.choice(("accepted", "declined"))
        said["advocate"] = {"came": case.advocate, "on": case.received.isoformat()}
    record = made.add("complaint", case.received, route=case.kind, **said)
    first = _first(record, random, case, drawn)
    if first.how == "answered" and random.random() < 0.4:
        second = _further(record, random, case, drawn, 2, first)
        third = case.kind == "statutory" or any(one.number == 3 for one in profile.stages("corporate", second.ended or second.asked))
        if second.how == "answered" and third and random.random() < 0.5:
            _further(record, random, case, drawn, 3, second)
    if first.how == "answered":
        _left_behind(record, random, profile, first, drawn)
    if "closed_on" in record and random.random() < 0.3:
        _ombudsman(record, random, case, drawn)


def _first(record: Record, random: Random, case: Case, drawn: Drawn) -> Stage:
    stage = Stage(case.kind, 1, case.received, case.area)
    drawn.stages.append(stage)
    drawn.firsts.append((case, stage))
    how = random.choice(("answered",) * 8 + ("withdrawn", "resolved", ""))
    if not how:
        return stage
    stage.days = random.choice((0, 1, 5, 7, 8, 10, 11, 15, 16, 20, 21, 40))
    on = after(case.received, stage.days)
    stage.how, stage.ended = how, date.fromisoformat(on)
    # A complaint that is received when nobody works has had no working day when it is answered on the next.
    stage.days = max(CALENDAR.between(case.received, stage.ended), 0)
    if how == "answered":
        stage.outcome = random.choice(FOUND_AT_FIRST)
        record["stage_1"] = {"answered_on": on, "outcome": stage.outcome}
    else:
        stage.outcome = how
        record["stage_1"] = {"ended": how, "ended_on": on}
    record["closed_on"] = on
    if how == "resolved":
        record["outcome"] = "upheld"
    return stage


def _further(record: Record, random: Random, case: Case, drawn: Drawn, number: int, before: Stage) -> Stage:
    assert before.ended is not None
    stage = Stage(case.kind, number, before.ended + timedelta(days=random.randrange(1, 20)), case.area)
    drawn.stages.append(stage)
    stage.how = random.choice(("answered",) * 5 + ("withdrawn", "resolved", "refused", ""))
    run: Record = {"asked_on": stage.asked.isoformat()}
    record[f"stage_{number}"] = run
    if not stage.how:
        record.pop("closed_on", None)
        return stage
    on = after(stage.asked, random.choice((5, 20, 25, 26, 30, 50, 51, 65, 66, 80)))
    stage.ended = date.fromisoformat(on)
    stage.days = CALENDAR.between(stage.asked, stage.ended)
    if stage.how == "answered":
        stage.outcome = random.choice(FOUND)
        run |= {"answered_on": on, "outcome": stage.outcome}
        if number == 3 and case.kind == "statutory":
            run["panel_on"] = stage.asked.isoformat()
    else:
        stage.outcome = stage.how
        run |= {"ended": stage.how, "ended_on": on}
    record["closed_on"] = on
    return stage


def _left_behind(record: Record, random: Random, profile: Profile, first: Stage, drawn: Drawn) -> None:
    on = first.ended
    assert on is not None
    if random.random() < 0.4:
        kind, pounds = random.choice(("investigation", "redress", "mediation")), random.randrange(1, 4000)
        record["costs"] = [{"kind": kind, "pounds": pounds, "on": on.isoformat()}]
        drawn.costs.append((kind, pounds * 100, on))
    if random.random() < 0.5:
        record["remedies"] = random.sample(REMEDIES, random.choice((1, 1, 2, 3)))
        drawn.remedies.append((sorted(record["remedies"]), on))
    if profile.service_areas and random.random() < 0.5:
        grade, ends = random.choice(("case", "team", "service", "council")), random.choice(("done", "given_up", "late"))
        action = {"set_on": on.isoformat(), "due_on": after(on, 10), "grade": grade, "owner_service": profile.service_areas[0].code}
        record["learning"] = [action | ({} if ends == "late" else {f"{ends}_on": after(on, 5)})]
        drawn.actions.append((grade, ends, on))


def _ombudsman(record: Record, random: Random, case: Case, drawn: Drawn) -> None:
    asked = date.fromisoformat(record["closed_on"]) + timedelta(days=random.randrange(1, 60))
    answered = asked + timedelta(days=random.choice((3, 27, 28, 29, 60))) if random.random() < 0.8 else None
    decision = random.choice(DECISIONS) if answered and random.random() < 0.7 else ""
    decided = answered + timedelta(days=40) if answered and decision else None
    said = {"asked_on": asked, "answered_on": answered, "decided_on": decided}
    record["ombudsman"] = {name: day.isoformat() for name, day in said.items() if day} | ({"decision": decision} if decision else {})
    drawn.asked.append((case.kind, asked, answered, decision, decided))


def group(case: Case) -> str:
    """The group in which a report counts who complained."""
    return group_of(case.who or "") or "unknown"
