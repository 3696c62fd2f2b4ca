"""Until when a password that somebody else gave opens an account."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("staff", sa.Column("password_until", sa.DateTime(timezone=True)))


def downgrade() -> None:
    # Without its day a password that was given to begin with would open the account for good.
    op.execute("UPDATE staff SET password_hash = 'given to begin with' WHERE password_until IS NOT NULL")
    op.drop_column("staff", "password_until")
