"""Roles of an organisation's own, and giving roles: commands and pages, on both databases."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.access import RULES, Role
from accountability.journal import JournalEntry
from accountability.organisation import commands, domain, queries
from accountability.organisation.models import CustomRole
from forms.organisation import GROUPS, PERMISSIONS
from tests.support.client import CheckingClient
from tests.support.tenants import Tenant

pytestmark = pytest.mark.usefixtures("app")  # all capabilities have named their rules

SignIn = Callable[[str], CheckingClient]
READER = domain.NewRole(name="Finance", permissions=frozenset({"READ_ASSESSMENTS"}))


def unnamed(named: dict[str, object]) -> set[str]:
    """Rules that a role may hold and that have no words, and words for rules that no role may hold."""
    return {name for name, rule in RULES.items() if rule.is_grantable} ^ set(named)


def test_every_permission_that_can_be_given_has_words(app: object) -> None:
    assert not unnamed(PERMISSIONS)
    assert {group for group, _ in PERMISSIONS.values()} == set(GROUPS)


def test_a_permission_without_words_is_noticed(app: object) -> None:
    assert unnamed({name: words for name, words in PERMISSIONS.items() if name != "RUN_SURVEY"}) == {"RUN_SURVEY"}


def test_a_role_is_made_given_changed_and_removed(session: Session, ours: Tenant, at: datetime) -> None:
    owner = ours.actor("owner")
    role = commands.make_role(session, READER, by=owner, at=at)
    commands.change_role(session, role, replace(READER, permissions=frozenset({"READ_SURVEYS"})), by=owner, at=at)
    member = queries.get_member(session, ours.actor("viewer").member_id)
    commands.give_role(session, member, domain.Given(role="custom", custom_role_id=role.id), by=owner, at=at)
    assert queries.get_actor(session, member.id, person_id=owner.person_id).permissions == {"READ_SURVEYS"}
    with pytest.raises(domain.RoleIsHeld):
        commands.remove_role(session, role, by=owner, at=at)
    commands.give_role(session, member, domain.Given(role="viewer"), by=owner, at=at)
    commands.remove_role(session, role, by=owner, at=at)
    assert queries.list_roles(session) == []
    kinds = list(session.scalars(sa.select(JournalEntry.kind).order_by(JournalEntry.id)))
    assert kinds == ["RoleMade", "RoleChanged", "RoleGiven", "RoleGiven", "RoleRemoved"]


@pytest.mark.parametrize("name", ["finance", " FINANCE ", "Owner", "data  Entry"])
def test_names_of_roles_are_told_apart_as_people_do(session: Session, ours: Tenant, at: datetime, name: str) -> None:
    commands.make_role(session, READER, by=ours.actor("owner"), at=at)
    with pytest.raises(domain.RoleNameIsTaken):
        commands.make_role(session, replace(READER, name=name), by=ours.actor("owner"), at=at)


def test_a_role_keeps_its_own_name(session: Session, ours: Tenant, at: datetime) -> None:
    role = commands.make_role(session, READER, by=ours.actor("owner"), at=at)
    commands.change_role(session, role, READER, by=ours.actor("owner"), at=at)
    other = commands.make_role(session, replace(READER, name="Other"), by=ours.actor("owner"), at=at)
    with pytest.raises(domain.RoleNameIsTaken):
        commands.change_role(session, other, READER, by=ours.actor("owner"), at=at)


def test_another_organisation_may_use_the_same_name(ours: Tenant, theirs: Tenant, at: datetime) -> None:
    for tenant in (ours, theirs):
        with tenant.session() as session, session.begin():
            commands.make_role(session, READER, by=tenant.actor("owner"), at=at)


@pytest.mark.parametrize("permission", ["CHOOSE_ROLES", "MANAGE_MEMBERS", "INVITE_COLLEAGUE", "ANYONE", "NO_SUCH_RULE"])
def test_what_only_owners_may_cannot_be_given(session: Session, ours: Tenant, at: datetime, permission: str) -> None:
    new = domain.NewRole(name="Shadow", permissions=frozenset({permission}))
    with pytest.raises(domain.PermissionIsNotYours):
        commands.make_role(session, new, by=ours.actor("owner"), at=at)


def test_a_role_with_a_permission_that_is_no_more_does_nothing_with_it(session: Session, ours: Tenant, at: datetime) -> None:
    actor = replace(ours.actor("custom"), permissions=frozenset({"NO_SUCH_RULE", "CHOOSE_ROLES"}))
    assert not [name for name, rule in RULES.items() if rule.is_grantable and rule.allows(actor)]
    assert not RULES["CHOOSE_ROLES"].allows(actor)


def test_a_reviewer_needs_parts_and_a_day_to_come(session: Session, ours: Tenant, at: datetime) -> None:
    member = queries.get_member(session, ours.actor("viewer").member_id)
    for given in (
        domain.Given(role="reviewer"),
        domain.Given(role="reviewer", parts=(), ends_on=at.date()),
        domain.Given(role="reviewer", parts=("c01",), ends_on=at.date() - timedelta(days=1)),
    ):
        with pytest.raises(domain.ReviewIsNotBounded):
            commands.give_role(session, member, given, by=ours.actor("owner"), at=at)


def test_a_former_member_gets_no_role(session: Session, ours: Tenant, at: datetime) -> None:
    member = queries.get_member(session, ours.actor("viewer").member_id)
    commands.end_membership(session, member, by=ours.actor("owner"), at=at)
    with pytest.raises(domain.MemberHasLeft):
        commands.give_role(session, member, domain.Given(role="officer"), by=ours.actor("owner"), at=at)
    with pytest.raises(domain.MemberHasLeft):
        commands.end_membership(session, member, by=ours.actor("owner"), at=at)


def test_coordinating_by_a_role_of_ones_own_needs_a_second_factor_too(session: Session, ours: Tenant, at: datetime) -> None:
    ours.actor("custom")
    session.scalars(sa.select(CustomRole)).one().permissions = ["COORDINATE_NETWORK"]
    session.flush()
    membership = queries.list_memberships(session, ours.actor("custom").person_id)[0]
    acting = queries.find_acting(session, membership, at=at)
    assert acting is not None
    assert acting.must_prove_twice


def test_an_owner_makes_a_role_and_gives_it_on_pages(sign_in: SignIn, ours: Tenant) -> None:
    member = ours.actor("viewer").member_id
    client = sign_in("owner")
    client.post("/organisation/roles/make", {"name": "Finance", "may_surveys": ["READ_SURVEYS"]})
    page = client.get("/organisation/roles").text
    assert "Read surveys and their results" in page
    assert "Held by nobody" in page
    role = _own_role(client.get(f"/organisation/members/{member}/role").text)
    client.post(f"/organisation/members/{member}/role", {"role": role})
    assert "Finance" in client.get("/organisation").text
    assert "Held by one person" in client.get("/organisation/roles").text


def test_a_role_is_changed_and_removed_on_pages(sign_in: SignIn, ours: Tenant) -> None:
    client = sign_in("owner")
    client.post("/organisation/roles/make", {"name": "Finance", "may_surveys": ["READ_SURVEYS"]})
    found = re.search(r"/organisation/roles/([0-9a-f-]{36})/change", client.get("/organisation/roles").text)
    assert found
    page = client.get(f"/organisation/roles/{found[1]}/change").text
    assert re.search(r'value="READ_SURVEYS" checked', page)
    client.post(f"/organisation/roles/{found[1]}/change", {"name": "Money", "may_replies": ["READ_FOLLOWUP"]})
    assert "Money" in client.get("/organisation/roles").text
    client.post(f"/organisation/roles/{found[1]}/remove")
    assert "No role of your own yet" in client.get("/organisation/roles").text


def test_a_role_that_is_held_stays(sign_in: SignIn, ours: Tenant, session: Session) -> None:
    ours.actor("custom")
    role = queries.list_roles(session)[0]
    client = sign_in("owner")
    client.post(f"/organisation/roles/{role.id}/remove")
    assert "Somebody holds this role" in client.get("/organisation/roles").text


def test_a_role_that_may_nothing_is_not_made(sign_in: SignIn) -> None:
    page = sign_in("owner").post("/organisation/roles/make", {"name": "Finance"}, expect=422).text
    assert "Choose at least one thing" in page


def test_a_reviewer_is_made_on_the_page_with_parts_and_a_day(sign_in: SignIn, ours: Tenant) -> None:
    member = ours.actor("viewer").member_id
    client, path = sign_in("owner"), f"/organisation/members/{member}/role"
    refused = client.post(path, {"role": "reviewer"}, expect=422).text
    assert "Choose what the reviewer may see" in refused
    assert "Enter the last day" in refused
    client.post(path, {"role": "reviewer", "parts": ["c01-justice-equality"], "ends_on": "2026-06-01"})
    assert "Until 1 June 2026" in client.get("/organisation").text
    assert 'value="c01-justice-equality" checked' in client.get(path).text


def test_a_day_is_not_asked_of_others(sign_in: SignIn, ours: Tenant, session: Session) -> None:
    member = ours.actor("viewer").member_id
    path = f"/organisation/members/{member}/role"
    sign_in("owner").post(path, {"role": "officer", "parts": ["c01-justice-equality"], "ends_on": "no day"})
    found = queries.get_member(session, member)
    assert (found.role, found.parts, found.ends_on) == (Role.OFFICER, None, None)


def _own_role(page: str) -> str:
    found = re.search(r'value="(custom:[0-9a-f-]{36})"', page)
    assert found
    return found[1]


def test_whose_role_was_changed_meanwhile_decides_nothing(session: Session, ours: Tenant, at: datetime) -> None:
    stale = replace(ours.actor("viewer"), role=Role.OWNER)
    with pytest.raises(domain.RoleIsAnother):
        commands.make_role(session, READER, by=stale, at=at)
