"""Runs the migrations on the connection that `bot.store.migrate` hands over, inside its transaction."""

from alembic import context

from bot.store.base import Base

config = context.config
context.configure(
    connection=config.attributes["connection"],
    target_metadata=Base.metadata,
    version_table=config.attributes["version_table"],
    render_as_batch=True,
)
context.run_migrations()
