"""Of which kind an enquiry or a query is, as the council counts them."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("enquiry_kind", sa.Text()))


def downgrade() -> None:
    op.drop_column("cases", "enquiry_kind")
