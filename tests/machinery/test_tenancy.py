"""The session's guard: what a feature forgets, it does not. Each case also stands without the guard, where it must leak."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.access import Role
from accountability.organisation.models import Invitation, Member, Organisation
from accountability.tenancy import ForeignRow, NoTenant, act_for, acting_for
from tests.support.databases import PinnedDatabase, without_orm_guard, without_row_level_security
from tests.support.tenants import Tenant


@pytest.fixture
def both(ours: Tenant, theirs: Tenant) -> tuple[Tenant, Tenant]:
    for tenant in (ours, theirs):
        tenant.actor(Role.OWNER)
        tenant.actor(Role.VIEWER)
    return ours, theirs


def test_a_select_sees_only_our_rows(both: tuple[Tenant, Tenant], session: Session) -> None:
    assert {row.organisation_id for row in session.scalars(sa.select(Member))} == {both[0].organisation_id}


def test_without_both_walls_the_same_select_leaks(both: tuple[Tenant, Tenant], database: PinnedDatabase) -> None:
    with without_orm_guard(), without_row_level_security(database), both[0].session() as session:
        assert len({row.organisation_id for row in session.scalars(sa.select(Member))}) == 2


def test_either_wall_alone_holds(both: tuple[Tenant, Tenant], database: PinnedDatabase) -> None:
    with without_row_level_security(database), both[0].session() as session:
        assert len({row.organisation_id for row in session.scalars(sa.select(Member))}) == 1
    if database.engine.dialect.name == "postgresql":
        with without_orm_guard(), both[0].session() as session:
            assert len({row.organisation_id for row in session.scalars(sa.select(Member))}) == 1


def test_joins_columns_counts_and_aliases_are_narrowed(both: tuple[Tenant, Tenant], session: Session) -> None:
    joined = sa.select(Organisation.name).join(Member, Member.organisation_id == Organisation.organisation_id)
    assert set(session.scalars(joined)) == {both[0].name}
    assert session.scalar(sa.select(sa.func.count()).select_from(Member)) == 2
    other = sa.orm.aliased(Member)
    assert {row.organisation_id for row in session.scalars(sa.select(other))} == {both[0].organisation_id}


def test_get_by_another_tenants_key_finds_nothing(both: tuple[Tenant, Tenant], session: Session) -> None:
    their_member = both[1].actor(Role.OWNER).member_id
    assert session.get(Member, (both[1].organisation_id, their_member)) is None


def test_update_and_delete_touch_only_our_rows(both: tuple[Tenant, Tenant], session: Session) -> None:
    session.execute(sa.update(Member).values(name="Changed"))
    session.execute(sa.delete(Member).where(Member.role == Role.VIEWER))
    session.commit()
    with both[1].session() as theirs:
        names = list(theirs.scalars(sa.select(Member.name)))
    assert len(names) == 2
    assert "Changed" not in names


def test_an_insert_is_filled_and_a_foreign_one_refused(both: tuple[Tenant, Tenant], session: Session) -> None:
    ours = both[0].actor(Role.OWNER)
    mine = Invitation(email="a@example.org", role=Role.VIEWER, invited_by=ours.member_id, invited_at=both[0].at)
    session.add(mine)
    session.flush()
    assert mine.organisation_id == both[0].organisation_id
    session.add(
        Invitation(
            organisation_id=both[1].organisation_id,
            email="b@example.org",
            role=Role.VIEWER,
            invited_by=ours.member_id,
            invited_at=both[0].at,
        )
    )
    with pytest.raises(ForeignRow):
        session.flush()


def test_a_statement_that_inserts_is_refused(session: Session) -> None:
    with pytest.raises(ForeignRow):
        session.execute(sa.insert(Member).values(name="x"))


def test_no_tenant_no_rows(database: PinnedDatabase) -> None:
    with database.session() as nobody:
        with pytest.raises(NoTenant):
            nobody.scalars(sa.select(Member))
        with pytest.raises(NoTenant):
            acting_for(nobody)


def test_switching_the_tenant_forgets_what_was_loaded(both: tuple[Tenant, Tenant], session: Session) -> None:
    theirs = both[1]
    mine = session.scalars(sa.select(Member)).first()
    act_for(session, theirs.organisation_id)
    assert mine not in session
    assert {row.organisation_id for row in session.scalars(sa.select(Member))} == {theirs.organisation_id}


def test_a_foreign_key_cannot_leave_the_tenant(both: tuple[Tenant, Tenant], session: Session) -> None:
    their_member = both[1].actor(Role.OWNER).member_id
    session.add(Invitation(email="c@example.org", role=Role.VIEWER, invited_by=their_member, invited_at=both[0].at))
    with pytest.raises(sa.exc.IntegrityError):
        session.flush()
