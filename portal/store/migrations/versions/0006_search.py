"""The index of keyed hashes by which the office finds a case again."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("cases", sa.Column("indexed", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    op.create_index(
        "cases_not_indexed", "cases", ["id"], postgresql_where=sa.text("NOT indexed"), sqlite_where=sa.text("NOT indexed")
    )
    op.create_table(
        "search_words",
        sa.Column("word", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", _ID, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="search_words_case_id_fkey", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("word", "case_id", name="search_words_pkey"),
    )
    op.create_index("ix_search_words_case_id", "search_words", ["case_id"])


def downgrade() -> None:
    op.drop_index("ix_search_words_case_id", "search_words")
    op.drop_table("search_words")
    op.drop_index("cases_not_indexed", "cases")
    op.drop_column("cases", "indexed")
