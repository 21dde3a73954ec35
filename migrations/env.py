"""Runs migrations as the owner of the tables, one at a time, refusing to wait long for a lock."""

from typing import Any

import sqlalchemy as sa
from alembic import context

from accountability.database import load_models, make_engine

LOCK = 7_201_512  # any fixed number: two servers that start together migrate one after the other


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """Leave the queue's own tables alone."""
    return not (kind == "table" and name is not None and name.startswith("huey_"))


def run() -> None:
    """Migrate the database that `schema` or the environment names."""
    engine = make_engine(context.config.attributes["url"])
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text(f"SELECT pg_advisory_lock({LOCK})"))
            connection.execute(sa.text("SET lock_timeout = '2s'"))
            connection.execute(sa.text("SET statement_timeout = '60s'"))
            connection.commit()
        else:
            # A table is changed by making it anew, and dropping the old one would take along the rows that point at it.
            driver: Any = connection.connection.driver_connection
            driver.execute("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection,
            target_metadata=load_models(),
            render_as_batch=True,
            compare_type=True,
            include_name=include_name,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()
