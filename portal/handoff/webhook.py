"""What the council's own case system is told: which case changed, how, and how it stands now. Codes and dates only.

The form is published (`schemas/case-changed-1.json`, served at /schemas/case-changed-1.json): it grows by keys that may be
left out; anything else is a new version under a name of its own. Whoever wants words reads them where they are kept.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime
from importlib import resources
from typing import Any

from portal.handoff.mail import NotDelivered
from portal.seal.signatures import signature
from portal.store.cases import CaseRow
from portal.store.tables import NO_DUE_DATE

SCHEMA = "case-changed-1.json"
PATIENCE_SECONDS = (5, 20)
_WELL = range(200, 300)


@dataclass(frozen=True, slots=True)
class CaseSystem:
    """The council's own case system: its address, and the secret that only it and we know."""

    address: str
    secret: str = field(repr=False)

    def deliver(self, message_id: int, body: bytes, now: datetime) -> None:
        """POST `body`, signed at `now`, under the message's id. Raises `NotDelivered` for any answer but a 2xx."""
        import requests  # only a process that delivers needs it

        try:
            answer = requests.post(
                self.address,
                data=body,
                headers=self._headers(message_id, body, now),
                timeout=PATIENCE_SECONDS,
                # A redirect would take what is signed for one place to another.
                allow_redirects=False,
            )
        except requests.exceptions.SSLError:
            raise NotDelivered("certificate_not_right") from None
        except requests.Timeout:
            raise NotDelivered("no_answer_in_time") from None
        except requests.RequestException:
            raise NotDelivered("no_connection") from None
        if answer.status_code not in _WELL:
            raise NotDelivered(f"system_said_{answer.status_code}")

    def _headers(self, message_id: int, body: bytes, now: datetime) -> dict[str, str]:
        timestamp = str(int(now.timestamp()))
        return {
            "Content-Type": "application/json",
            "Idempotency-Key": str(message_id),
            "Portal-Timestamp": timestamp,
            "Portal-Signature": signature(self.secret, timestamp, body),
        }


def schema_text() -> str:
    """The published form, as JSON Schema."""
    return resources.files("portal.handoff").joinpath("schemas", SCHEMA).read_text("utf-8")


def case_changed(message_id: int, event: str, happened_at: datetime, case: CaseRow) -> bytes:
    """The body: what happened when, and the case as it stands."""
    said = {
        "schema": SCHEMA.removesuffix(".json"),
        "id": str(message_id),
        "event": event,
        "happened_at": happened_at.isoformat(),
        "case": _stands(case),
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _stands(case: CaseRow) -> dict[str, Any]:
    return {
        "reference": case.reference,
        "council": case.council,
        "purpose": case.purpose,
        "received_at": case.received_at.isoformat(),
        "received_on": case.received_on.isoformat(),
        "channel": case.channel,
        "language": case.language,
        "complainant": case.complainant,
        "child_status": list(case.child_status),
        "matters": list(case.matters),
        "points": case.point_count,
        "route": case.route,
        "route_confirmed": case.route_confirmed,
        "procedure": case.procedure,
        "stage": case.stage,
        "danger": case.danger,
        "open": case.open,
        "due_on": None if case.due_on == NO_DUE_DATE else case.due_on.isoformat(),
        "latest_on": case.latest_on.isoformat() if case.latest_on else None,
        "acknowledged_on": case.acknowledged_on.isoformat() if case.acknowledged_on else None,
        "closed_on": case.closed_on.isoformat() if case.closed_on else None,
        "outcome": case.outcome,
    }
