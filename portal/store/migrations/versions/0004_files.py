"""Files that people add: whose they are, how large, of what kind; their names and keys are sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "files",
        sa.Column("id", _ID, nullable=False),
        sa.Column("draft_id", sa.Text(), nullable=True),
        sa.Column("case_id", _ID, nullable=True),
        sa.Column("blob", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("scanned", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name="files_draft_id_fkey", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="files_case_id_fkey", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="files_pkey"),
        sa.UniqueConstraint("blob", name="files_blob_key"),
    )
    op.create_index("ix_files_draft_id", "files", ["draft_id"])
    op.create_index("ix_files_case_id", "files", ["case_id"])


def downgrade() -> None:
    op.drop_index("ix_files_case_id", "files")
    op.drop_index("ix_files_draft_id", "files")
    op.drop_table("files")
