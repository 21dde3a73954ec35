"""Who may do what cannot be stretched: nobody promotes themselves, a reviewer sees their parts, what was taken away is gone.

Every check is run once more with the wall it stands for taken down, and must then fail.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from accountability import parts
from accountability.access import RULES, Role
from accountability.assessment import queries as assessments
from accountability.assessment.domain.ratings import Answer, Verdict
from accountability.identity.commands import sign_in as begin
from accountability.organisation import commands, domain, queries
from accountability.organisation.models import CustomRole, Invitation, Member
from accountability.refusal import Refusal
from accountability.standard.domain import Depth
from accountability.standard.queries import shipped_pack
from tests.factories import assessment as make
from tests.support.client import CheckingClient
from tests.support.tenants import Tenant

SignIn = Callable[[str], CheckingClient]
Patch = pytest.MonkeyPatch
PACK = shipped_pack()
MINE, OTHERS = PACK.commitments[0], PACK.commitments[1:]
NOT_OWNERS = [role.value for role in Role if role not in (Role.OWNER, Role.OPERATOR)]


def members(session: Session) -> list[tuple[Any, ...]]:
    """Everything that is stored about who is a member as what."""
    columns = [column for column in sa.inspect(Member).columns if column.key != "name"]
    return [tuple(map(str, row)) for row in session.execute(sa.select(*columns).order_by(Member.id))]


# A reviewer


@pytest.fixture
def rated(ours: Tenant) -> str:
    """The path of an assessment in which every key action has a note with its own slug in it."""
    with ours.session() as session, session.begin():
        assessment = make.start(ours, session, depth=Depth.FULL)
        for key_action in PACK.key_actions:
            answer = Answer(verdict=Verdict.NOT_APPLICABLE, reason=f"reason-{key_action.slug}", note=f"note-{key_action.slug}")
            make.rate(ours, session, assessment, key_action.slug, answer)
    return f"/assessments/{assessment.id}"


def seen_too_much(client: CheckingClient, path: str) -> set[str]:
    """What a reviewer of the first commitment can get to see of the others."""
    pages = [client.get(page).text for page in ("/", "/assessments", path, f"{path}/profile", f"{path}/gap", "/assessments/gap")]
    for key_action in PACK.key_actions[:8]:
        with suppress(AssertionError):
            pages.append(client.get(f"{path}/key-actions/{key_action.slug}").text)
    text = "".join(pages)
    marks = {mark for each in OTHERS for mark in (each.title, each.slug, *(f"-{one.slug}" for one in each.key_actions))}
    return {mark for mark in marks if mark in text}


def test_a_reviewer_sees_nothing_outside_their_parts(sign_in: SignIn, rated: str) -> None:
    client = sign_in("reviewer")
    assert not seen_too_much(client, rated)
    page = client.get(rated).text
    assert all(each.text in page for each in MINE.key_actions)
    assert f"reason-{MINE.key_actions[0].slug}" in page


def test_a_reviewer_without_limit_would_be_noticed(sign_in: SignIn, rated: str, monkeypatch: Patch) -> None:
    for reading in ("packs", "sheets"):
        monkeypatch.setattr(f"accountability.assessment.queries.{reading}.seen", lambda _session: None)
    assert len(seen_too_much(sign_in("reviewer"), rated)) > len(OTHERS)


def test_ratings_outside_the_parts_are_not_even_read(ours: Tenant, rated: str) -> None:
    with ours.session() as session:
        found = assessments.find_latest_assessment(session)
        assert found is not None
        parts.narrow(session, frozenset({MINE.slug}))
        assert set(assessments.list_agreed(session, found)) == {each.slug for each in MINE.key_actions}
        assert assessments.find_agreed(session, found, key_action=OTHERS[0].key_actions[0].slug) is None
        assert assessments.list_assessments(session)[0].progress.answered == len(MINE.key_actions)


def test_a_reviewer_counts_the_days_of_the_organisation(sign_in: SignIn, ours: Tenant, session: Session) -> None:
    with session.begin():
        reviewer = queries.get_member(session, ours.actor("reviewer").member_id)
        reviewer.ends_on = ours.at.date()
    client = sign_in("reviewer")
    client.get("/assessments")
    ours.at = client.at = datetime(2026, 5, 4, 21, 59, tzinfo=UTC)  # in Skopje it is two hours later
    sign_in("reviewer").get("/assessments")
    client.at += timedelta(minutes=1)
    client.get("/assessments", expect=303)


def test_a_reviewer_whose_time_never_ends_would_be_noticed(
    sign_in: SignIn, ours: Tenant, session: Session, monkeypatch: Patch
) -> None:
    with session.begin():
        queries.get_member(session, ours.actor("reviewer").member_id).ends_on = ours.at.date() - timedelta(days=1)
    sign_in("reviewer").get("/assessments", expect=303)
    monkeypatch.setattr("accountability.organisation.domain.is_over", lambda *_day, **_today: False)
    sign_in("reviewer").get("/assessments")


def test_a_reviewer_whose_time_is_over_stands_for_nobody(
    client: CheckingClient, ours: Tenant, session: Session, at: datetime
) -> None:
    with session.begin():
        person = ours.actor("reviewer").person_id
        queries.get_member(session, ours.actor("reviewer").member_id).ends_on = at.date() - timedelta(days=1)
        assert queries.find_presence(session, begin(session, person, at=at), at=at) is None


# Promotion


def promotions(client: CheckingClient, ours: Tenant, role: str) -> list[str]:
    """The ways in which a member with this role made themselves or a friend an owner."""
    ways = {
        "own role": (f"/organisation/members/{ours.actor(role).member_id}/role", {"role": "owner"}),
        "friend": (f"/organisation/members/{ours.actor('viewer').member_id}/role", {"role": "owner"}),
        "invitation": ("/organisation/colleagues/invite", {"email": "friend@example.org", "role": "owner", "language": "en"}),
        "list": ("/organisation/colleagues/invite-many", {"looked_at": "email,role\nfriend@example.org,owner"}),
        "role": ("/organisation/roles/make", {"name": "Shadow", "may_surveys": ["READ_SURVEYS"]}),
    }
    return [name for name, (path, data) in ways.items() if send(client, path, data) < 400]


def send(client: CheckingClient, path: str, data: dict[str, Any]) -> int:
    """The status that a post is answered with."""
    return client._open("POST", path, data={"csrf_token": client.csrf_token(), **data}).status_code


@pytest.mark.parametrize("role", NOT_OWNERS)
def test_nobody_promotes_themselves_or_a_friend(sign_in: SignIn, ours: Tenant, session: Session, role: str) -> None:
    client = sign_in(role)
    ours.actor("viewer")
    before = members(session)
    assert promotions(client, ours, role) == []
    assert (members(session), list(session.scalars(sa.select(Invitation)))) == (before, [])


def test_a_page_without_its_rule_would_be_noticed(sign_in: SignIn, ours: Tenant, app: Flask, monkeypatch: Patch) -> None:
    view: Any = app.view_functions["organisation.give_role"]
    monkeypatch.setitem(view.access, "POST", RULES["READ_ORGANISATION"])
    monkeypatch.setattr("accountability.organisation.commands.roles.hold_roles", lambda *_session, **_by: None)
    assert "friend" in promotions(sign_in("officer"), ours, "officer")


# Mass assignment

EXTRAS = {
    "organisation_id": "00000000-0000-0000-0000-000000000001",
    "id": "00000000-0000-0000-0000-000000000002",
    "member_id": "00000000-0000-0000-0000-000000000002",
    "custom_role_id": "00000000-0000-0000-0000-000000000003",
    "permissions": ["CHOOSE_ROLES"],
    "may_owners": ["CHOOSE_ROLES"],
    "email": "thief@example.org",
    "joined_at": "2000-01-01",
    "left_at": "2000-01-01",
    "demands_second_factor": "",
    "is_operator": "y",
    "invited_by": "00000000-0000-0000-0000-000000000002",
    "invited_at": "2099-01-01",
    "ended_at": "",
    "made_at": "2000-01-01",
    "by": "owner",
    "at": "2000-01-01",
}


def test_fields_that_a_form_does_not_have_change_nothing(sign_in: SignIn, ours: Tenant, session: Session) -> None:
    client, member = sign_in("owner"), ours.actor("viewer").member_id
    before = members(session)
    client.post(f"/organisation/members/{member}/role", {**EXTRAS, "role": "viewer"})
    client.post("/organisation/roles/make", {**EXTRAS, "name": "Finance", "may_surveys": ["READ_SURVEYS"]})
    client.post("/organisation/colleagues/invite", {**EXTRAS, "email": "new@example.org", "role": "viewer", "language": "en"})
    assert members(session) == before
    assert session.scalars(sa.select(CustomRole)).one().permissions == ["READ_SURVEYS"]
    invitation = session.scalars(sa.select(Invitation)).one()
    assert (invitation.email, invitation.invited_by, invitation.invited_at, invitation.ended_at) == (
        "new@example.org",
        ours.actor("owner").member_id,
        ours.at,
        None,
    )


@pytest.mark.parametrize("role", ["operator", "custom", "custom:", "custom:x", "root", "Owner", "", "owner\0"])
def test_a_role_that_is_not_offered_is_refused(sign_in: SignIn, ours: Tenant, session: Session, role: str) -> None:
    client = sign_in("owner")
    path = f"/organisation/members/{ours.actor('viewer').member_id}/role"
    before = members(session)
    client.post(path, {"role": role}, expect=422)
    client.post("/organisation/colleagues/invite", {"email": "a@example.org", "role": role}, expect=422)
    assert members(session) == before


def test_a_role_of_another_organisation_is_given_by_neither_form_nor_command(
    sign_in: SignIn, ours: Tenant, theirs: Tenant, session: Session, monkeypatch: Patch
) -> None:
    with theirs.session() as other, other.begin():
        foreign = commands.make_role(
            other, domain.NewRole(name="Spy", permissions=frozenset({"READ_SURVEYS"})), by=theirs.actor("owner"), at=ours.at
        ).id
    client, path = sign_in("owner"), f"/organisation/members/{ours.actor('viewer').member_id}/role"
    client.post(path, {"role": f"custom:{foreign}"}, expect=422)
    monkeypatch.setattr("wtforms.fields.choices.SelectField.pre_validate", lambda *_args: None)
    client.post(path, {"role": f"custom:{foreign}"}, expect=404)
    invitation = {"email": "new@example.org", "role": f"custom:{foreign}", "language": "en"}
    client.post("/organisation/colleagues/invite", invitation, expect=404)
    assert queries.get_member(session, ours.actor("viewer").member_id).role is Role.VIEWER


# What was taken away


def rename(session: Session, *permissions: str) -> None:
    """What the organisation's own role holds from now on."""
    with session.begin():
        session.scalars(sa.select(CustomRole)).one().permissions = list(permissions)
    session.expire_all()


