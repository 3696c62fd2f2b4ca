"""Answers about equality, apart from every case: without an order of their own, on SQLite without row numbers."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "equality_answers",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("sex", sa.Text()),
        sa.Column("age", sa.Text()),
        sa.Column("ethnic_group", sa.Text()),
        sa.Column("disability", sa.Text()),
        sa.Column("religion", sa.Text()),
        sa.Column("orientation", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="equality_answers_pkey"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("equality_answers")
