"""The feed: tokens of the council's own systems, which single cases they looked at, and the order cases came in."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "feed_tokens",
        sa.Column("id", _ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("used_at", _MOMENT, nullable=True),
        sa.Column("revoked_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="feed_tokens_pkey"),
        sa.UniqueConstraint("name", name="feed_tokens_name_key"),
        sa.UniqueConstraint("hash", name="feed_tokens_hash_key"),
    )
    op.create_table(
        "feed_reads",
        sa.Column("id", _ID, nullable=False),
        sa.Column("token_id", _ID, nullable=False),
        sa.Column("case_id", _ID, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["token_id"], ["feed_tokens.id"], name="feed_reads_token_id_fkey"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="feed_reads_case_id_fkey", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="feed_reads_pkey"),
    )
    op.create_index("ix_feed_reads_case_id", "feed_reads", ["case_id"])
    op.create_index("cases_received", "cases", ["received_on", "id"])


def downgrade() -> None:
    op.drop_index("cases_received", table_name="cases")
    op.drop_table("feed_reads")
    op.drop_table("feed_tokens")
