"""The feed described in OpenAPI 3.1; a test asks the feed whatever the description allows, and compares."""

from functools import cache
from typing import Any

from portal.actions.feed import Scope
from portal.casework.events import Actor, Happened
from portal.casework.outcomes import OutcomeCode
from portal.law.facts import Complainant, Matter, Route
from portal.limits import FEED_LARGEST_PAGE, FEED_MONTHS, FEED_PAGE

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer", "minimum": 0}
TRUTH: Schema = {"type": "boolean"}
DAY: Schema = {"type": "string", "format": "date"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
REFERENCE: Schema = {"type": "string", "pattern": "^[A-Z0-9]{3}-[A-Z0-9]{4}-[A-Z0-9]{3}$", "examples": ["KMR-2346-789"]}
CURSOR: Schema = {"type": "string", "pattern": "^[12][0-9]{3}(0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])-[1-9][0-9]{0,9}$"}


@cache
def description() -> Schema:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Feed of cases and figures",
            "version": "1",
            "description": "Read only, for the council's own systems. Codes, dates and stages: no names, no words, nothing of a child's status.",
        },
        "paths": {
            "/feed/v1/cases": {"get": _cases()},
            "/feed/v1/cases/{reference}": {"get": _case()},
            "/feed/v1/figures": {"get": _figures()},
        },
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "flask feed token NAME"}},
            "schemas": {"Case": _case_schema(), "WholeCase": _whole_schema(), "Month": _month_schema(), "Problem": _problem_schema()},
        },
        "security": [{"token": []}],
    }


def _cases() -> Schema:
    return {
        "summary": "Cases in the order in which they were received, page by page",
        "operationId": "cases",
        "description": f"Needs the scope {Scope.CASES.value}.",
        "parameters": [
            _query("since", DAY, "Only cases received on this day or later."),
            _query("after", CURSOR, "Go on after the page whose “next” this was."),
            _query("limit", {"type": "integer", "minimum": 1, "maximum": FEED_LARGEST_PAGE, "default": FEED_PAGE}, "How many a page."),
        ],
        "responses": _answers(_object({"cases": _list(_ref("Case")), "next": _maybe(CURSOR)}), "400"),
    }


def _case() -> Schema:
    return {
        "summary": "One case, with its points and what happened to it",
        "operationId": "case",
        "description": f"Needs the scope {Scope.CASES.value}. That it was looked at, by which token and when, is kept.",
        "parameters": [{"name": "reference", "in": "path", "required": True, "schema": REFERENCE}],
        "responses": _answers(_ref("WholeCase"), "404"),
    }


def _figures() -> Schema:
    return {
        "summary": f"How many cases each of the last {FEED_MONTHS} months brought, by procedure and route",
        "operationId": "figures",
        "description": f"Needs the scope {Scope.FIGURES.value}. On time so far: open, and its next date not passed.",
        "responses": _answers(_object({"as_of": DAY, "months": _list(_ref("Month"))})),
    }


def _answers(schema: Schema, *more: str) -> Schema:
    problem = {"application/problem+json": {"schema": _ref("Problem")}}
    refused = {"400": "A parameter is not understood", "401": "No token that opens anything", "403": "Not in the token's scopes", "404": "No such case"}
    told = {code: {"description": said, "content": problem} for code, said in refused.items() if code in ("401", "403", *more)}
    return {"200": {"description": "As asked", "content": {"application/json": {"schema": schema}}}, **told}


def _case_schema() -> Schema:
    return _object(_case_columns() | {"points": NUMBER})


def _case_columns() -> Schema:
    return {
        "reference": REFERENCE, "purpose": {"enum": ["complaint", "compliment", "idea_or_question", "enquiry", "query"]}, "received_on": DAY,
        "complainant": _maybe(_codes(Complainant)), "matters": _list(_codes(Matter)), "route": _codes(Route),
        "route_confirmed": TRUTH, "procedure": _maybe(TEXT), "stage": NUMBER, "danger": TRUTH, "open": TRUTH,
        "due_on": _maybe(DAY), "latest_on": _maybe(DAY), "acknowledged_on": _maybe(DAY), "closed_on": _maybe(DAY),
        "outcome": _maybe(_codes(OutcomeCode)), "rules": TEXT,
    }  # fmt: skip


def _whole_schema() -> Schema:
    point = _object({"number": NUMBER, "matter": _maybe(_codes(Matter)), "route": _codes(Route)})
    step = _object({"at": MOMENT, "what": _codes(Happened), "by": _codes(Actor)})
    return _object(_case_columns() | {"points": _list(point), "history": _list(step)})


def _month_schema() -> Schema:
    counts = ("received", "acknowledged", "open", "late", "on_time_so_far")
    month = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"}
    return _object({"month": month, "procedure": _maybe(TEXT), "route": _codes(Route)} | dict.fromkeys(counts, NUMBER))


def _problem_schema() -> Schema:
    return _object({"title": TEXT, "status": {"type": "integer"}, "detail": TEXT})


def _query(name: str, schema: Schema, said: str) -> Schema:
    return {"name": name, "in": "query", "required": False, "description": said, "schema": schema}


def _object(parts: Schema) -> Schema:
    return {"type": "object", "properties": parts, "required": list(parts), "additionalProperties": False}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _maybe(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _codes(vocabulary: Any) -> Schema:
    return {"enum": [code.value for code in vocabulary]}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}
