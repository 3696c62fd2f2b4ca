"""The second factor of whoever signs in: its sealed secret, recovery codes, and what stands between password and code."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("staff", sa.Column("factor_since", _Moment))
    op.add_column("staff", sa.Column("factor_step", sa.BigInteger()))
    op.add_column("staff", sa.Column("factor", sa.LargeBinary()))
    op.create_table(
        "staff_recovery_codes",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("staff_id", _Id, nullable=False),
        sa.PrimaryKeyConstraint("id", name="staff_recovery_codes_pkey"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="staff_recovery_codes_staff_id_fkey", ondelete="CASCADE"),
    )
    op.create_index("ix_staff_recovery_codes_staff_id", "staff_recovery_codes", ["staff_id"])
    op.create_table(
        "staff_half_sessions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("staff_id", _Id, nullable=False),
        sa.Column("created_at", _Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="staff_half_sessions_pkey"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="staff_half_sessions_staff_id_fkey", ondelete="CASCADE"),
    )
    op.create_index("ix_staff_half_sessions_staff_id", "staff_half_sessions", ["staff_id"])


def downgrade() -> None:
    # An older portal asks for the password alone, as it did before anybody had a second factor.
    op.drop_table("staff_half_sessions")
    op.drop_table("staff_recovery_codes")
    for column in ("factor", "factor_step", "factor_since"):
        op.drop_column("staff", column)
