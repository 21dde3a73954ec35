"""The owner stands before the wall too: a migration that must see everybody's rows says so, for its own transaction."""

import secrets
from collections.abc import Iterator
from datetime import datetime

import pytest
import sqlalchemy as sa

from accountability import roles, schema
from tests.factories.survey import make_draft
from tests.support.databases import PostgresDatabase, drop_postgres, make_postgres
from tests.support.tenants import make_tenant

TRASHED = sa.text("UPDATE question SET trashed_at = now()")
QUESTIONS = sa.text("SELECT count(*) FROM question")


@pytest.fixture
def own(postgres_server: str, at: datetime) -> Iterator[PostgresDatabase]:
    """A database with one survey in it, whose questions were all removed."""
    database = make_postgres(postgres_server, f"owner_{secrets.token_hex(4)}")
    tenant = make_tenant(database, "Otvorena Vrata", at=at)
    by = tenant.actor("officer")
    with tenant.session() as session, session.begin():
        make_draft(session, by, at)
        session.execute(TRASHED)
    yield database
    drop_postgres(database)


def test_the_owner_sees_no_organisations_rows(own: PostgresDatabase) -> None:
    with own.as_role(roles.OWNER).engine.connect() as owner, own.administrator.connect() as administrator:
        assert owner.scalar(QUESTIONS) == 0
        assert administrator.scalar(QUESTIONS) == 6


def test_going_back_before_the_trash_forgets_what_was_in_it(own: PostgresDatabase) -> None:
    schema.downgrade(own.as_role(roles.OWNER).url, "0012")
    with own.administrator.connect() as administrator:
        assert administrator.scalar(QUESTIONS) == 0
        forced = sa.text("SELECT relforcerowsecurity FROM pg_class WHERE relname IN ('question', 'theme')")
        assert administrator.scalars(forced).all() == [True, True]
