"""What a record may say, field by field, declared once: it reads files, prints the published schema and is the document's table.

A field is named by itself at the top of a record, and within its group in JSON (`stage_2.answered_on`); in CSV the two
are one name (`stage_2_answered_on`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from portal.actions.enquiries import QUERY_KINDS
from portal.actions.filing import PORTAL
from portal.actions.rights import GROUNDS
from portal.actions.stages import DECISIONS, FINDINGS, REFUSALS
from portal.actions.taking_in import TakenBy
from portal.casework.answering import COMPLAINT, Remedy
from portal.casework.enquiries import ENQUIRY, QUERY
from portal.casework.learning import CostKind, Grade
from portal.casework.outcomes import OutcomeCode
from portal.casework.splitting import POINT_ROUTES
from portal.casework.stages import INJUSTICE, RECOMMENDED, REFUSED, RESOLVED, WITHDRAWN
from portal.councils import Profile
from portal.councils.services import cause_names, service_names
from portal.law.facts import Complainant, Matter, Route, Stage

COMPLIMENT = "compliment"
KINDS = (COMPLAINT, COMPLIMENT, ENQUIRY, QUERY)

MOST_POINTS = 50
LONGEST_NUMBER = 40
NUMBER = r"[A-Za-z0-9 ./_#-]*[0-9][A-Za-z0-9 ./_#-]*"
"""Signs of a number in an older system. One digit at least: what has none is a name."""

WORDS = ("name", "title", "describ", "descript", "text", "note", "summary", "detail", "comment", "address", "birth", "dob", "email", "phone", "postcode")
"""What columns of words and of people are called: none is brought in, and whoever sends one is told so."""


class Kind(Enum):
    """How a value is read."""

    NUMBER = "number"
    CODE = "code"
    CODES = "codes"
    DAY = "day"
    DAY_AHEAD = "day_ahead"
    """A day that may still be to come."""
    YES_NO = "yes_no"
    POUNDS = "pounds"
    PENCE = "pence"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name, how it is read, its sentence, and for codes which: named here, or those of the profile."""

    name: str
    kind: Kind
    says: str
    codes: tuple[str, ...] = ()
    of_profile: str = ""
    kinds: tuple[str, ...] = KINDS
    most: int = 0
    """Of a count: the largest."""


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together; `several`: there may be more than one of it. `in_csv`: whether CSV can say it."""

    name: str
    says: str
    fields: tuple[Field, ...]
    several: bool = False
    in_csv: bool = True


def _codes(codes: Any) -> tuple[str, ...]:
    return tuple(str(code.value) if isinstance(code, Enum) else str(code) for code in codes)


_NOT_CHOSEN = {Route.SAFEGUARDING_URGENT, Route.MEMBER_ENQUIRY, Route.COMPLIMENT}
ROUTES = _codes(route for route in Route if route not in _NOT_CHOSEN)
"""By what a complaint may have gone. A danger is told to the front door on the day, and not brought in years later."""

_ONLY_COMPLAINTS = (COMPLAINT,)
_FOUND = _codes(code for code in OutcomeCode if code is not OutcomeCode.ANSWERED)
ENDED_1 = (WITHDRAWN, RESOLVED, OutcomeCode.RESOLVED_ON_RECEIPT.value, OutcomeCode.OTHER_PROCEDURE.value)
ENDED = (WITHDRAWN, RESOLVED, REFUSED)
ADVOCATE = ("offered", "referred", "accepted", "declined")

_MATTERS = _codes(Matter)

TOP: tuple[Field, ...] = (
    Field("number", Kind.NUMBER, f"The number in the older system: letters, digits and - . / _ #, at most {LONGEST_NUMBER}, one digit among them. Needed, and each only once. Nothing in it may tell who somebody is."),
    Field("kind", Kind.CODE, "What it was. Needed.", KINDS),
    Field("enquiry_kind", Kind.CODE, "Of which kind an enquiry was: a code of the council's enquiry types (the Ombudsman's stand with their case). Of a query: question, request or put_right. Needed of both.", of_profile="enquiry_kinds", kinds=(ENQUIRY, QUERY)),
    Field("received_on", Kind.DAY, "When the council first received it. Needed."),
    Field("channel", Kind.CODE, "How it came. Needed: a code of the portal, or one of the council's channels.", of_profile="channels"),
    Field("complainant", Kind.CODE, "Who it came from.", _codes(Complainant), kinds=(COMPLAINT, COMPLIMENT)),
    Field("represents", Kind.CODE, "Whom they spoke for, where they spoke for somebody else.", _codes(Complainant), kinds=_ONLY_COMPLAINTS),
    Field("route", Kind.CODE, "By what it went: statutory, corporate, or another way. Needed of a complaint.", ROUTES, kinds=_ONLY_COMPLAINTS),
    Field("stage_so_far", Kind.CODE, "How far it had come before what is told here; where stage 2 is told and no answer to stage 1, it is taken as stage1_answered.", _codes(Stage), kinds=_ONLY_COMPLAINTS),
    Field("matters", Kind.CODES, "What it was about.", _MATTERS),
    Field("services", Kind.CODES, "Which services it concerned, each as area or area/team; the first is the one it is with.", of_profile="services"),
    Field("causes", Kind.CODES, "What it was caused by.", of_profile="causes", kinds=_ONLY_COMPLAINTS),
    Field("remedies", Kind.CODES, "What was done to put it right; needs the answer to stage 1.", _codes(Remedy), kinds=_ONLY_COMPLAINTS),
    Field("pence", Kind.PENCE, "How much was promised, in pence, where payment is among the remedies.", kinds=_ONLY_COMPLAINTS),
    Field("remedies_done_on", Kind.DAY, "When the remedies were carried out.", kinds=_ONLY_COMPLAINTS),
    Field("acknowledged_on", Kind.DAY, "When it was acknowledged.", kinds=(COMPLAINT, COMPLIMENT)),
    Field("answered_on", Kind.DAY, "When an enquiry was answered.", kinds=(ENQUIRY,)),
    Field("rights_told", Kind.YES_NO, "Whether the answers told of the next stage, or of the Ombudsman. Left out: it is not known.", kinds=_ONLY_COMPLAINTS),
    Field("outcome", Kind.CODE, "What came of it in the end. Left out: what its last answer says.", _codes(OutcomeCode)),
    Field("closed_on", Kind.DAY, "When it was closed. Left out: it is still open."),
)  # fmt: skip

_POINT_FIELDS: tuple[Field, ...] = (
    Field("matter", Kind.CODE, "What the point was about.", _MATTERS),
    Field("route", Kind.CODE, "By what this point went, where the points of one complaint went by different procedures.", _codes(POINT_ROUTES)),
    Field("services", Kind.CODES, "Which services it concerned; left out: those of the record.", of_profile="services"),
    Field("causes", Kind.CODES, "What it was caused by; left out: those of the record.", of_profile="causes"),
    Field("outcome", Kind.CODE, "What was found at stage 1; left out: the outcome of stage 1.", _FOUND),
    Field("remedies", Kind.CODES, "What was done to put it right.", _codes(Remedy)),
    Field("pence", Kind.PENCE, "How much was promised, in pence, where payment is among the remedies."),
    Field("remedies_done_on", Kind.DAY, "When the remedies were carried out."),
)  # fmt: skip

_WAY = Field("how", Kind.CODE, "How it was asked for.", ("letter", "email", "phone", "meeting"))
_REFUSED_BECAUSE = Field("refused_because", Kind.CODE, "On which ground it was refused.", _codes(sorted(REFUSALS)))
_FINDINGS = _codes(code for code in OutcomeCode if code in FINDINGS)


def _later(*between: Field) -> tuple[Field, ...]:
    return (
        Field("asked_on", Kind.DAY, "When it was asked for. Needed."),
        _WAY,
        *between,
        Field("answered_on", Kind.DAY, "When the council answered it."),
        Field("outcome", Kind.CODE, "What the answer came to; needed with it.", _FINDINGS),
        Field("ended", Kind.CODE, "How it ended, where it ended without an answer.", ENDED),
        Field("ended_on", Kind.DAY, "When; needed with it."),
        _REFUSED_BECAUSE,
    )


GROUPS: Mapping[str, Group] = {
    group.name: group
    for group in (
        Group("points", "The points of a complaint: how many there were, or a list that says what each was. Left out: one.", _POINT_FIELDS, several=True, in_csv=False),
        Group("stage_1", "The first answer.", (
            Field("extended_on", Kind.DAY, "When more time was taken."),
            Field("ground", Kind.CODE, "Why.", GROUNDS),
            Field("agreed", Kind.YES_NO, "Whether the person agreed; needed with it."),
            Field("answered_on", Kind.DAY, "When it was answered."),
            Field("outcome", Kind.CODE, "What was found; needed with the answer, unless every point says it.", _FOUND),
            Field("ended", Kind.CODE, "How it ended, where it ended without an answer.", ENDED_1),
            Field("ended_on", Kind.DAY, "When; needed with it."),
        )),
        Group("stage_2", "The investigation; under the council's own procedure its second look.", _later(
            Field("appointed_on", Kind.DAY, "When investigator and independent person were appointed (statutory)."),
            Field("extended_on", Kind.DAY, "When the person was told that it takes longer; left out: the day on which it was asked for."),
            Field("extended_until", Kind.DAY_AHEAD, "Until which day it was extended."),
            Field("reported_on", Kind.DAY, "When the investigation reported (statutory); left out: the day of the answer."),
        )),
        Group("stage_3", "The review panel; under the council's own procedure its last look.", _later(
            Field("panel_on", Kind.DAY_AHEAD, "When the panel met, or will meet; needed before its report (statutory)."),
            Field("reported_on", Kind.DAY, "When the panel gave its findings (statutory); left out: the day of the answer."),
        )),
        Group("ombudsman", "What the Local Government and Social Care Ombudsman asked and decided.", (
            Field("asked_on", Kind.DAY, "When the Ombudsman asked."),
            Field("answered_on", Kind.DAY, "When the council answered."),
            Field("decided_on", Kind.DAY, "When the Ombudsman decided."),
            Field("decision", Kind.CODE, "What; needed with it.", _codes(sorted(DECISIONS))),
            Field("injustice", Kind.CODE, "Of a complaint that was upheld: whether the fault caused injustice. Left out: it is not known.", INJUSTICE),
            Field("remedies", Kind.CODES, "What the council was asked to do about a complaint that was upheld.", RECOMMENDED),
        )),
        Group("advocate", "What came of an advocate.", (
            Field("came", Kind.CODE, "What came of it.", ADVOCATE),
            Field("on", Kind.DAY, "When; needed with it."),
        )),
        Group("learning", "What was to be done so that it does not happen again; several are possible.", (
            Field("set_on", Kind.DAY, "When it was set. Needed."),
            Field("due_on", Kind.DAY_AHEAD, "By when it was to be done. Needed."),
            Field("grade", Kind.CODE, "How far it reaches. Needed.", _codes(Grade)),
            Field("owner_service", Kind.CODE, "Which service or team sees to it. Needed.", of_profile="services"),
            Field("done_on", Kind.DAY, "When it was done."),
            Field("given_up_on", Kind.DAY, "When it was given up."),
        ), several=True),
        Group("costs", "What was spent; several are possible.", (
            Field("kind", Kind.CODE, "On what. Needed.", _codes(CostKind)),
            Field("pounds", Kind.POUNDS, "How much, in pounds, such as 150 or 1234.50; 0 where it cost nothing. Needed."),
            Field("on", Kind.DAY, "When. Needed."),
            Field("stage", Kind.COUNT, "At which stage; left out: 1.", most=3),
        ), several=True),
    )
}  # fmt: skip

GROUPS_OF: Mapping[str, tuple[str, ...]] = {COMPLAINT: tuple(GROUPS), COMPLIMENT: (), ENQUIRY: (), QUERY: ()}
"""Which groups each kind of record may have."""

POINTS = Field("points", Kind.COUNT, "How many points it had; left out: one. Only JSON can say what each was.", kinds=_ONLY_COMPLAINTS, most=MOST_POINTS)
"""The same name as the group: a number in its place."""

BY_COLUMN: Mapping[str, tuple[str, str]] = {
    **{field.name: ("", field.name) for field in (*TOP, POINTS)},
    **{f"{group.name}_{field.name}": (group.name, field.name) for group in GROUPS.values() if group.in_csv for field in group.fields},
}
"""Every column that CSV may have: the group and the field that it says."""


def codes_of(profile: Profile) -> dict[str, tuple[str, ...]]:
    """The codes that are the council's own, by the name that a field gives them."""
    enquiries = tuple(one.code for one in profile.enquiry_types if one.code != "ombudsman")
    return {
        "enquiry_kinds": enquiries + QUERY_KINDS,
        "channels": CHANNELS + tuple(one.code for one in profile.channels if one.code not in CHANNELS),
        "services": tuple(service_names(profile)),
        "causes": tuple(cause_names(profile)),
    }


