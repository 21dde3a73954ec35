"""Two who decide about roles at the same moment, with real connections on both databases: always one after the other."""

import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from time import sleep
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.access import Actor, Role
from accountability.database import Database
from accountability.identity.domain import Account
from accountability.identity.models import Person
from accountability.leaving.commands.asking import ask_to_erase_account
from accountability.leaving.domain import IsLastOwner
from accountability.organisation import commands, domain, queries
from accountability.organisation.access import READ_ORGANISATION
from accountability.organisation.models import Member
from tests.support.databases import drop_postgres, make_postgres, make_sqlite
from tests.support.tenants import Tenant, make_tenant


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    if request.param == "sqlite":
        folder: Path = tmp_path_factory.mktemp("roles")
        yield make_sqlite(folder)
        return
    own = make_postgres(request.getfixturevalue("postgres_server"), f"roles_{secrets.token_hex(4)}")
    yield own
    drop_postgres(own)


@pytest.fixture
def ours(database: Database, at: datetime) -> Tenant:
    return make_tenant(database, "Otvorena Vrata", at=at)


def two_owners(ours: Tenant, at: datetime) -> tuple[Actor, Actor]:
    first, second = ours.actor("owner"), ours.actor("viewer")
    with ours.session() as session, session.begin():
        member = queries.get_member(session, second.member_id)
        if member.role is not Role.OWNER:
            commands.give_role(session, member, domain.Given(role="owner"), by=first, at=at)
    return first, replace(second, role=Role.OWNER)


def together(ours: Tenant, *deeds: Callable[[Session], Any]) -> list[Any]:
    """What each deed gave or raised, all begun at once, each in a transaction that stays open a little."""

    def outcome(deed: Callable[[Session], Any]) -> Any:
        try:
            with ours.session() as session, session.begin():
                given = deed(session)
                sleep(0.1)
                return given
        except Exception as error:
            return type(error)

    with ThreadPoolExecutor(len(deeds)) as hands:
        return list(hands.map(outcome, deeds))


def demote(session: Session, member: Actor, *, by: Actor, at: datetime) -> str:
    commands.give_role(session, queries.get_member(session, member.member_id), domain.Given(role="officer"), by=by, at=at)
    return "done"


def leave(session: Session, member: Actor, *, at: datetime) -> str:
    commands.end_membership(session, queries.get_member(session, member.member_id), by=member, at=at)
    return "done"


def owners(ours: Tenant) -> int:
    with ours.session() as session:
        held = sa.select(sa.func.count()).select_from(Member).where(Member.role == Role.OWNER, Member.left_at.is_(None))
        return session.scalar(held) or 0


def test_two_owners_who_demote_each_other_leave_one(ours: Tenant, at: datetime) -> None:
    first, second = two_owners(ours, at)
    given = together(ours, partial(demote, member=second, by=first, at=at), partial(demote, member=first, by=second, at=at))
    assert (given.count("done"), owners(ours)) == (1, 1)


def test_two_owners_who_step_down_at_once_leave_one(ours: Tenant, at: datetime) -> None:
    first, second = two_owners(ours, at)
    given = together(ours, partial(demote, member=first, by=first, at=at), partial(demote, member=second, by=second, at=at))
    assert sorted(map(str, given)) == sorted(map(str, ["done", domain.LastOwnerStays]))
    assert owners(ours) == 1


def test_two_owners_who_leave_at_once_leave_one(ours: Tenant, at: datetime) -> None:
    first, second = two_owners(ours, at)
    assert set(together(ours, partial(leave, member=first, at=at), partial(leave, member=second, at=at))) == {
        "done",
        domain.LastOwnerStays,
    }
    assert owners(ours) == 1


def test_two_owners_who_have_their_accounts_erased_at_once_leave_one(ours: Tenant, at: datetime) -> None:
    first, second = two_owners(ours, at)

    def ask(session: Session, who: Actor, role: str) -> str:
        ask_to_erase_account(session, f"{role}@{ours.organisation_id}.example", by=who, at=at)
        return "asked"

    given = together(ours, partial(ask, who=first, role="owner"), partial(ask, who=second, role="viewer"))
    assert given.count("asked") == 1
    assert set(given) & {domain.LastOwnerStays, IsLastOwner}
    assert owners(ours) == 1


def test_owners_without_a_lock_would_be_lost(ours: Tenant, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    if ours.database.engine.dialect.name == "sqlite":
        return  # one writer at a time is the lock there
    monkeypatch.setattr("accountability.organisation.commands.membership.hold_roles", lambda *_session, **_by: None)
    first, second = two_owners(ours, at)
    together(ours, partial(leave, member=first, at=at), partial(leave, member=second, at=at))
    assert owners(ours) == 0


def invited(ours: Tenant, at: datetime, email: str) -> domain.InvitationId:
    new = domain.NewInvitation(email=email, role="viewer")
    with ours.session() as session, session.begin():
        return commands.invite_colleague(session, new, by=ours.actor("owner"), at=at, address=str).id


def test_an_invitation_accepted_many_times_at_once_makes_one_member(ours: Tenant, at: datetime) -> None:
    email = f"{secrets.token_hex(4)}@example.org"
    invitation_id = invited(ours, at, email)
    with ours.database.transaction() as session:
        person = Person(email=email, password_hash="-", joined_at=at)
        session.add(person)
        session.flush()
        account = Account(person_id=person.id, email=email)

    def accept(session: Session) -> str:
        invitation = queries.get_invitation(session, invitation_id)
        commands.accept_invitation(session, invitation, account=account, name="Ana", at=at)
        return "joined"

    given = together(ours, *[accept] * 4)
    assert (given.count("joined"), given.count(domain.InvitationHasLapsed)) == (1, 3)
    with ours.session() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Member).where(Member.email == email)) == 1


def test_an_address_invited_twice_at_once_is_invited_once(ours: Tenant, at: datetime) -> None:
    by, email = ours.actor("owner"), f"{secrets.token_hex(4)}@example.org"
    new = domain.NewInvitation(email=email, role="viewer")

    def invite(session: Session) -> str:
        commands.invite_colleague(session, new, by=by, at=at, address=str)
        return "invited"

    assert set(together(ours, invite, invite)) == {"invited", domain.IsInvitedAlready}


def test_a_role_given_while_it_is_removed_is_held_or_gone(ours: Tenant, at: datetime) -> None:
    by, member = ours.actor("owner"), ours.actor("board").member_id
    new = domain.NewRole(name=f"Role {secrets.token_hex(4)}", permissions=frozenset({READ_ORGANISATION.name}))
    with ours.session() as session, session.begin():
        role_id = commands.make_role(session, new, by=by, at=at).id

    def give(session: Session) -> str:
        given = domain.Given(role="custom", custom_role_id=role_id)
        commands.give_role(session, queries.get_member(session, member), given, by=by, at=at)
        return "given"

    def remove(session: Session) -> str:
        commands.remove_role(session, queries.get_role(session, role_id), by=by, at=at)
        return "removed"

    outcome = together(ours, give, remove)
    assert outcome in (["given", domain.RoleIsHeld], [outcome[0], "removed"])
    assert "given" not in outcome or "removed" not in outcome