PROFILE = {"organisation_name": "Taken over", "country": "AL", "size_band": "0"}


def test_a_permission_removed_between_page_and_post_is_gone(sign_in: SignIn, ours: Tenant, session: Session) -> None:
    ours.actor("custom")
    rename(session, "DESCRIBE_ORGANISATION", "READ_ORGANISATION")
    client = sign_in("custom")
    client.get("/organisation/describe")
    rename(session, "READ_ORGANISATION")
    client.post("/organisation/describe", PROFILE, expect=403)
    client.get("/organisation/describe", expect=403)
    assert "Taken over" not in client.get("/organisation").text


def test_permissions_that_are_remembered_would_be_noticed(
    sign_in: SignIn, ours: Tenant, session: Session, monkeypatch: Patch
) -> None:
    ours.actor("custom")
    rename(session, "DESCRIBE_ORGANISATION")
    read, remembered = queries.membership._as_actor, {}
    monkeypatch.setattr(
        "accountability.organisation.queries.membership._as_actor",
        lambda row, **who: remembered.setdefault(row.id, read(row, **who)),
    )
    client = sign_in("custom")
    client.get("/organisation/describe")
    rename(session)
    client.get("/organisation/describe")


def test_a_role_given_between_page_and_post_holds(sign_in: SignIn, ours: Tenant, session: Session, at: datetime) -> None:
    client = sign_in("officer")
    client.get("/organisation/describe")
    member = queries.get_member(session, ours.actor("officer").member_id)
    commands.give_role(session, member, domain.Given(role="viewer"), by=ours.actor("owner"), at=at)
    session.commit()
    client.post("/organisation/describe", PROFILE, expect=403)


