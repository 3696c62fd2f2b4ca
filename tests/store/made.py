"""Rows for these tests, with nothing in them that a test does not name."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from portal.store.cases import NewCase
from portal.store.drafts import DraftRow

NOW = datetime(2026, 1, 7, 10, 30, 15, 123456, UTC)
TODAY = date(2026, 1, 7)

_numbers = count(1)


def a_draft(id: str = "draft", **changed: Any) -> DraftRow:
    """An open draft."""
    values: dict[str, Any] = {"id": id, "sealed": b"box", "state": "open", "reference": None, "wrapped": None}
    return DraftRow(**values | {"created_at": NOW, "touched_at": NOW} | changed)


def a_case(**changed: Any) -> NewCase:
    """An open case that nobody handles, with a reference of its own."""
    values: dict[str, Any] = {
        "reference": f"MADE-{next(_numbers)}",
        "council": "example",
        "purpose": "complaint",
        "received_at": NOW,
        "received_on": TODAY,
        "voice": "adult",
        "language": "en",
        "channel": "web",
        "complainant": "parent",
        "child_status": ("in_need",),
        "matters": ("communication",),
        "point_count": 1,
        "facts": {},
        "decision": {},
        "rules_version": "1",
        "route": "statutory",
    }
    return NewCase(**values | changed)
