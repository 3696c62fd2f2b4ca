"""Histories become chains of hashes, those there are as well, and each day gets a head over them."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

CASES_AT_ONCE = 200
_Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_EVENTS = sa.table(
    "events", sa.column("id"), sa.column("case_id"), sa.column("at", sa.DateTime(timezone=True)), sa.column("kind"),
    sa.column("actor"), sa.column("staff_id"), sa.column("detail", sa.JSON), sa.column("sealed", sa.LargeBinary),
    sa.column("place"), sa.column("hash", sa.LargeBinary),
)  # fmt: skip
_CASE_IDS = (
    sa.select(_EVENTS.c.case_id).where(_EVENTS.c.case_id > sa.bindparam("last")).distinct().order_by(_EVENTS.c.case_id)
    .limit(CASES_AT_ONCE)
)  # fmt: skip
_OF_CASES = (
    sa.select(*(_EVENTS.c[name] for name in ("id", "case_id", "at", "kind", "actor", "staff_id", "detail", "sealed")))
    .where(_EVENTS.c.case_id > sa.bindparam("last"), _EVENTS.c.case_id <= sa.bindparam("upto"))
    .order_by(_EVENTS.c.case_id, _EVENTS.c.id)
)
_LINK = (
    _EVENTS.update()
    .where(_EVENTS.c.id == sa.bindparam("event"))
    .values(place=sa.bindparam("new_place"), hash=sa.bindparam("new_hash"))
)


def upgrade() -> None:
    op.add_column("events", sa.Column("place", sa.Integer(), nullable=True))
    op.add_column("events", sa.Column("hash", sa.LargeBinary(), nullable=True))
    _link(op.get_bind())
    op.create_index("events_place", "events", ["case_id", "place"], unique=True)
    op.drop_index("ix_events_case_id", "events")
    op.create_table(
        "audit_heads",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("upto", _Id, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("day", name="audit_heads_pkey"),
    )


def _link(conn: sa.Connection) -> None:
    last = -1
    while ids := conn.execute(_CASE_IDS, {"last": last}).scalars().all():
        case_id, place, before, linked = None, 0, bytes(32), []
        for event in conn.execute(_OF_CASES, {"last": last, "upto": ids[-1]}):
            if event.case_id != case_id:
                case_id, place, before = event.case_id, 0, bytes(32)
            place, before = place + 1, _hash(before, event, place + 1)
            linked.append({"event": event.id, "new_place": place, "new_hash": before})
        conn.execute(_LINK, linked)
        last = ids[-1]


def _hash(before: bytes, event: Any, place: int) -> bytes:
    """As the portal makes it today, and as it stays here when the portal changes."""
    at: datetime = event.at if event.at.tzinfo else event.at.replace(tzinfo=UTC)
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    words = None if event.sealed is None else hashlib.sha256(event.sealed).hexdigest()
    told = [event.case_id, place, moment, event.kind, event.actor, event.staff_id, event.detail, words, before.hex()]
    return hashlib.sha256(json.dumps(told, sort_keys=True, separators=(",", ":")).encode("ascii")).digest()


def downgrade() -> None:
    op.drop_table("audit_heads")
    op.create_index("ix_events_case_id", "events", ["case_id"])
    op.drop_index("events_place", "events")
    op.drop_column("events", "hash")
    op.drop_column("events", "place")
