"""Months, services, teams and causes beside what reports count, and indexes in the order in which they group."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_MONTHS = {"cases": ("received",), "case_stages": ("asked", "ended")}
_SAID = {"cases": ("services", "teams"), "case_stages": ("area", "enquiry", "services", "teams", "causes")}
_IN_TIME = "CASE WHEN due_on IS NULL THEN 'no_limit' WHEN ended_on <= due_on THEN 'yes' ELSE 'no' END"
_INDEXES = {
    "cases_counted": (
        "received_month", "purpose", "route", "procedure", "service_area", "complainant", "channel", "advocate", "enquiry_kind",
        "quotable", "voice", "language",
    ),
    "cases_counted_concerned": ("received_month", "purpose", "route", "procedure", "services", "teams"),
    "case_stages_counted_asked": ("asked_month", "procedure", "stage", "how", "outcome", "area", "own"),
    "case_stages_counted_ended": (
        "ended_month", "procedure", "stage", "own", "how", "outcome", "in_time", "extended", "area", "enquiry", "days",
    ),
    "case_stages_counted_concerned": ("ended_month", "procedure", "stage", "own", "outcome", "services", "teams", "causes"),
    "points_counted": ("case_id", "matter", "finding"),
}  # fmt: skip


def upgrade() -> None:
    for table, days in _MONTHS.items():
        for day in days:
            op.add_column(table, sa.Column(f"{day}_month", sa.Integer(), _month_of(f"{day}_on")))
    for table, names in _SAID.items():
        for name in names:
            nothing = "''" if name in ("area", "enquiry") else "' '"
            op.add_column(table, sa.Column(name, sa.Text(), nullable=False, server_default=sa.text(nothing)))
    op.add_column("case_stages", sa.Column("in_time", sa.Text(), _computed(_IN_TIME)))
    for name, columns in _INDEXES.items():
        op.create_index(name, _table(name), list(columns))
    # Histories are read by the portal and not by a migration: what is not worked out is worked out when it starts.
    op.execute(sa.text("UPDATE cases SET waits_for = NULL"))


def downgrade() -> None:
    for name in _INDEXES:
        op.drop_index(name, _table(name))
    op.drop_column("case_stages", "in_time")
    for table, names in _SAID.items():
        for name in names:
            op.drop_column(table, name)
    for table, days in _MONTHS.items():
        for day in days:
            op.drop_column(table, f"{day}_month")


def _table(index: str) -> str:
    return index.partition("_counted")[0]


def _month_of(day: str) -> sa.Computed:
    of: sa.ColumnElement[int] = sa.literal_column(day)
    return _computed(sa.extract("year", of) * 100 + sa.extract("month", of))


def _computed(said: str | sa.ColumnElement[int]) -> sa.Computed:
    """SQLite adds no kept column to a table, and PostgreSQL makes no index over another."""
    return sa.Computed(said, persisted=op.get_bind().dialect.name == "postgresql")
