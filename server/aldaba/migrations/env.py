"""Alembic's entry: migrate over the connection that `storage.migrate` is in a transaction of."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