def test_a_membership_that_ended_between_page_and_post_is_signed_out(
    sign_in: SignIn, ours: Tenant, session: Session, at: datetime
) -> None:
    client = sign_in("officer")
    client.get("/organisation/describe")
    commands.end_membership(session, queries.get_member(session, ours.actor("officer").member_id), by=ours.actor("owner"), at=at)
    session.commit()
    assert "/sign-in" in client.post("/organisation/describe", PROFILE).location
    assert "/sign-in" in client.get("/organisation", expect=303).location


def test_an_owner_who_is_none_any_more_decides_nothing(session: Session, ours: Tenant, at: datetime) -> None:
    stale = replace(ours.actor("viewer"), role=Role.OWNER)
    member = queries.get_member(session, ours.actor("officer").member_id)
    for attempt in (
        lambda: commands.give_role(session, member, domain.Given(role="owner"), by=stale, at=at),
        lambda: commands.end_membership(session, member, by=stale, at=at),
        lambda: commands.make_role(session, domain.NewRole(name="X", permissions=frozenset()), by=stale, at=at),
        lambda: commands.invite_colleague(
            session, domain.NewInvitation(email="a@example.org", role="owner"), by=stale, at=at, address=str
        ),
    ):
        with pytest.raises(domain.RoleIsAnother):
            attempt()


