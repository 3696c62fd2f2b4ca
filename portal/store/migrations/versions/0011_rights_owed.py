"""From which day a case owes somebody a right, and the codes by which the queue is narrowed beside those there were."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_ORDER = ["rank", "due_on", "id"]
_BEFORE = ["matters", "route", "procedure", "complainant", "handler_id"]
_OWED, _UNKNOWN = sa.text("owed_on < '9999-12-31'"), sa.text("owed_on IS NULL")


def _open(columns: list[str]) -> None:
    on_postgresql, on_sqlite = sa.text("open"), sa.text("open = 1")
    op.create_index("cases_open", "cases", columns, postgresql_where=on_postgresql, sqlite_where=on_sqlite)


def upgrade() -> None:
    op.add_column("cases", sa.Column("owed_on", sa.Date))
    op.create_index("cases_owed", "cases", [*_ORDER, "owed_on"], postgresql_where=_OWED, sqlite_where=_OWED)
    op.create_index("cases_owed_unknown", "cases", ["id"], postgresql_where=_UNKNOWN, sqlite_where=_UNKNOWN)
    op.drop_index("cases_open", "cases")
    _open([*_ORDER, *_BEFORE, "voice", "language", "channel"])


def downgrade() -> None:
    op.drop_index("cases_open", "cases")
    _open([*_ORDER, *_BEFORE])
    op.drop_index("cases_owed_unknown", "cases")
    op.drop_index("cases_owed", "cases")
    op.drop_column("cases", "owed_on")
