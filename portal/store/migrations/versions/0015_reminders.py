"""Who was told of what was due; what each case waits for; and when each stage was answered, and whether in time."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_UNKNOWN = sa.text("waits_for IS NULL")


def _case_id(**options: Any) -> sa.Column[int]:
    return sa.Column("case_id", _ID, sa.ForeignKey("cases.id", ondelete="CASCADE"), nullable=False, **options)


def upgrade() -> None:
    op.create_table(
        "reminders",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("recipient", sa.Text, primary_key=True),
        _case_id(primary_key=True),
        sa.Column("what", sa.Text, primary_key=True),
        sa.Column("rung", sa.Text, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
    )
    op.create_index("ix_reminders_case_id", "reminders", ["case_id"])
    op.create_table(
        "case_answers",
        sa.Column("id", _ID, primary_key=True),
        _case_id(),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("stage", sa.Integer, nullable=False),
        sa.Column("begun_on", sa.Date, nullable=False),
        sa.Column("answered_on", sa.Date, nullable=False),
        sa.Column("due_on", sa.Date),
        sa.UniqueConstraint("case_id", "place", name="case_answers_case_id_place_key"),
    )
    op.create_index("case_answers_day", "case_answers", ["answered_on", "id"])
    op.add_column("cases", sa.Column("waits_for", sa.Text))
    op.add_column("cases", sa.Column("extended", sa.Boolean))
    op.create_index("cases_waits_unknown", "cases", ["id"], postgresql_where=_UNKNOWN, sqlite_where=_UNKNOWN)
    op.create_index(
        "cases_open_due", "cases", ["due_on", "id", "acknowledged_on"],
        postgresql_where=sa.text("open AND reference <> ''"), sqlite_where=sa.text("open = 1 AND reference <> ''"),
    )  # fmt: skip
    op.create_index(
        "cases_closed_day", "cases", ["closed_on", "id"],
        postgresql_where=sa.text("NOT open"), sqlite_where=sa.text("open = 0"),
    )  # fmt: skip


def downgrade() -> None:
    for name in ("cases_closed_day", "cases_open_due", "cases_waits_unknown"):
        op.drop_index(name, "cases")
    op.drop_column("cases", "extended")
    op.drop_column("cases", "waits_for")
    op.drop_table("case_answers")
    op.drop_table("reminders")