# The last owner


def shuffle_owners(ours: Tenant, seed: int, steps: int = 40) -> int:
    """Let members give each other roles, end memberships and leave, at random; how few owners there ever were."""
    random, fewest = Random(seed), 1
    people = [ours.actor(role).member_id for role in ("owner", "officer", "viewer", "board")]
    with ours.session() as session, session.begin():
        for _ in range(steps):
            member = queries.get_member(session, random.choice(people))
            by = queries.get_actor(session, random.choice(people), person_id=ours.actor("owner").person_id)
            given = domain.Given(role=random.choice(("owner", "owner", "viewer", "officer")))
            with suppress(Refusal):
                if random.random() < 0.25:
                    commands.end_membership(session, member, by=by, at=ours.at)
                elif by.role is Role.OWNER:
                    commands.give_role(session, member, given, by=by, at=ours.at)
            current = [each for each in queries.list_members(session) if each.role is Role.OWNER]
            fewest = min(fewest, len(current))
        session.rollback()
    return fewest


@pytest.mark.parametrize("seed", range(6))
def test_there_is_always_an_owner(ours: Tenant, seed: int) -> None:
    assert shuffle_owners(ours, seed) == 1


def test_an_organisation_without_owner_would_be_noticed(ours: Tenant, monkeypatch: Patch) -> None:
    monkeypatch.setattr("accountability.organisation.domain.check_owners", lambda **_facts: None)
    assert min(shuffle_owners(ours, seed) for seed in range(3)) == 0
