"""Convening, inviting, joining, confirming, leaving: on both databases, beside a neighbour."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from accountability.access import Role
from accountability.database import NotFound
from accountability.network import commands, domain, queries
from accountability.network.domain import MembershipState
from accountability.network.models import Network, NetworkMember, RoundMember
from accountability.outbox import OutboxMail
from accountability.tenancy import ForeignRow
from tests.factories import network as make
from tests.factories.network import Circle
from tests.support.tenants import Tenant


def test_a_network_of_that_name_is_convened_once(convenor: Tenant, at: datetime) -> None:
    make.convene(convenor, at=at)
    with pytest.raises(domain.NetworkNameIsTaken):
        make.convene(convenor, at=at)


def test_two_convenors_may_choose_the_same_name(convenor: Tenant, theirs: Tenant, at: datetime) -> None:
    make.convene(convenor, at=at)
    make.convene(theirs, at=at)


def test_each_address_gets_one_letter_while_its_invitation_is_open(circle: Circle, at: datetime) -> None:
    with circle.convenor.session() as session:
        network = queries.get_network(session, circle.network_id)
        by = circle.convenor.actor(Role.COORDINATOR)
        sent = [
            len(commands.invite_organisations(session, network, emails=emails, by=by, at=at, address=str))
            for emails in (["a@example.org", "b@example.org"], ["b@example.org", "c@example.org"], ["a@example.org"])
        ]
        assert sent == [2, 1, 0]
        letters = session.scalars(sa.select(OutboxMail.recipient).where(OutboxMail.recipient.like("_@example.org")))
        assert sorted(letters) == ["a@example.org", "b@example.org", "c@example.org"]


def test_the_first_network_joined_becomes_home_and_the_second_does_not(
    circle: Circle, ours: Tenant, theirs: Tenant, at: datetime
) -> None:
    make.join(make.convene(theirs, at=at), ours, at=at)
    with ours.session() as session:
        homes = [member.is_home for member in queries.list_memberships(session)]
        assert sorted(homes) == [False, True]


def test_an_invitation_works_once(circle: Circle, ours: Tenant, theirs: Tenant, at: datetime) -> None:
    token = make.invite(circle, at=at)
    with theirs.session() as session, session.begin():
        invitation = queries.find_invitation_address(session, token)
        assert invitation
        commands.accept_invitation(session, invitation, by=theirs.actor(), at=at)
    with ours.session() as session:
        assert queries.find_invitation_address(session, token) is None


def test_two_who_open_the_same_invitation_at_once_do_not_both_join(circle: Circle, theirs: Tenant, at: datetime) -> None:
    token = make.invite(circle, at=at)
    with theirs.session() as session:
        invitation = queries.find_invitation_address(session, token)
        assert invitation
        invitation.invitation_id = _used_invitation(circle)
        with pytest.raises(domain.InvitationHasLapsed), session.no_autoflush:
            commands.accept_invitation(session, invitation, by=theirs.actor(), at=at)


def _network(circle: Circle) -> Network:
    with circle.convenor.session() as session:
        return queries.get_network(session, circle.network_id)


def _used_invitation(circle: Circle) -> domain.NetworkInvitationId:
    with circle.convenor.session() as session:
        return session.scalars(sa.select(NetworkMember.invitation_id)).first()  # type: ignore[return-value]


def test_an_old_invitation_has_lapsed(circle: Circle, theirs: Tenant, at: datetime) -> None:
    token = make.invite(circle, at=at)
    with theirs.session() as session:
        invitation = queries.find_invitation_address(session, token)
        assert invitation
        with pytest.raises(domain.InvitationHasLapsed):
            commands.accept_invitation(session, invitation, by=theirs.actor(), at=at + timedelta(days=61))


def test_a_member_does_not_join_twice(circle: Circle, ours: Tenant, at: datetime) -> None:
    token = make.invite(circle, at=at)
    with ours.session() as session:
        invitation = queries.find_invitation_address(session, token)
        assert invitation
        with pytest.raises(domain.IsMemberAlready):
            commands.accept_invitation(session, invitation, by=ours.actor(), at=at)


def test_a_withdrawn_invitation_leads_nowhere(circle: Circle, at: datetime) -> None:
    token = make.invite(circle, at=at)
    with circle.convenor.session() as session:
        network = queries.get_network(session, circle.network_id)
        [invitation] = queries.list_open_invitations(session, network, at=at)
        for _ in range(2):
            commands.withdraw_invitation(session, invitation, by=circle.convenor.actor(Role.COORDINATOR), at=at)
        assert queries.find_invitation_address(session, token) is None
        assert queries.list_open_invitations(session, network, at=at) == []


def test_who_leaves_and_comes_back_is_confirmed_anew(circle: Circle, ours: Tenant, at: datetime) -> None:
    make.leave(circle, ours, at=at)
    later = at + timedelta(days=1)
    make.join(circle, ours, at=later, is_verified=False)
    with ours.session() as session:
        member = queries.get_membership(session, circle.network_id)
        assert (member.state, member.is_home) == (MembershipState.JOINED, True)
    make.verify(circle, ours, at=later)
    with ours.session() as session:
        assert queries.get_membership(session, circle.network_id).state is MembershipState.VERIFIED


def test_who_left_is_gone_for_both_sides(circle: Circle, ours: Tenant, at: datetime) -> None:
    with ours.session() as session, session.begin():
        member = queries.get_membership(session, circle.network_id)
        commands.leave_network(session, member, by=ours.actor(), at=at)
        with pytest.raises(domain.IsNotMember):
            commands.leave_network(session, member, by=ours.actor(), at=at)
    with circle.convenor.session() as session:
        network = queries.get_network(session, circle.network_id)
        assert queries.list_members(session, network) == []
        with pytest.raises(NotFound):
            queries.get_member(session, network, ours.organisation_id)


def test_home_moves_only_by_leaving(circle: Circle, ours: Tenant, theirs: Tenant, at: datetime) -> None:
    other = make.convene(theirs, at=at)
    make.join(other, ours, at=at)
    with ours.session() as session, session.begin(), pytest.raises(domain.HasHomeNetwork):
        commands.choose_home_network(session, queries.get_membership(session, other.network_id), by=ours.actor(), at=at)
    make.leave(circle, ours, at=at)
    with ours.session() as session, session.begin():
        commands.choose_home_network(session, queries.get_membership(session, other.network_id), by=ours.actor(), at=at)
        home = queries.find_home(session)
        assert home
        assert home.network_id == other.network_id


def test_the_database_itself_holds_one_home_network(circle: Circle, ours: Tenant, theirs: Tenant, at: datetime) -> None:
    other = make.convene(theirs, at=at)
    make.join(other, ours, at=at)
    with ours.session() as session:
        for row in session.scalars(sa.select(NetworkMember)):
            row.is_home = True
        with pytest.raises(sa.exc.IntegrityError):
            session.flush()


def test_what_is_not_ours_is_not_found(circle: Circle, ours: Tenant, theirs: Tenant, at: datetime) -> None:
    round_id = make.open_round(circle, at=at)
    with theirs.session() as session:
        assert queries.find_network(session, circle.network_id) is None
        assert queries.find_round(session, round_id) is None
        for ask in (
            lambda: queries.get_network(session, circle.network_id),
            lambda: queries.get_membership(session, circle.network_id),
            lambda: queries.get_round(session, round_id),
            lambda: queries.get_participation(session, round_id),
            lambda: queries.get_invitation(session, _network(circle), _used_invitation(circle)),
        ):
            with pytest.raises(NotFound):
                ask()


def test_an_invitation_belongs_to_its_network(circle: Circle, at: datetime) -> None:
    other = make.convene(circle.convenor, at=at, name="Druga")
    with circle.convenor.session() as session, pytest.raises(NotFound):
        queries.get_invitation(session, queries.get_network(session, other.network_id), _used_invitation(circle))


def test_members_of_one_network_do_not_see_each_other(circle: Circle, ours: Tenant, theirs: Tenant, at: datetime) -> None:
    make.join(circle, theirs, at=at)
    make.open_round(circle, at=at)
    with ours.session() as session:
        assert {row.organisation_id for row in session.scalars(sa.select(NetworkMember))} == {ours.organisation_id}
        assert {row.organisation_id for row in session.scalars(sa.select(RoundMember))} == {ours.organisation_id}


def test_who_convenes_a_network_does_not_belong_to_it_by_that(circle: Circle) -> None:
    with circle.convenor.session() as session:
        assert queries.find_membership(session, circle.network_id) is None
        assert queries.list_memberships(session) == []
    with circle.members[0].session() as session:
        assert queries.find_membership(session, circle.network_id)


def test_a_shared_row_of_two_others_cannot_be_written(circle: Circle, ours: Tenant, theirs: Tenant, at: datetime) -> None:
    with theirs.session() as session:
        session.add(
            NetworkMember(
                convenor_id=circle.convenor.organisation_id, organisation_id=ours.organisation_id, network_id=circle.network_id
            )
        )
        with pytest.raises(ForeignRow):
            session.flush()


def test_a_convenor_lists_its_networks_with_their_size(circle: Circle, theirs: Tenant, at: datetime) -> None:
    make.join(circle, theirs, at=at)
    with circle.convenor.session() as session:
        [found] = queries.list_convened_networks(session)
        assert (found.network.name, found.members) == ("Mreža", 2)
        assert queries.count_verified(queries.list_members(session, found.network)) == 2
