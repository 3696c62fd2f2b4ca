"""The files that no scanner has looked at, found without reading the others."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_WHERE = sa.text("scanned = 'not_scanned'")


def upgrade() -> None:
    op.create_index("files_not_scanned", "files", ["id"], postgresql_where=_WHERE, sqlite_where=_WHERE)


def downgrade() -> None:
    op.drop_index("files_not_scanned", "files")
