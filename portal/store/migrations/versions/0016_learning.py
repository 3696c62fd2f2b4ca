"""What reports and lists read of each case beside its history: services, causes and findings per point, actions, promises, costs."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0013"
branch_labels = None
depends_on = None

_Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _case_id(table: str) -> sa.Column[int]:
    fk = sa.ForeignKey("cases.id", ondelete="CASCADE", name=f"{table}_case_id_fkey")
    return sa.Column("case_id", _Id, fk, primary_key=True, autoincrement=False, nullable=False)


def _key(name: str, kind: type[sa.types.TypeEngine[object]]) -> sa.Column[object]:
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


def downgrade() -> None:
    for table in ("costs", "remedies", "actions_due", "point_causes", "point_services"):
        op.drop_table(table)
    op.drop_column("points", "decided_on")
    op.drop_column("points", "finding")
