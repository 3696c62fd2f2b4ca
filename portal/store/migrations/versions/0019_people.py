"""Who was let into a case and who is kept out of it; what a service manager manages; the council's own sign-in."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_NAMED = sa.text("SELECT case_id, at, detail FROM events WHERE kind = 'conflict_named' ORDER BY case_id, id")
_KEEP_OUT = sa.text(
    "INSERT INTO case_people (case_id, staff_id, as_role, since) "
    "SELECT :case_id, staff.id, 'kept_out', :since FROM staff WHERE staff.id = :staff_id"
)


def upgrade() -> None:
    for name in ("service_areas", "council_issuer", "council_subject"):
        op.add_column("staff", sa.Column(name, sa.Text(), nullable=True))
    op.add_column("staff", sa.Column("link_until", sa.DateTime(timezone=True), nullable=True))
    op.create_index("staff_council_subject", "staff", ["council_issuer", "council_subject"], unique=True)
    for name in ("staff_sessions", "staff_half_sessions"):
        op.add_column(name, sa.Column("vouched", sa.Text(), nullable=True))
    op.create_table(
        "case_people",
        sa.Column("id", _Id, nullable=False),
        sa.Column("case_id", _Id, nullable=False),
        sa.Column("staff_id", _Id, nullable=False),
        sa.Column("as_role", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="case_people_pkey"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="case_people_case_id_fkey", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="case_people_staff_id_fkey"),
    )
    op.create_index("ix_case_people_case_id", "case_people", ["case_id"])
    lasts = sa.text("until IS NULL")
    op.create_index(
        "case_people_now", "case_people", ["staff_id", "as_role", "case_id"], postgresql_where=lasts, sqlite_where=lasts
    )
    _keep_out(op.get_bind())


def _keep_out(conn: sa.Connection) -> None:
    """Whoever was named in a history before this was kept: the last event of a case says who."""
    last: dict[int, Any] = {}
    for event in conn.execute(_NAMED):
        last[event.case_id] = event
    for event in last.values():
        detail = json.loads(event.detail) if isinstance(event.detail, str) else event.detail
        for staff_id in sorted(set(detail.get("staff", ()))):
            conn.execute(_KEEP_OUT, {"case_id": event.case_id, "since": event.at, "staff_id": staff_id})


def downgrade() -> None:
    op.drop_table("case_people")
    for name in ("staff_half_sessions", "staff_sessions"):
        op.drop_column(name, "vouched")
    op.drop_index("staff_council_subject", "staff")
    for name in ("link_until", "council_subject", "council_issuer", "service_areas"):
        op.drop_column("staff", name)
