"""Members: seats, ending a membership, leaving, the second factor that owners see; on both databases."""

from collections.abc import Callable
from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.identity.commands import sign_in as begin_sign_in
from accountability.identity.domain import Account
from accountability.identity.models import Person, SignInSession
from accountability.journal import JournalEntry
from accountability.organisation import commands, domain, queries
from accountability.organisation.models import Membership
from tests.support.client import CheckingClient
from tests.support.databases import PinnedDatabase
from tests.support.tenants import Tenant

SignIn = Callable[[str], CheckingClient]


def end(session: Session, ours: Tenant, role: str, at: datetime, *, by: str = "owner") -> None:
    member = queries.get_member(session, ours.actor(role).member_id)
    commands.end_membership(session, member, by=ours.actor(by), at=at)


def test_free_seats_are_counted_apart(sign_in: SignIn, ours: Tenant) -> None:
    for role in ("viewer", "board", "reviewer"):
        ours.actor(role)
    page = sign_in("owner").get("/organisation").text
    assert "4 members, 2 of them in free seats" in page
    assert page.count("Free seat") == 2


def test_only_owners_see_who_has_a_second_factor(sign_in: SignIn, ours: Tenant, session: Session, at: datetime) -> None:
    person = ours.actor("viewer").person_id
    with session.begin():
        session.execute(sa.update(Person).where(Person.id == person).values(second_factor_since=at))
    ours.actor("owner")
    assert "econd factor" not in sign_in("viewer").get("/organisation").text
    page = sign_in("owner").get("/organisation").text
    assert page.count("No second factor") == 1
    assert page.count("Second factor") == 1


def test_a_former_member_stays_beside_what_they_did(sign_in: SignIn, ours: Tenant, session: Session, at: datetime) -> None:
    name = ours.actor("viewer").name
    client = sign_in("owner")
    client.post(f"/organisation/members/{ours.actor('viewer').member_id}/end")
    assert f"{name} is no longer a member." in client.get("/organisation").text
    page = client.get("/organisation").text
    assert "Former members" in page
    assert name in page
    assert name in queries.names_of_members(session).values()
    assert name not in [member.name for member in queries.list_members(session)]


def test_a_membership_that_ends_takes_its_sign_ins_along(session: Session, ours: Tenant, theirs: Tenant, at: datetime) -> None:
    person = ours.actor("viewer").person_id
    ours.token("viewer")
    elsewhere = begin_sign_in(session, person, acting_for=theirs.organisation_id, at=at)
    end(session, ours, "viewer", at)
    left = session.scalars(sa.select(SignInSession).where(SignInSession.person_id == person)).all()
    assert [row.organisation_id for row in left] == [theirs.organisation_id]
    assert elsewhere
    assert session.scalars(sa.select(Membership).where(Membership.person_id == person)).all() == []


def test_a_membership_that_ends_takes_open_invitations_to_the_person_along(session: Session, ours: Tenant, at: datetime) -> None:
    owner = ours.actor("owner")
    new = domain.NewInvitation(email="new@example.org", role="viewer")
    commands.invite_colleague(session, new, by=owner, at=at, address=str)
    member = queries.get_member(session, ours.actor("viewer").member_id)
    member.email = "new@example.org"  # came in otherwise
    end(session, ours, "viewer", at)
    assert queries.list_invitations(session) == []


def test_who_was_a_member_can_be_invited_again_as_somebody_new(session: Session, ours: Tenant, at: datetime) -> None:
    before = queries.get_member(session, ours.actor("viewer").member_id)
    end(session, ours, "viewer", at)
    person = Account(person_id=ours.actor("viewer").person_id, email=before.email)
    after = commands.add_member(session, person, name="Ana", given=domain.Given(role="viewer"), at=at)
    assert after.id != before.id


def test_a_member_whose_account_is_erased_is_a_former_member(session: Session, ours: Tenant, at: datetime) -> None:
    member = queries.get_member(session, ours.actor("viewer").member_id)
    session.execute(sa.delete(Membership).where(Membership.member_id == member.id))
    commands.end_membership(session, member, by=None, at=at)
    assert member.left_at == at
    owner = queries.get_member(session, ours.actor("owner").member_id)
    with pytest.raises(domain.LastOwnerStays):
        commands.end_membership(session, owner, by=None, at=at)


