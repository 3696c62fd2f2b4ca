"""Every stage of a case and every enquiry of the Ombudsman as rows to count, and how far help by an advocate came."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "case_stages",
        sa.Column("case_id", _Id, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("procedure", sa.Text(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("extended", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "place", name="case_stages_pkey"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="case_stages_case_id_fkey", ondelete="CASCADE"),
    )
    op.create_index("case_stages_ended", "case_stages", ["ended_on", "case_id"])
    op.create_index("case_stages_asked", "case_stages", ["asked_on", "case_id"])
    op.create_table(
        "case_ombudsman",
        sa.Column("case_id", _Id, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "place", name="case_ombudsman_pkey"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="case_ombudsman_case_id_fkey", ondelete="CASCADE"),
    )
    op.add_column("cases", sa.Column("advocate", sa.Text(), nullable=True))
    op.add_column("cases", sa.Column("quotable", sa.Boolean(), nullable=True))
    # Histories are read by the portal and not by a migration: what is not worked out is worked out when it starts.
    op.execute(sa.text("UPDATE cases SET waits_for = NULL"))


def downgrade() -> None:
    op.drop_column("cases", "quotable")
    op.drop_column("cases", "advocate")
    op.drop_table("case_ombudsman")
    op.drop_table("case_stages")
