"""What is published is held by the database itself; without its trigger, the same changes pass."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from accountability.standard.models import StandardMapping, StandardPack
from tests.standard.conftest import Publish
from tests.support.databases import PinnedDatabase

VERSION = (StandardPack.pack_id == "twelve-commitments", StandardPack.version == "1.1")
CHANGES = {
    "content": sa.update(StandardPack).where(*VERSION).values(content={"pack": {}}),
    "status": sa.update(StandardPack).where(*VERSION).values(status="draft", digest=None),
    "number": sa.update(StandardPack).where(*VERSION).values(version="1.2"),
    "deletion": sa.delete(StandardPack).where(*VERSION),
    "mapping": sa.update(StandardMapping).values(rows=[]),
    "mapping unpublished": sa.update(StandardMapping).values(published_at=None),
    "mapping deleted": sa.delete(StandardMapping),
}
TRIGGERS = {"standard_pack": ("is_held", "stays"), "standard_mapping": ("is_held", "stays")}


@contextmanager
def undone(session: Session) -> Iterator[None]:
    """Whatever happens in the block has not happened."""
    point = session.begin_nested()
    try:
        yield
    finally:
        point.rollback()


@pytest.mark.parametrize("what", CHANGES)
def test_nobody_changes_what_is_published(session: Session, draft: StandardPack, publish: Publish, what: str) -> None:
    publish(draft)
    with pytest.raises(DBAPIError, match="is published"), undone(session):
        session.execute(CHANGES[what].execution_options(synchronize_session=False))


@pytest.mark.parametrize("what", CHANGES)
def test_a_draft_is_changed_by_the_same_statements(session: Session, draft: StandardPack, what: str) -> None:
    with undone(session):
        session.execute(CHANGES[what].execution_options(synchronize_session=False))


@pytest.mark.parametrize("what", CHANGES)
def test_without_the_trigger_the_change_would_pass(
    session: Session, database: PinnedDatabase, draft: StandardPack, publish: Publish, what: str
) -> None:
    publish(draft)
    session.flush()
    with undone(session):
        drop_triggers(session, database)
        session.execute(CHANGES[what].execution_options(synchronize_session=False))


def drop_triggers(session: Session, database: PinnedDatabase) -> None:
    """Plant the fault: the tables without what holds them."""
    is_postgres = session.get_bind().dialect.name == "postgresql"
    if is_postgres:
        session.execute(sa.text("RESET ROLE"))
    for table, names in TRIGGERS.items():
        for name in names[: 1 if is_postgres else 2]:
            session.execute(sa.text(f"DROP TRIGGER {table}_{name}" + (f" ON {table}" if is_postgres else "")))
