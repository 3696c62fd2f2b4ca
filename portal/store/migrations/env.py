"""Runs migrations on the connection it is handed, inside the transaction that is already open."""

from alembic import context

from portal.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
