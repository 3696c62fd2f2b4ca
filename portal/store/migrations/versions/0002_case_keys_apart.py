"""The keys of cases, and what return words wrap, move to a store of their own."""

import secrets
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import context, op

from portal.store.case_keys import KeyRow

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("cases", sa.Column("key_name", sa.Text(), nullable=True))
    op.add_column("cases", sa.Column("erased_on", sa.Date(), nullable=True))
    op.create_index("cases_key_name", "cases", ["key_name"], unique=True)
    _move_out()
    op.drop_index("ix_case_words_case_id", "case_words")
    op.drop_table("case_words")
    op.drop_table("case_keys")


def downgrade() -> None:
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
    _move_back()
    op.drop_index("cases_key_name", "cases")
    op.drop_column("cases", "key_name")
    op.drop_column("cases", "erased_on")


def _move_out() -> None:
    conn, now = op.get_bind(), datetime.now(UTC)
    kept = conn.execute(sa.text("SELECT case_id, key_id, sealed FROM case_keys ORDER BY case_id")).all()
    for case_id, key_id, sealed in kept:
        name = secrets.token_hex(16)
        words = conn.execute(
            sa.text("SELECT holder, wrapped FROM case_words WHERE case_id = :case AND ended_at IS NULL ORDER BY id"),
            {"case": case_id},
        ).all()
        _store().put(KeyRow(name, key_id, bytes(sealed), now), [(holder, bytes(wrapped)) for holder, wrapped in words])
        conn.execute(sa.text("UPDATE cases SET key_name = :name WHERE id = :case"), {"name": name, "case": case_id})


def _move_back() -> None:
    conn = op.get_bind()
    named = conn.execute(sa.text("SELECT id, key_name FROM cases WHERE key_name IS NOT NULL ORDER BY id")).all()
    for case_id, name in named:
        key = _store().get(name)
        if key is None:
            continue
        values: dict[str, Any] = {"case": case_id, "lock": key.key_id, "sealed": key.sealed}
        conn.execute(sa.text("INSERT INTO case_keys (case_id, key_id, sealed) VALUES (:case, :lock, :sealed)"), values)
        for words in _store().words_of(name):
            conn.execute(
                sa.text("INSERT INTO case_words (case_id, holder, wrapped) VALUES (:case, :holder, :wrapped)"),
                {"case": case_id, "holder": words.holder, "wrapped": words.wrapped},
            )


def _store() -> Any:
    store = context.config.attributes.get("case_keys")
    if store is None:
        raise RuntimeError("there are case keys to move, and no store to move them to")
    return store