CHANNELS = (PORTAL, *(by.value for by in TakenBy))


def json_schema() -> dict[str, Any]:
    """The published schema of one line of JSON: what `docs/import-1.json` holds."""
    properties = {field.name: _described(field) for field in TOP}
    for group in GROUPS.values():
        inner = {
            "type": "object", "additionalProperties": False, "properties": {field.name: _described(field) for field in group.fields},
        }  # fmt: skip
        one: dict[str, Any] = {"type": "array", "items": inner} if group.several else inner
        if group.name == POINTS.name:
            one = {"anyOf": [one | {"minItems": 1, "maxItems": MOST_POINTS}, {"type": "integer", "minimum": 1, "maximum": MOST_POINTS}]}
        properties[group.name] = {"description": group.says, **one}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "One case from an older system: one line of what flask import-cases reads",
        "description": "Codes, days and amounts; no words of anybody, and no names. What docs/importing.md explains is checked beyond this.",
        "type": "object",
        "additionalProperties": False,
        "required": ["number", "kind", "received_on", "channel"],
        "properties": properties,
    }


_DAY = {"type": "string", "pattern": r"^(\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4})$"}
_FORMS: Mapping[Kind, dict[str, Any]] = {
    Kind.NUMBER: {"type": "string", "maxLength": LONGEST_NUMBER, "pattern": f"^{NUMBER}$"},
    Kind.DAY: _DAY,
    Kind.DAY_AHEAD: _DAY,
    Kind.YES_NO: {"type": "boolean"},
    Kind.POUNDS: {"type": "number", "minimum": 0},
    Kind.PENCE: {"type": "integer", "minimum": 1},
}


def _described(field: Field) -> dict[str, Any]:
    said = {"description": field.says}
    if field.kind in (Kind.CODE, Kind.CODES):
        code = {"type": "string"} | ({"enum": list(field.codes)} if field.codes else {})
        return said | (code if field.kind is Kind.CODE else {"type": "array", "items": code})
    if field.kind is Kind.COUNT:
        return said | {"type": "integer", "minimum": 1, "maximum": field.most}
    return said | _FORMS[field.kind]
