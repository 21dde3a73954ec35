"""Migrations, run from code: where the database stands, and bringing it up to date."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext

MIGRATIONS = Path(__file__).parent.parent / "migrations"


def alembic_config(url: str) -> AlembicConfig:
    """Alembic's configuration without a file of its own."""
    config = AlembicConfig()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = url
    return config


def upgrade(url: str, revision: str = "head") -> None:
    """Migrate up to `revision`; does nothing when the database is there already."""
    command.upgrade(alembic_config(url), revision)


def downgrade(url: str, revision: str) -> None:
    """Migrate back down to `revision`."""
    command.downgrade(alembic_config(url), revision)


def head() -> str:
    """The revision this release expects."""
    return (MIGRATIONS / "HEAD").read_text().strip()


def revision_of(engine: sa.Engine) -> str | None:
    """The revision the database stands at, None before the first migration."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()
