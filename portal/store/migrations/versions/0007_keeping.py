"""How a case ended, and where it stands on its way out: read off the history of the cases there are."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_CASES = sa.table(
    "cases", sa.column("id"), sa.column("erased_on"), sa.column("closed_on", sa.Date), sa.column("outcome"), sa.column("keeping")
)
_EVENTS = sa.table("events", sa.column("id"), sa.column("case_id"), sa.column("kind"), sa.column("detail", sa.JSON))
_ENDINGS = ("closed", "reopened", "run_out", "held", "hold_released", "erasure_proposed", "erasure_dropped", "erased")
_OPENS_AGAIN = ("reopened", "joined", "danger_reported")


def upgrade() -> None:
    op.add_column("cases", sa.Column("closed_on", sa.Date(), nullable=True))
    op.add_column("cases", sa.Column("outcome", sa.Text(), nullable=True))
    op.add_column("cases", sa.Column("keeping", sa.Text(), nullable=False, server_default=sa.text("'kept'")))
    conn = op.get_bind()
    touched = sa.select(_EVENTS.c.case_id).where(_EVENTS.c.kind.in_(_ENDINGS)).distinct()
    for case_id in conn.execute(touched).scalars().all():
        told = sa.select(_EVENTS.c.kind, _EVENTS.c.detail).where(_EVENTS.c.case_id == case_id).order_by(_EVENTS.c.id)
        conn.execute(_CASES.update().where(_CASES.c.id == case_id).values(**_stands(conn.execute(told).all())))
    conn.execute(_CASES.update().where(_CASES.c.erased_on.is_not(None)).values(keeping="erased"))
    op.create_index("cases_keeping", "cases", ["keeping", "closed_on", "id"])
    op.create_index("cases_keeping_listed", "cases", ["keeping", "id"])


def _stands(history: Sequence[Any]) -> dict[str, Any]:
    """What this history adds up to: as the portal folds it today, and as it stays here when the portal changes."""
    closed_on = outcome = None
    run_out = held = proposed = False
    for kind, detail in history:
        if kind == "closed":
            closed_on, outcome = date.fromisoformat(detail["on"]), detail["outcome"]
        elif kind in _OPENS_AGAIN:
            closed_on, outcome, run_out, proposed = None, None, False, False
        elif kind == "run_out":
            run_out = True
        elif kind in ("held", "hold_released"):
            held, proposed = kind == "held", proposed and kind != "held"
        elif kind in ("erasure_proposed", "erasure_dropped"):
            proposed = kind == "erasure_proposed"
    keeping = "held" if held else "proposed" if proposed else "run_out" if run_out else "kept"
    return {"closed_on": closed_on, "outcome": outcome, "keeping": keeping}


def downgrade() -> None:
    op.drop_index("cases_keeping_listed", "cases")
    op.drop_index("cases_keeping", "cases")
    op.drop_column("cases", "keeping")
    op.drop_column("cases", "outcome")
    op.drop_column("cases", "closed_on")
