"""Since when a message of the person waits in a case for somebody to read it."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_WAITS = sa.text("wrote_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("cases", sa.Column("wrote_at", sa.DateTime(timezone=True)))
    op.create_index("cases_written", "cases", ["wrote_at", "id"], postgresql_where=_WAITS, sqlite_where=_WAITS)


def downgrade() -> None:
    op.drop_index("cases_written", "cases")
    op.drop_column("cases", "wrote_at")
