"""The first tables: staff, drafts, cases and what belongs to a case."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _drafts()
    _staff()
    _cases()
    _belongings()


def _drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("touched_at", _MOMENT, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="drafts_pkey"),
        sa.UniqueConstraint("reference", name="drafts_reference_key"),
    )
    op.create_index("ix_drafts_created_at", "drafts", ["created_at"])


def _staff() -> None:
    op.create_table(
        "staff",
        sa.Column("id", _ID, nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", _MOMENT, nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="staff_pkey"),
        sa.UniqueConstraint("email", name="staff_email_key"),
    )
    op.create_table(
        "staff_sessions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("staff_id", _ID, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("seen_at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="staff_sessions_staff_id_fkey", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="staff_sessions_pkey"),
    )
    op.create_index("ix_staff_sessions_staff_id", "staff_sessions", ["staff_id"])


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", _ID, nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("received_at", _MOMENT, nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("voice", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("complainant", sa.Text(), nullable=True),
        sa.Column("child_status", sa.Text(), nullable=False),
        sa.Column("matters", sa.Text(), nullable=False),
        sa.Column("point_count", sa.Integer(), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("route_confirmed", sa.Boolean(), nullable=False),
        sa.Column("procedure", sa.Text(), nullable=True),
        sa.Column("rules_version", sa.Text(), nullable=False),
        sa.Column("danger", sa.Boolean(), nullable=False),
        sa.Column("rank", sa.SmallInteger(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("latest_on", sa.Date(), nullable=True),
        sa.Column("handler_id", _ID, nullable=True),
        sa.Column("acknowledged_on", sa.Date(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("decision", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["handler_id"], ["staff.id"], name="cases_handler_id_fkey"),
        sa.PrimaryKeyConstraint("id", name="cases_pkey"),
        sa.UniqueConstraint("reference", name="cases_reference_key"),
    )
    _partly("cases_closed", "id", open=False)
    narrowing = ("matters", "route", "procedure", "complainant", "handler_id")
    _partly("cases_open", "rank", "due_on", "id", *narrowing)
    _partly("cases_open_complainant", "complainant", "rank", "due_on", "id")
    _partly("cases_open_handler", "handler_id", "rank", "due_on", "id")
    _partly("cases_open_procedure", "procedure", "rank", "due_on", "id")
    _partly("cases_open_route", "route", "rank", "due_on", "id")
    if op.get_bind().dialect.name == "postgresql":
        _partly("cases_open_unassigned", "rank", "due_on", "id", also=" AND handler_id IS NULL")


def _belongings() -> None:
    op.create_table(
        "case_keys",
        sa.Column("case_id", _ID, nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="case_keys_case_id_fkey", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("case_id", name="case_keys_pkey"),
    )
    op.create_table(
        "case_words",
        sa.Column("id", _ID, nullable=False),
        sa.Column("case_id", _ID, nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="case_words_case_id_fkey", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="case_words_pkey"),
    )
    op.create_index("ix_case_words_case_id", "case_words", ["case_id"])
    op.create_table(
        "papers",
        sa.Column("id", _ID, nullable=False),
        sa.Column("case_id", _ID, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="papers_case_id_fkey", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="papers_pkey"),
    )
    op.create_index("ix_papers_case_id", "papers", ["case_id"])
    op.create_table(
        "points",
        sa.Column("id", _ID, nullable=False),
        sa.Column("case_id", _ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("matter", sa.Text(), nullable=True),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="points_case_id_fkey", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="points_pkey"),
        sa.UniqueConstraint("case_id", "number", name="points_case_id_number_key"),
    )
    op.create_table(
        "events",
        sa.Column("id", _ID, nullable=False),
        sa.Column("case_id", _ID, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("staff_id", _ID, nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="events_case_id_fkey", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="events_staff_id_fkey"),
        sa.PrimaryKeyConstraint("id", name="events_pkey"),
    )
    op.create_index("ix_events_case_id", "events", ["case_id"])


def _partly(name: str, *columns: str, open: bool = True, also: str = "") -> None:
    op.create_index(
        name,
        "cases",
        list(columns),
        postgresql_where=sa.text(("open" if open else "NOT open") + also),
        sqlite_where=sa.text(f"open = {int(open)}" + also),
    )
