"""Files that the office itself adds to a case."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_FILES = sa.table(
    "files", sa.column("draft_id", sa.Text), sa.column("case_id", sa.BigInteger), sa.column("sealed", sa.LargeBinary),
    sa.column("by_office", sa.Boolean),
)  # fmt: skip


def upgrade() -> None:
    op.add_column("files", sa.Column("by_office", sa.Boolean(), nullable=False, server_default=sa.text("false")))


def downgrade() -> None:
    """An older portal would show the office's documents to the person: it lets go of them, and its day's work destroys them."""
    op.execute(_FILES.update().where(_FILES.c.by_office.is_(True)).values(draft_id=None, case_id=None, sealed=b""))
    op.drop_column("files", "by_office")
