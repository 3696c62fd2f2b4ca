"""What reports and lists read of each case beside its history: services, causes and findings per point, actions, promises, costs."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


_LONDON = ZoneInfo("Europe/London")
_NO_DAY = date(9999, 12, 31)
_EVENTS = sa.table(
    "events", sa.column("case_id"), sa.column("place"), sa.column("kind"), sa.column("at", sa.DateTime(timezone=True)), sa.column("detail", sa.JSON)
)
_CASES = sa.table("cases", sa.column("id"), sa.column("open", sa.Boolean), sa.column("erased_on", sa.Date))
_POINTS = sa.table("points", sa.column("case_id"), sa.column("number"), sa.column("finding"), sa.column("decided_on", sa.Date))
_REMEDIES = sa.table(
    "remedies", sa.column("case_id"), sa.column("point"), sa.column("remedy"), sa.column("status"), sa.column("due_on", sa.Date),
    sa.column("pence"), sa.column("paid"),
)  # fmt: skip


def _case_id(table: str) -> sa.Column[int]:
    fk = sa.ForeignKey("cases.id", ondelete="CASCADE", name=f"{table}_case_id_fkey")
    return sa.Column("case_id", _Id, fk, primary_key=True, autoincrement=False, nullable=False)


def _key(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, primary_key=True, autoincrement=False, nullable=False)


def upgrade() -> None:
    op.add_column("points", sa.Column("finding", sa.Text))
    op.add_column("points", sa.Column("decided_on", sa.Date))
    op.create_table(
        "point_services", _case_id("point_services"), _key("point", sa.Integer), _key("service", sa.Text), _key("team", sa.Text),
        sa.PrimaryKeyConstraint("case_id", "point", "service", "team", name="point_services_pkey"),
    )  # fmt: skip
    op.create_table(
        "point_causes", _case_id("point_causes"), _key("point", sa.Integer), _key("cause", sa.Text),
        sa.PrimaryKeyConstraint("case_id", "point", "cause", name="point_causes_pkey"),
    )  # fmt: skip
    op.create_table(
        "actions_due", _case_id("actions_due"), _key("number", sa.Integer),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("grade", sa.Text, nullable=False),
        sa.Column("service", sa.Text),
        sa.Column("owner_id", _Id, sa.ForeignKey("staff.id", name="actions_due_owner_id_fkey")),
        sa.Column("owner_service", sa.Text),
        sa.Column("set_on", sa.Date, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("done_on", sa.Date),
        sa.Column("given_up_on", sa.Date),
        sa.Column("told", sa.Boolean, nullable=False),
        sa.Column("published_on", sa.Date),
        sa.Column("sentence", sa.Text),
        sa.PrimaryKeyConstraint("case_id", "number", name="actions_due_pkey"),
    )  # fmt: skip
    op.create_table(
        "remedies", _case_id("remedies"), _key("point", sa.Integer), _key("remedy", sa.Text),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("pence", sa.Integer),
        sa.Column("paid", sa.Integer, nullable=False),
        sa.Column("done_on", sa.Date),
        sa.Column("given_up_on", sa.Date),
        sa.PrimaryKeyConstraint("case_id", "point", "remedy", name="remedies_pkey"),
    )  # fmt: skip
    op.create_table(
        "costs", _case_id("costs"), _key("number", sa.Integer),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("pence", sa.Integer, nullable=False),
        sa.Column("on_day", sa.Date, nullable=False),
        sa.Column("stage", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("case_id", "number", name="costs_pkey"),
    )  # fmt: skip
    op.create_index("actions_due_listed", "actions_due", ["status", "due_on", "case_id", "number"])
    op.create_index("actions_due_owner", "actions_due", ["owner_id", "status", "due_on"])
    published = sa.text("published_on IS NOT NULL")
    op.create_index(
        "actions_due_published", "actions_due", ["published_on", "case_id"], postgresql_where=published, sqlite_where=published
    )
    op.create_index("remedies_listed", "remedies", ["status", "due_on", "case_id", "point"])
    op.create_index("costs_on_day", "costs", ["on_day"])
    _read_off(op.get_bind())


def _read_off(conn: sa.Connection) -> None:
    """The findings that there are, and what was promised with them; nothing else of this was there before."""
    found = sa.select(_EVENTS.c.case_id, _EVENTS.c.at, _EVENTS.c.detail).where(_EVENTS.c.kind == "point_answered")
    last = {(row.case_id, row.detail["point"]): row for row in conn.execute(found.order_by(_EVENTS.c.case_id, _EVENTS.c.place))}
    answered = set(conn.execute(sa.select(_EVENTS.c.case_id).where(_EVENTS.c.kind == "answered").distinct()).scalars())
    for (case_id, number), row in last.items():
        at: datetime = row.at if row.at.tzinfo else row.at.replace(tzinfo=UTC)
        this = (_POINTS.c.case_id == case_id) & (_POINTS.c.number == number)
        conn.execute(_POINTS.update().where(this).values(finding=row.detail["outcome"], decided_on=at.astimezone(_LONDON).date()))
        case = conn.execute(sa.select(_CASES.c.open, _CASES.c.erased_on).where(_CASES.c.id == case_id)).one()
        status = "erased" if case.erased_on else "open" if case_id in answered or not case.open else "found"
        for remedy in row.detail.get("remedies", ()):
            pence = row.detail.get("pence") if remedy == "payment" else None
            values = {"case_id": case_id, "point": number, "remedy": remedy, "status": status, "due_on": _NO_DAY, "pence": pence, "paid": 0}
            conn.execute(_REMEDIES.insert().values(**values))


def downgrade() -> None:
    for table in ("costs", "remedies", "actions_due", "point_causes", "point_services"):
        op.drop_table(table)
    op.drop_column("points", "decided_on")
    op.drop_column("points", "finding")
