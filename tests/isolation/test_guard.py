"""The eight ways past an ORM guard that were once measured: each is refused by the guard, or by the lint before it ever runs."""

import ast

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, joinedload, mapped_column, relationship

from accountability.access import Role
from accountability.organisation.models import Member
from accountability.tenancy import ForeignRow, OrganisationId, TenantOwned, act_for
from tests.architecture.test_code import core_uses
from tests.support.databases import PinnedDatabase, without_orm_guard, without_row_level_security
from tests.support.tenants import Tenant

# Seen by the lint: there is no session event for them.
LINTED = {
    "a Core table": "session.execute(sa.select(Member.__table__))",
    "a Core table by its name": "session.execute(sa.select(Base.metadata.tables['member']))",
    "raw SQL": "session.execute(sa.text('SELECT * FROM member'))",
    "raw SQL as models": "session.scalars(sa.select(Member).from_statement(sa.text('SELECT * FROM member')))",
    "a Core delete": "session.execute(sa.delete(Member.__table__))",
    "a Core insert": "session.execute(sa.insert(Member.__table__).values(rows))",
    "a list of changes by key": "session.bulk_update_mappings(Member, rows)",
    "the connection itself": "session.connection().execute(asked)",
}


@pytest.mark.parametrize("way", LINTED)
def test_the_lint_sees_every_way_past_the_guard(way: str) -> None:
    assert core_uses(ast.parse(LINTED[way]))


@pytest.fixture
def theirs_in_ours(ours: Tenant, theirs: Tenant) -> tuple[Tenant, tuple[OrganisationId, object]]:
    """Ours, and the key of somebody else's member."""
    ours.actor(Role.OWNER)
    return ours, (theirs.organisation_id, theirs.actor(Role.OWNER).member_id)


def change_by_key(session: Session, key: tuple[OrganisationId, object]) -> None:
    session.execute(sa.update(Member), [{"organisation_id": key[0], "id": key[1], "name": "planted"}])


def test_a_list_of_changes_by_key_is_refused(
    theirs_in_ours: tuple[Tenant, tuple[OrganisationId, object]], database: PinnedDatabase
) -> None:
    ours, key = theirs_in_ours
    with without_row_level_security(database), ours.session() as session, pytest.raises(ForeignRow):
        change_by_key(session, key)


def test_without_both_walls_it_changes_a_strangers_row(
    theirs_in_ours: tuple[Tenant, tuple[OrganisationId, object]], database: PinnedDatabase
) -> None:
    ours, key = theirs_in_ours
    with without_orm_guard(), without_row_level_security(database), ours.session() as session:
        change_by_key(session, key)
        assert session.scalar(sa.select(Member.name).where(Member.id == key[1])) == "planted"


def test_what_was_loaded_for_one_organisation_is_not_handed_to_the_next(
    theirs_in_ours: tuple[Tenant, tuple[OrganisationId, object]], database: PinnedDatabase
) -> None:
    ours, key = theirs_in_ours
    with without_row_level_security(database), ours.session() as session:
        act_for(session, key[0])
        assert session.get(Member, key) is not None
        act_for(session, ours.organisation_id)
        assert session.get(Member, key) is None


def test_rows_that_come_along_are_narrowed_too(ours: Tenant, theirs: Tenant) -> None:
    """No model has a relationship today; the guard holds for the first one that will."""

    class Planted(DeclarativeBase):
        """Models of this test alone."""

    class Group(Planted, TenantOwned):
        __tablename__ = "planted_group"
        organisation_id: Mapped[OrganisationId] = mapped_column(sa.Uuid(), primary_key=True)
        id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
        parts: Mapped[list["Part"]] = relationship(primaryjoin="foreign(Part.group_id) == Group.id", viewonly=True)

    class Part(Planted, TenantOwned):
        __tablename__ = "planted_part"
        organisation_id: Mapped[OrganisationId] = mapped_column(sa.Uuid(), primary_key=True)
        id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
        group_id: Mapped[int]

    engine = sa.create_engine("sqlite://")
    Planted.metadata.create_all(engine)
    with Session(engine, expire_on_commit=False) as session:
        for tenant in (ours, theirs):
            act_for(session, tenant.organisation_id)
            session.add_all([Group(id=1), Part(id=1, group_id=1)])
            session.commit()
        group = session.scalars(sa.select(Group).options(joinedload(Group.parts))).unique().one()
        assert {part.organisation_id for part in group.parts} == {theirs.organisation_id}
        session.expunge_all()
        with without_orm_guard():
            found = session.scalars(sa.select(Group).options(joinedload(Group.parts))).unique().all()
            assert {part.organisation_id for group in found for part in group.parts} == {
                ours.organisation_id,
                theirs.organisation_id,
            }
    engine.dispose()