def test_a_member_leaves_on_their_own(sign_in: SignIn, ours: Tenant, session: Session) -> None:
    ours.actor("owner")
    client = sign_in("viewer")
    client.get("/organisation/leave")
    client.post("/organisation/leave")
    client.actor = None
    client.get("/", expect=303)
    fact = session.scalars(sa.select(JournalEntry).where(JournalEntry.kind == "MembershipEnded")).one()
    assert fact.details["by_themselves"] is True


def test_the_last_owner_cannot_leave(sign_in: SignIn, ours: Tenant) -> None:
    page = sign_in("owner").post("/organisation/leave", expect=422).text
    assert "An organisation always has an owner" in page


def test_the_last_owner_keeps_the_role(sign_in: SignIn, ours: Tenant) -> None:
    path = f"/organisation/members/{ours.actor('owner').member_id}/role"
    assert "An organisation always has an owner" in sign_in("owner").post(path, {"role": "viewer"}, expect=422).text


def test_an_owner_hands_over(sign_in: SignIn, ours: Tenant) -> None:
    client = sign_in("owner")
    client.post(f"/organisation/members/{ours.actor('viewer').member_id}/role", {"role": "owner"})
    client.post(f"/organisation/members/{ours.actor('owner').member_id}/role", {"role": "viewer"})
    client.get("/organisation/roles", expect=403)


def test_an_owner_who_is_not_the_last_ends_their_own_membership(sign_in: SignIn, ours: Tenant) -> None:
    client = sign_in("owner")
    client.post(f"/organisation/members/{ours.actor('viewer').member_id}/role", {"role": "owner"})
    client.post(f"/organisation/members/{ours.actor('owner').member_id}/end")
    client.actor = None
    client.get("/", expect=303)


def test_somebody_who_signs_in_and_acts_for_no_organisation_is_told_why(
    sign_in: SignIn, session: Session, ours: Tenant, at: datetime
) -> None:
    client = sign_in("viewer")
    person = ours.actor("viewer").person_id
    end(session, ours, "viewer", at)
    session.commit()
    client.actor = None
    assert "You act for no organisation" not in client.get("/sign-in").text
    with session.begin():
        token = begin_sign_in(session, person, at=at)
    with client.browser.session_transaction() as cookie:
        cookie["_user_id"] = token
    assert client.get("/", expect=303).location.startswith("/sign-in")
    assert "You act for no organisation now" in client.get("/sign-in").text


def test_an_organisation_of_a_person_who_left_one_is_still_there(
    session: Session, ours: Tenant, theirs: Tenant, database: PinnedDatabase, at: datetime
) -> None:
    person = ours.actor("viewer").person_id
    with theirs.session() as other, other.begin():
        member = queries.get_member(other, theirs.actor("viewer").member_id)
        other.execute(sa.delete(Membership).where(Membership.person_id == theirs.actor("viewer").person_id))
        other.add(Membership(person_id=person, organisation_id=theirs.organisation_id, member_id=member.id))
    end(session, ours, "viewer", at)
    token = begin_sign_in(session, person, at=at)
    presence = queries.find_presence(session, token, at=at)
    assert presence is not None
    assert presence.actor.organisation_id == theirs.organisation_id


def test_an_owner_who_goes_steps_down_unless_they_are_the_last(session: Session, ours: Tenant, at: datetime) -> None:
    first, second = (queries.get_member(session, ours.actor(role).member_id) for role in ("owner", "viewer"))
    with pytest.raises(domain.LastOwnerStays):
        commands.step_down(session, first, at=at)
    commands.step_down(session, second, at=at)
    commands.give_role(session, second, domain.Given(role="owner"), by=ours.actor("owner"), at=at)
    commands.step_down(session, first, at=at)
    assert (first.role.value, second.role.value) == ("viewer", "owner")
