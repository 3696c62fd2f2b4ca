"""Reports of a period: commentary sealed until they are published, what was published, and figures of the work beside it."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "reports",
        sa.Column("id", _Id, nullable=False),
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("key_name", sa.Text(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("published_by", _Id, nullable=True),
        sa.Column("threshold", sa.Integer(), nullable=True),
        sa.Column("frozen", sa.JSON(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="reports_pkey"),
        sa.ForeignKeyConstraint(["published_by"], ["staff.id"], name="reports_published_by_fkey"),
        sa.UniqueConstraint("first_on", "last_on", name="reports_first_on_last_on_key"),
    )
    op.create_table(
        "report_comments",
        sa.Column("report_id", _Id, nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_id", _Id, nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("report_id", "section", name="report_comments_pkey"),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="report_comments_report_id_fkey", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="report_comments_staff_id_fkey"),
    )
    op.create_table(
        "demand_figures",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_id", _Id, nullable=True),
        sa.PrimaryKeyConstraint("kind", "first_on", "last_on", name="demand_figures_pkey"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="demand_figures_staff_id_fkey"),
    )
    op.create_table(
        "report_mails",
        sa.Column("staff_id", _Id, autoincrement=False, nullable=False),
        sa.Column("told_upto", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("staff_id", name="report_mails_pkey"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="report_mails_staff_id_fkey", ondelete="CASCADE"),
    )


def downgrade() -> None:
    op.drop_table("report_mails")
    op.drop_table("demand_figures")
    op.drop_table("report_comments")
    op.drop_table("reports")
