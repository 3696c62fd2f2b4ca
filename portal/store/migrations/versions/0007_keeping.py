"""How a case ended, and where it stands on its way out."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# What the history says of the cases there are: the last of these events of a case decides, and erasing is for ever.
_STANDS = """
UPDATE cases SET keeping = CASE
    WHEN erased_on IS NOT NULL THEN 'erased'
    WHEN {last_hold} = 'held' THEN 'held'
    WHEN {last} = 'erasure_proposed' THEN 'proposed'
    ELSE 'kept' END
WHERE erased_on IS NOT NULL OR id IN (SELECT case_id FROM events WHERE kind IN ('held', 'erasure_proposed'))
"""
_LAST = "(SELECT kind FROM events WHERE case_id = cases.id AND kind IN ({kinds}) ORDER BY id DESC LIMIT 1)"


def upgrade() -> None:
    op.add_column("cases", sa.Column("closed_on", sa.Date(), nullable=True))
    op.add_column("cases", sa.Column("outcome", sa.Text(), nullable=True))
    op.add_column("cases", sa.Column("keeping", sa.Text(), nullable=False, server_default=sa.text("'kept'")))
    last_hold = _LAST.format(kinds="'held', 'hold_released'")
    last = _LAST.format(kinds="'held', 'erasure_proposed', 'erasure_dropped'")
    op.execute(_STANDS.format(last_hold=last_hold, last=last))
    op.create_index("cases_keeping", "cases", ["keeping", "closed_on", "id"])


def downgrade() -> None:
    op.drop_index("cases_keeping", "cases")
    op.drop_column("cases", "keeping")
    op.drop_column("cases", "outcome")
    op.drop_column("cases", "closed_on")
