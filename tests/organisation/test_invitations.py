"""Inviting one or many, sending again, coming in: as people do it, on both databases."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.identity import commands as identity
from accountability.identity.domain import NewPerson
from accountability.identity.models import Person, SignInSession
from accountability.organisation import commands, domain, queries
from accountability.organisation.models import Invitation
from tests.support.client import CheckingClient
from tests.support.databases import PinnedDatabase
from tests.support.letters import letters_to, link_to
from tests.support.tenants import Tenant

pytestmark = pytest.mark.usefixtures("app")  # all capabilities have named their rules

SignIn = Callable[[str], CheckingClient]
PASSWORD = "lime trees along the river"
NEW = "new@example.org"
LIST = "name,email,role,language\nAna,ana@example.org,contributor,mk\n=1+1,bo@example.org,board,\n,not an address,viewer,\n"


@pytest.fixture
def owner(sign_in: SignIn) -> CheckingClient:
    return sign_in("owner")


def invite(client: CheckingClient, **more: object) -> None:
    client.post("/organisation/colleagues/invite", {"email": NEW, "role": "viewer", "language": "en", **more})


def leave_browser(client: CheckingClient) -> None:
    client.post("/sign-out")
    client.actor = None


def account(database: PinnedDatabase, at: datetime, email: str = NEW) -> Person:
    with database.transaction() as session:
        made = identity.make_account(session, NewPerson(name="Ana", email=email, password=PASSWORD), at=at)
        return session.get_one(Person, made.person_id)


def test_the_name_the_inviter_typed_is_a_proposal(owner: CheckingClient, database: PinnedDatabase) -> None:
    invite(owner, name="Ana Petrova")
    assert "Hello Ana Petrova," in letters_to(database, NEW)[-1].text
    leave_browser(owner)
    assert 'value="Ana Petrova"' in owner.get(link_to(database, NEW)).text


def test_who_invites_an_address_twice_is_told_so(owner: CheckingClient) -> None:
    invite(owner)
    page = owner.post("/organisation/colleagues/invite", {"email": NEW, "role": "viewer"}, expect=422).text
    assert "is invited already" in page


def test_inviting_says_nothing_of_accounts_elsewhere(owner: CheckingClient, database: PinnedDatabase, at: datetime) -> None:
    account(database, at, "known@example.org")
    pages = []
    for email in ("known@example.org", "unknown@example.org"):
        invite(owner, email=email)
        pages.append(owner.get("/organisation").text.replace(email, "x"))
        found = re.search(r'action="(/organisation/invitations/[^"]+/withdraw)"', pages[-1])
        assert found
        owner.post(found[1])
        owner.get("/organisation")
    known, unknown = (re.sub(r"[0-9a-f-]{36}|value=\"[^\"]+\"", "", page) for page in pages)
    assert known == unknown


def test_sending_again_gives_a_new_link_and_ends_the_old_one(owner: CheckingClient, ours: Tenant, database: PinnedDatabase) -> None:
    invite(owner)
    old = link_to(database, NEW)
    ours.at = owner.at = owner.at + timedelta(days=20)
    owner.sign_in(ours, "owner")
    page = owner.get("/organisation").text
    assert "Lapsed" in page
    again = re.search(r'action="(/organisation/invitations/[^"]+/send-again)"', page)
    assert again
    owner.post(again[1])
    assert "Open" in owner.get("/organisation").text
    leave_browser(owner)
    owner.get(old, expect=404)
    owner.post(link_to(database, NEW), {"name": "Ana", "password": PASSWORD})
    assert "Ana" in owner.get("/organisation").text


def test_a_lapsed_invitation_makes_room_for_a_new_one(session: Session, ours: Tenant, at: datetime) -> None:
    new, by = domain.NewInvitation(email=NEW, role="viewer"), ours.actor("owner")
    commands.invite_colleague(session, new, by=by, at=at, address=str)
    commands.invite_colleague(session, new, by=by, at=at + timedelta(days=15), address=str)
    assert len(queries.list_invitations(session)) == 1


def test_an_ended_invitation_is_not_sent_again(session: Session, ours: Tenant, at: datetime) -> None:
    by = ours.actor("owner")
    made = commands.invite_colleague(session, domain.NewInvitation(email=NEW, role="viewer"), by=by, at=at, address=str)
    commands.withdraw_invitation(session, made, by=by, at=at)
    with pytest.raises(domain.InvitationHasLapsed):
        commands.send_again(session, made, by=by, at=at, address=str)


def test_who_became_a_member_otherwise_is_not_written_to_again(session: Session, ours: Tenant, at: datetime) -> None:
    by = ours.actor("owner")
    made = commands.invite_colleague(session, domain.NewInvitation(email=NEW, role="viewer"), by=by, at=at, address=str)
    queries.get_member(session, ours.actor("viewer").member_id).email = NEW
    with pytest.raises(domain.IsMemberAlready):
        commands.send_again(session, made, by=by, at=at, address=str)


def test_somebody_comes_in_with_a_role_of_the_organisations_own(session: Session, ours: Tenant, at: datetime) -> None:
    by = ours.actor("owner")
    role = commands.make_role(session, domain.NewRole(name="Finance", permissions=frozenset({"READ_SURVEYS"})), by=by, at=at)
    new = domain.NewInvitation(email=NEW, role="custom", custom_role_id=role.id)
    invitation = commands.invite_colleague(session, new, by=by, at=at, address=str)
    made = identity.make_account(session, NewPerson(name="Ana", email=NEW, password=PASSWORD), at=at)
    actor = commands.accept_invitation(session, invitation, account=made, name="Ana", at=at)
    assert actor.permissions == {"READ_SURVEYS"}


def test_open_invitations_have_a_limit(session: Session, ours: Tenant, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accountability.organisation.domain.invitations.MOST_OPEN", 1)
    by = ours.actor("owner")
    commands.invite_colleague(session, domain.NewInvitation(email=NEW, role="viewer"), by=by, at=at, address=str)
    with pytest.raises(domain.TooManyInvitations):
        commands.invite_colleague(session, domain.NewInvitation(email="b@example.org", role="viewer"), by=by, at=at, address=str)


def test_a_list_is_looked_at_before_anything_is_sent(owner: CheckingClient, database: PinnedDatabase) -> None:
    page = owner.post("/organisation/colleagues/invite-many", {"pasted": LIST}, expect=200).text
    assert "Nothing is sent yet" in page
    assert "2 people will be invited. One row is left out." in page
    assert "This is no mail address" in page
    assert letters_to(database, "ana@example.org") == []


def test_a_list_with_wrong_rows_can_be_put_right_without_typing_it_again(owner: CheckingClient) -> None:
    page = owner.post("/organisation/colleagues/invite-many", {"pasted": LIST}, expect=200)
    assert page.text.count("=1+1") == 3  # to be sent, looked at, to be corrected
    assert "Look at the list again" in page.text
    right = "\n".join(line for line in LIST.splitlines() if "@" in line or "email" in line)
    page = owner.post("/organisation/colleagues/invite-many", {"pasted": right}, expect=200)
    assert "Look at the list again" not in page.text


def test_a_list_is_sent_once_it_was_looked_at(owner: CheckingClient, database: PinnedDatabase, session: Session) -> None:
    owner.post("/organisation/colleagues/invite-many", {"looked_at": LIST})
    assert "2 invitations are on their way. One row was left out." in owner.get("/organisation").text
    assert {(row.email, row.name, row.language, row.role.value) for row in session.scalars(sa.select(Invitation))} == {
        ("ana@example.org", "Ana", "mk", "contributor"),
        ("bo@example.org", "=1+1", "en", "board"),
    }
    assert len(letters_to(database, "ana@example.org")) == 1


def test_a_list_comes_as_a_file(owner: CheckingClient) -> None:
    file = {"file": (BytesIO(b"\xef\xbb\xbf" + LIST.replace(",", ";").encode()), "list.csv")}
    page = owner.post("/organisation/colleagues/invite-many", file, expect=200).text
    assert "2 people will be invited" in page


def test_a_list_that_cannot_be_read_is_refused_with_its_reason(owner: CheckingClient) -> None:
    file = {"file": (BytesIO("email,role\nč@example.org,viewer".encode("cp1250")), "list.csv")}
    assert "not text in UTF-8" in owner.post("/organisation/colleagues/invite-many", file, expect=422).text
    assert "Choose a file, or paste" in owner.post("/organisation/colleagues/invite-many", {"pasted": " "}, expect=422).text
    assert "first row must name" in owner.post("/organisation/colleagues/invite-many", {"pasted": "a@b"}, expect=422).text
    assert "nobody on this list" in owner.post("/organisation/colleagues/invite-many", {"looked_at": "email,role"}, expect=422).text


def test_a_list_is_judged_anew_when_it_is_sent(owner: CheckingClient, database: PinnedDatabase) -> None:
    invite(owner, email="ana@example.org")
    owner.post("/organisation/colleagues/invite-many", {"looked_at": LIST})
    assert "One invitation is on its way. 2 rows were left out." in owner.get("/organisation").text
    assert len(letters_to(database, "ana@example.org")) == 1


def test_who_has_an_account_signs_in_first_and_comes_back(owner: CheckingClient, database: PinnedDatabase, at: datetime) -> None:
    account(database, at)
    invite(owner)
    leave_browser(owner)
    link = link_to(database, NEW)
    page = owner.get(link).text
    assert "You have an account with new@example.org already" in page
    assert f"after={link}" in page.replace("%2F", "/")
    assert "has an account already" in owner.post(link, {"name": "Ana", "password": PASSWORD}, expect=422).text
    owner.post(f"/sign-in?after={link}", {"email": NEW, "password": PASSWORD})


def test_somebody_signed_in_joins_with_one_button(
    owner: CheckingClient, theirs: Tenant, database: PinnedDatabase, session: Session
) -> None:
    guest = f"viewer@{theirs.organisation_id}.example"
    theirs.actor("viewer")
    invite(owner, email=guest)
    owner.sign_in(theirs, "viewer")
    owner.may_see_neighbour = True
    link = link_to(database, guest)
    assert f"You are signed in as {guest}" in owner.get(link).text
    owner.post(link)
    owner.actor = None
    assert "Otvorena Vrata" in owner.get("/organisation").text
    proven = session.scalars(sa.select(SignInSession.factor_at).where(SignInSession.person_id == theirs.actor("viewer").person_id))
    assert list(proven) == [theirs.at], "what was proven goes along, and the old sign-in is gone"


def test_only_the_invited_address_comes_in(owner: CheckingClient, theirs: Tenant, database: PinnedDatabase) -> None:
    invite(owner)
    owner.sign_in(theirs, "viewer")
    owner.may_see_neighbour = True
    link = link_to(database, NEW)
    assert "sent to another mail address" in owner.get(link).text
    owner.post(link, expect=422)


def test_nobody_comes_in_after_two_weeks_nor_by_a_forgotten_password(
    owner: CheckingClient, database: PinnedDatabase, session: Session
) -> None:
    invite(owner)
    leave_browser(owner)
    owner.at += timedelta(days=14, minutes=1)
    link = link_to(database, NEW)
    assert "no longer open" in owner.get(link).text
    owner.post(link, {"name": "Ana", "password": PASSWORD}, expect=422)
    owner.post("/forgotten-password", {"email": NEW})
    owner.get(link)
    owner.post(link, {"name": "Ana", "password": PASSWORD}, expect=422)
    assert session.scalars(sa.select(Person).where(Person.email == NEW)).all() == []


def test_an_account_does_not_wake_a_lapsed_invitation(owner: CheckingClient, theirs: Tenant, database: PinnedDatabase) -> None:
    guest = f"viewer@{theirs.organisation_id}.example"
    theirs.actor("viewer")
    invite(owner, email=guest)
    theirs.at = owner.at = owner.at + timedelta(days=15)
    owner.sign_in(theirs, "viewer")
    owner.may_see_neighbour = True
    owner.post(link_to(database, guest), expect=422)


def test_a_weak_password_does_not_join(owner: CheckingClient, database: PinnedDatabase) -> None:
    invite(owner)
    leave_browser(owner)
    link = link_to(database, NEW)
    owner.post(link, {"name": "Ana", "password": "short"}, expect=422)
    assert "Your name" in owner.get(link).text


def test_a_sign_in_through_a_provider_joins_no_other_organisation(
    owner: CheckingClient, theirs: Tenant, database: PinnedDatabase, session: Session
) -> None:
    guest = f"viewer@{theirs.organisation_id}.example"
    theirs.actor("viewer")
    invite(owner, email=guest)
    owner.sign_in(theirs, "viewer")
    owner.may_see_neighbour = True
    session.execute(sa.update(SignInSession).values(is_bound=True))
    session.commit()
    assert "only for it" in owner.post(link_to(database, guest), expect=422).text
