"""What people do about their organisation, on both databases."""

import uuid
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.access import Role
from accountability.database import NotFound
from accountability.identity import commands as identity
from accountability.identity import domain as people
from accountability.identity.queries import get_account
from accountability.journal import JournalEntry
from accountability.organisation import commands, domain, queries
from accountability.tenancy import act_for
from tests.support.tenants import Tenant

PROFILE = domain.Profile(name="Nova", country="AL", size_band=domain.SizeBand.LARGE, themes=("media",))


def account(session: Session, at: datetime, email: str = "new@example.org") -> people.Account:
    return identity.make_account(session, people.NewPerson(name="Ana", email=email, password="a long sentence"), at=at)


def invite(session: Session, ours: Tenant, at: datetime, email: str = "new@example.org") -> domain.InvitationId:
    new = domain.NewInvitation(email=email, role="viewer")
    return commands.invite_colleague(session, new, by=ours.actor(Role.OWNER), at=at, address=lambda token: f"/x/{token}").id


def test_describing_changes_what_is_said_and_is_journalled(session: Session, ours: Tenant, at: datetime) -> None:
    commands.describe(session, PROFILE, by=ours.actor(Role.OWNER), at=at)
    found = queries.get_organisation(session)
    assert (found.name, found.country, found.themes) == ("Nova", "AL", ["media"])
    assert session.scalars(sa.select(JournalEntry.kind)).all() == ["ProfileChanged"]


def test_a_member_is_not_invited_again(session: Session, ours: Tenant, at: datetime) -> None:
    with pytest.raises(domain.IsMemberAlready):
        invite(session, ours, at, ours.actor(Role.VIEWER).name and f"viewer@{ours.organisation_id}.example")


def test_an_invitation_is_for_its_own_address(session: Session, ours: Tenant, at: datetime) -> None:
    invitation = queries.get_invitation(session, invite(session, ours, at))
    other = account(session, at, "other@example.org")
    with pytest.raises(domain.InvitationIsForAnother):
        commands.accept_invitation(session, invitation, account=other, name="Ana", at=at)


@pytest.mark.parametrize("late", [timedelta(days=14, seconds=1), timedelta(days=400)])
def test_an_invitation_lapses(session: Session, ours: Tenant, at: datetime, late: timedelta) -> None:
    invitation = queries.get_invitation(session, invite(session, ours, at))
    with pytest.raises(domain.InvitationHasLapsed):
        commands.accept_invitation(session, invitation, account=account(session, at), name="Ana", at=at + late)
    assert queries.list_open_invitations(session, at=at + late) == []


def test_withdrawing_twice_is_withdrawing_once(session: Session, ours: Tenant, at: datetime) -> None:
    invitation = queries.get_invitation(session, invite(session, ours, at))
    for _ in range(2):
        commands.withdraw_invitation(session, invitation, by=ours.actor(Role.OWNER), at=at)
    kinds = session.scalars(sa.select(JournalEntry.kind)).all()
    assert kinds.count("InvitationWithdrawn") == 1


def test_somebody_who_is_a_member_cannot_join_once_more(session: Session, ours: Tenant, at: datetime) -> None:
    invitation = queries.get_invitation(session, invite(session, ours, at, "viewer@example.org"))
    somebody = account(session, at, "viewer@example.org")
    commands.add_member(session, somebody, name="Ana", given=domain.Given(role="viewer"), at=at)
    with pytest.raises(domain.IsMemberAlready):
        commands.accept_invitation(session, invitation, account=somebody, name="Ana", at=at)


def test_an_unknown_invitation_and_account_are_not_found(session: Session, ours: Tenant) -> None:
    with pytest.raises(NotFound):
        queries.get_invitation(session, domain.InvitationId(ours.organisation_id))
    with pytest.raises(NotFound):
        get_account(session, uuid.UUID(int=0))  # type: ignore[arg-type]


def test_an_organisation_that_is_not_there_is_not_found(session: Session, ours: Tenant) -> None:
    act_for(session, ours.organisation_id.__class__(int=5))  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        queries.get_organisation(session)


def test_a_sign_in_of_somebody_without_membership_stands_for_nobody(session: Session, ours: Tenant, at: datetime) -> None:
    token = identity.sign_in(session, account(session, at).person_id, at=at)
    assert queries.find_presence(session, token, at=at) is None


def test_the_first_organisation_is_chosen_when_none_is(session: Session, ours: Tenant, at: datetime) -> None:
    token = identity.sign_in(session, ours.actor(Role.BOARD).person_id, at=at)
    presence = queries.find_presence(session, token, at=at)
    assert presence is not None
    assert presence.actor == replace(ours.actor(Role.BOARD), confirmed_at=at)


def test_what_an_organisation_mainly_is_may_be_said_and_taken_back(session: Session, ours: Tenant, at: datetime) -> None:
    foundation = replace(PROFILE, kind=domain.OrganisationType.FOUNDATION)
    commands.describe(session, foundation, by=ours.actor(Role.OWNER), at=at)
    assert queries.get_organisation(session).traits == domain.Traits(
        size_band=domain.SizeBand.LARGE, country="AL", kind=domain.OrganisationType.FOUNDATION
    )
    commands.describe(session, PROFILE, by=ours.actor(Role.OWNER), at=at)
    assert queries.get_organisation(session).traits.kind is None
