"""With which service a case is, for whom it waits, and the views of the queue that officers keep for themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_ORDER = ["rank", "due_on", "id"]
_BEFORE = [*_ORDER, "matters", "route", "procedure", "complainant", "handler_id", "voice", "language", "channel"]
_NOW = [*_BEFORE, "stage", "service_area", "team"]
_COLUMNS = (
    ("service_area", sa.Text), ("team", sa.Text), ("person_asked_on", sa.Date), ("service_asked_on", sa.Date), ("service_answer_by", sa.Date),
)  # fmt: skip
_PARTLY = (
    ("cases_open_stage", ["stage", *_ORDER], ""),
    ("cases_open_service", ["service_area", *_ORDER], ""),
    ("cases_open_team", ["team", *_ORDER], ""),
    ("cases_waiting_person", _NOW, " AND person_asked_on IS NOT NULL"),
    ("cases_waiting_service", _NOW, " AND service_asked_on IS NOT NULL"),
)


def _open(name: str, columns: list[str], also: str = "") -> None:
    on_postgresql, on_sqlite = sa.text(f"open{also}"), sa.text(f"open = 1{also}")
    op.create_index(name, "cases", columns, postgresql_where=on_postgresql, sqlite_where=on_sqlite)


def upgrade() -> None:
    for name, kind in _COLUMNS:
        op.add_column("cases", sa.Column(name, kind))
    op.drop_index("cases_open", "cases")
    _open("cases_open", _NOW)
    for name, columns, also in _PARTLY:
        _open(name, columns, also)
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "saved_views",
        sa.Column("id", number, nullable=False),
        sa.Column("staff_id", number, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("query", sa.JSON, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="saved_views_staff_id_fkey", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="saved_views_pkey"),
        sa.UniqueConstraint("staff_id", "name", name="saved_views_staff_id_name_key"),
    )


def downgrade() -> None:
    op.drop_table("saved_views")
    op.drop_index("cases_open", "cases")
    for name, _, _ in _PARTLY:
        op.drop_index(name, "cases")
    _open("cases_open", _BEFORE)
    for name, _ in reversed(_COLUMNS):
        op.drop_column("cases", name)
