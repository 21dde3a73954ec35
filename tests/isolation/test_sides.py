"""Rows between two organisations: one side makes them, each changes its own columns. Each of the two walls holds that alone."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from accountability.network.domain import NetworkInvitationId, RoundId
from accountability.network.models import NetworkMember, RoundMember
from accountability.tenancy import ForeignRow
from tests.factories import network as make
from tests.factories.network import Circle
from tests.support.databases import PinnedDatabase, without_orm_guard, without_row_level_security
from tests.support.tenants import Tenant, make_tenant

LONG_AGO = datetime.fromisoformat("2020-01-01T00:00:00+00:00")
OTHERS_SIDE = "row-level security|own columns"
Deed = Callable[[Session, Circle], None]


@pytest.fixture
def circle(database: PinnedDatabase, ours: Tenant, at: datetime) -> Circle:
    """A network that ours belongs to, with a round that is open."""
    circle = make.convene(make_tenant(database, "Krug", at=at), at=at)
    make.join(circle, ours, at=at)
    make.open_round(circle, at=at)
    return circle


def new_member(circle: Circle, tenant: Tenant, **more: object) -> NetworkMember:
    names = dict.fromkeys(("network_name", "convenor_name", "organisation_name"), "x")
    keys = {"convenor_id": circle.convenor.organisation_id, "organisation_id": tenant.organisation_id}
    made = {"invitation_id": NetworkInvitationId(uuid4()), "country": "XK", "is_home": False, "joined_at": LONG_AGO}
    return NetworkMember(**keys, **names, **made, network_id=circle.network_id, **more)


def confirm_oneself(session: Session, _circle: Circle) -> None:
    session.scalars(sa.select(NetworkMember)).one().verified_at = LONG_AGO


def move_the_round(session: Session, _circle: Circle) -> None:
    session.scalars(sa.select(RoundMember)).one().closes_on = date(2030, 1, 1)


def enter_another_round(session: Session, _circle: Circle) -> None:
    row = session.scalars(sa.select(RoundMember)).one()
    copied = {column.key: getattr(row, column.key) for column in sa.inspect(RoundMember).column_attrs}
    session.add(RoundMember(**copied | {"round_id": RoundId(uuid4())}))


def consent_for_a_member(session: Session, _circle: Circle) -> None:
    session.scalars(sa.select(RoundMember)).one().consent_given_at = LONG_AGO


def take_somebody_in(session: Session, circle: Circle) -> None:
    session.add(new_member(circle, make_tenant(circle.convenor.database, "Nova", at=circle.convenor.at)))


BY_MEMBER: tuple[Deed, ...] = (confirm_oneself, move_the_round, enter_another_round)
BY_CONVENOR: tuple[Deed, ...] = (consent_for_a_member, take_somebody_in)


def does(deed: Deed, circle: Circle) -> None:
    side = circle.convenor if deed in BY_CONVENOR else circle.members[0]
    with side.session() as session:
        deed(session, circle)
        session.flush()


@pytest.mark.parametrize("deed", [*BY_MEMBER, *BY_CONVENOR])
def test_the_session_lets_nobody_write_for_the_other_side(deed: Deed, circle: Circle, database: PinnedDatabase) -> None:
    with without_row_level_security(database), pytest.raises(ForeignRow):
        does(deed, circle)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.parametrize("deed", [*BY_MEMBER, *BY_CONVENOR])
def test_neither_does_the_database(deed: Deed, circle: Circle, database: PinnedDatabase) -> None:
    with without_orm_guard(), pytest.raises(DBAPIError, match=OTHERS_SIDE):
        does(deed, circle)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("deed", [confirm_oneself, move_the_round, consent_for_a_member])
def test_without_both_walls_it_is_written(deed: Deed, circle: Circle, database: PinnedDatabase) -> None:
    with without_orm_guard():
        does(deed, circle)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_nobody_joins_a_network_as_confirmed(circle: Circle, theirs: Tenant, database: PinnedDatabase) -> None:
    with theirs.session() as session:
        session.add(new_member(circle, theirs, verified_at=LONG_AGO))
        with pytest.raises(DBAPIError, match=OTHERS_SIDE):
            session.flush()


def test_many_shared_rows_are_not_changed_at_once(circle: Circle) -> None:
    with circle.convenor.session() as session, pytest.raises(ForeignRow):
        session.execute(sa.update(NetworkMember).values(verified_at=LONG_AGO))
