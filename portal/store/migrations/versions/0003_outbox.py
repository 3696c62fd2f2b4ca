"""What is to leave the house, which day's work is done, and on PostgreSQL the queue that runs both."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)

FORGET_QUEUE = """
DO $$ DECLARE it record; BEGIN
    FOR it IN SELECT oid::regclass AS name FROM pg_class
        WHERE relkind = 'r' AND relname LIKE 'procrastinate\\_%' AND relnamespace = current_schema()::regnamespace
    LOOP EXECUTE format('DROP TABLE %s CASCADE', it.name); END LOOP;
    FOR it IN SELECT oid::regprocedure AS name FROM pg_proc
        WHERE proname LIKE 'procrastinate\\_%' AND pronamespace = current_schema()::regnamespace
    LOOP EXECUTE format('DROP FUNCTION %s CASCADE', it.name); END LOOP;
    FOR it IN SELECT oid::regtype AS name FROM pg_type
        WHERE typname LIKE 'procrastinate\\_%' AND typtype IN ('e', 'c') AND typnamespace = current_schema()::regnamespace
    LOOP EXECUTE format('DROP TYPE %s CASCADE', it.name); END LOOP;
END $$
"""


def upgrade() -> None:
    _outbox()
    op.create_table(
        "daily_work",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("done_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", "day", name="daily_work_pkey"),
    )
    if op.get_bind().dialect.name == "postgresql":
        _queue()


def downgrade() -> None:
    op.drop_table("outbox")
    op.drop_table("daily_work")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(sa.text(FORGET_QUEUE))


def _queue() -> None:
    """Procrastinate's own tables, as the release that the lock names comes with them; a later one is a later migration."""
    from procrastinate.schema import SchemaManager

    # Past SQLAlchemy: a script of many statements, with percent signs that mean themselves.
    driver: Any = op.get_bind().connection.driver_connection
    driver.execute(SchemaManager.get_schema())


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", _ID, nullable=False),
        sa.Column("case_id", _ID, nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("due_at", _MOMENT, nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("leased_until", _MOMENT, nullable=True),
        sa.Column("done_at", _MOMENT, nullable=True),
        sa.Column("dead_at", _MOMENT, nullable=True),
        sa.Column("last_problem", sa.Text(), nullable=True),
        sa.Column("token_id", sa.Text(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="outbox_case_id_fkey", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="outbox_pkey"),
        sa.UniqueConstraint("token_id", name="outbox_token_id_key"),
    )
    op.create_index("ix_outbox_case_id", "outbox", ["case_id"])
    op.create_index(
        "outbox_waiting",
        "outbox",
        ["due_at", "id"],
        postgresql_where=sa.text("done_at IS NULL"),
        sqlite_where=sa.text("done_at IS NULL"),
    )
