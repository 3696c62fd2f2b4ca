"""Cases as plain rows, by the thousand: what the tables that reports count from may hold, drawn at random, told twice.

Whatever a report says of them is compared with a count in plain Python over the same rows.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from portal.actions.desk import Desk
from portal.store import tables
from portal.store.tables import NO_DUE_DATE
from tests.actions.desks import NOW

FIRST, LAST = date(2024, 4, 1), date(2025, 3, 31)
KINDS = ("statutory", "statutory", "corporate", "corporate", "other", "compliment", "enquiry", "query")
WHO = ("parent", "child", "care_leaver", "grandparent", "foster_carer", "advocate", "mp", None)
AREAS = ("social_care", "education_services", "families_quality_commissioning", None)
TEAMS, CAUSES = ("", "north", "south"), ("delay", "communication", "staff_conduct")
OUTCOMES = ("upheld", "partly_upheld", "not_upheld", "no_finding")


@dataclass(frozen=True)
class Rows:
    cases: list[dict[str, Any]]
    stages: list[dict[str, Any]]
    services: list[dict[str, Any]]
    costs: list[dict[str, Any]]
    points: list[dict[str, Any]] = field(default_factory=list)
    causes: list[dict[str, Any]] = field(default_factory=list)


def drawn(how_many: int, seed: int = 7, start: int = 1) -> Rows:
    """So many cases, received over three years that end with LAST, and what came of them."""
    random, found = Random(seed), Rows([], [], [], [], [], [])
    for number in range(start, start + how_many):
        received = FIRST - timedelta(days=random.randrange(730)) + timedelta(days=random.randrange(365))
        kind = random.choice(KINDS)
        found.cases.append(_case(number, random, received, kind))
        if kind != "compliment":
            found.stages.extend(_stages(number, random, received, kind))
        area = found.cases[-1]["service_area"]
        if area and random.random() < 0.4:
            for other in random.sample([one for one in AREAS if one], random.choice((1, 2, 3))):
                found.services.append({"case_id": number, "point": 1, "service": other, "team": random.choice(TEAMS)})
        for point in range(1, random.choice((1, 1, 2)) + 1):
            found.points.append(_point(number, point, random))
        for cause in random.sample(CAUSES, random.choice((0, 1, 2))):
            found.causes.append({"case_id": number, "point": 1, "cause": cause})
        if random.random() < 0.1:
            day = received + timedelta(days=random.randrange(60))
            found.costs.append({"case_id": number, "number": 1, "kind": random.choice(("redress", "investigation")), "pence": random.randrange(100, 90000), "on_day": day, "stage": 1})
    return found


def _point(case_id: int, number: int, random: Random) -> dict[str, Any]:
    matter, finding = random.choice(("communication", "placement", None)), random.choice(("upheld", None))
    return {"case_id": case_id, "number": number, "matter": matter, "route": "statutory", "reasons": [], "sealed": b"", "finding": finding}


def _case(number: int, random: Random, received: date, kind: str) -> dict[str, Any]:
    purpose = kind if kind in ("compliment", "enquiry", "query") else "complaint"
    return {
        "id": number, "reference": f"R{number:09}", "council": "example", "purpose": purpose, "received_at": NOW, "received_on": received,
        "voice": random.choice(("adult", "child")), "language": "en", "channel": random.choice(("portal", "telephone", "email")),
        "complainant": random.choice(WHO), "child_status": [], "matters": [], "point_count": 1, "route": kind, "route_confirmed": True,
        "procedure": kind if kind in ("statutory", "corporate") else None, "rules_version": "1", "danger": False, "rank": 1, "open": False,
        "stage": 1, "due_on": NO_DUE_DATE, "facts": {}, "decision": {}, "service_area": random.choice(AREAS), "keeping": "kept",
        "waits_for": "nothing", "owed_on": NO_DUE_DATE, "enquiry_kind": random.choice(("mp", "member")) if kind == "enquiry" else None,
        "advocate": random.choice((None, "accepted", "declined")), "indexed": True,
    }  # fmt: skip


def _stages(number: int, random: Random, received: date, kind: str) -> list[dict[str, Any]]:
    procedure = kind if kind in ("statutory", "corporate", "enquiry", "query") else "other"
    found, begun = [], received
    for stage in range(1, random.choice((1, 1, 1, 2, 3)) + 1 if procedure in ("statutory", "corporate") else 2):
        days = random.choice((3, 10, 11, 20, 21, 40, 70))
        ended = begun + timedelta(days=days + random.randrange(5))
        how = random.choice(("answered",) * 6 + ("withdrawn", "refused", "resolved", ""))
        row = {
            "case_id": number, "place": stage, "procedure": procedure, "stage": stage, "own": False, "asked_on": begun, "begun_on": begun,
            "due_on": begun + timedelta(days=14) if how == "answered" else None, "ended_on": ended if how else None, "how": how,
            "outcome": random.choice(OUTCOMES) if how == "answered" else how, "days": days if how else None,
            "extended": random.random() < 0.2,
        }  # fmt: skip
        found.append(row)
        if how != "answered":
            break
        begun = ended + timedelta(days=random.randrange(30))
    return found


def put(desk: Desk, rows: Rows) -> None:
    """Into the database, with what is said of each case beside its stages."""
    _say_of_cases(rows)
    with desk.database.write() as conn:
        for table, some in (
            (tables.cases, rows.cases), (tables.case_stages, rows.stages), (tables.point_services, rows.services), (tables.costs, rows.costs),
            (tables.points, rows.points), (tables.point_causes, rows.causes),
        ):  # fmt: skip
            if some:
                conn.execute(table.insert(), some)


def _say_of_cases(rows: Rows) -> None:
    named: dict[int, list[dict[str, Any]]] = {}
    for one in rows.services:
        named.setdefault(one["case_id"], []).append(one)
    said = {}
    for one in rows.cases:
        concerned = named.get(one["id"], [])
        services = {each["service"] for each in concerned} or {one["service_area"]}
        teams = {each["team"] for each in concerned} if concerned else {one.get("team")}
        one["services"], one["teams"] = (tuple(sorted(codes - {None, ""})) for codes in (services, teams))
        about = {"area": one["service_area"] or "", "enquiry": one["enquiry_kind"] or ""}
        said[one["id"]] = about | {"services": one["services"], "teams": one["teams"]}
    causes: dict[int, set[str]] = {}
    for one in rows.causes:
        causes.setdefault(one["case_id"], set()).add(one["cause"])
    for one in rows.stages:
        one.update(said[one["case_id"]], causes=tuple(sorted(causes.get(one["case_id"], ()))))
