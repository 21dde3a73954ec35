"""Migrations, run from code: where the database stands, and bringing it up to date."""

from pathlib import Path

import sqlalchemy as sa

MIGRATIONS = Path(__file__).parent.parent / "migrations"


def upgrade(url: str, revision: str = "head") -> None:
    """Migrate up to `revision`; does nothing when the database is there already."""
    _run("upgrade", url, revision)


def downgrade(url: str, revision: str) -> None:
    """Migrate back down to `revision`."""
    _run("downgrade", url, revision)


def head() -> str:
    """The revision this release expects."""
    return (MIGRATIONS / "HEAD").read_text().strip()


def revision_of(engine: sa.Engine) -> str | None:
    """The revision the database stands at, None before the first migration."""
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
        return found


def _run(direction: str, url: str, revision: str) -> None:
    # Alembic is needed by whoever migrates, not by every process that starts.
    from alembic import command
    from alembic.config import Config as AlembicConfig

    config = AlembicConfig()
    config.set_main_option("script_location", str(MIGRATIONS))
    # Migrations share the words of walls.py.
    config.set_main_option("path_separator", "os")
    config.set_main_option("prepend_sys_path", str(MIGRATIONS))
    config.attributes["url"] = url
    getattr(command, direction)(config, revision)
