"""Every review panel of a case as a row to count, and whether the Ombudsman found that a fault caused injustice."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "case_panels",
        sa.Column("case_id", _Id, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("met_on", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("findings_due_on", sa.Date(), nullable=True),
        sa.Column("findings_on", sa.Date(), nullable=True),
        sa.Column("findings_days", sa.Integer(), nullable=True),
        sa.Column("answer_due_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer_days", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("case_id", "place", name="case_panels_pkey"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="case_panels_case_id_fkey", ondelete="CASCADE"),
    )
    op.create_index("case_panels_met", "case_panels", ["met_on", "case_id"])
    op.add_column("case_ombudsman", sa.Column("injustice", sa.Text(), server_default="", nullable=False))
    op.add_column("case_ombudsman", sa.Column("remedies", sa.Text(), server_default=sa.text("' '"), nullable=False))
    # Histories are read by the portal and not by a migration: what these may be of is worked out when it starts.
    op.execute(sa.text("UPDATE cases SET waits_for = NULL WHERE stage = 3 OR id IN (SELECT case_id FROM case_ombudsman)"))


def downgrade() -> None:
    op.drop_column("case_ombudsman", "remedies")
    op.drop_column("case_ombudsman", "injustice")
    op.drop_index("case_panels_met", table_name="case_panels")
    op.drop_table("case_panels")
