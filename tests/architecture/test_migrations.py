"""Migrations go up and down on both databases, and lead to exactly the tables that the models describe."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from accountability import schema
from accountability.database import load_models, make_engine
from tests.support.databases import empty_postgres

VERSIONS = sorted(Path(schema.MIGRATIONS / "versions").glob("*.py"))


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    with empty_postgres(request.getfixturevalue("postgres_server")) as address:
        yield address


def test_all_migrations_lead_to_the_models_and_back(url: str) -> None:
    schema.upgrade(url)
    engine = make_engine(url)
    assert schema.revision_of(engine) == schema.head()
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, load_models()) == []
    schema.downgrade(url, "base")
    assert set(sa.inspect(engine).get_table_names()) <= {"alembic_version"}
    schema.upgrade(url)
    assert schema.revision_of(engine) == schema.head()
    engine.dispose()


def test_head_names_the_last_migration() -> None:
    assert VERSIONS[-1].name.startswith(f"{schema.head()}_")


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_a_migration_says_why_and_stands_alone(path: Path) -> None:
    tree = ast.parse(path.read_text())
    assert re.match(r"\d{4}_[a-z_]+$", path.stem)
    assert ast.get_docstring(tree)
    modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert not [module for module in modules if module.startswith("accountability")], "a migration imports no application code"
