"""Accounts and sign-ins, on both databases."""

from datetime import datetime

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from accountability import jobs
from accountability.access import PersonId
from accountability.identity import commands, domain
from accountability.identity.commands import passwords, people
from accountability.identity.domain import LinkPurpose
from accountability.identity.models import Guessing, Person, SignInSession
from tests.support.tenants import Tenant

KEYS = ("a key of the tests",)
RIGHT = domain.Credentials(email="ana@example.org", password="a long sentence")


@pytest.fixture
def ana(session: Session, at: datetime) -> domain.Account:
    return commands.make_account(session, domain.NewPerson(name="Ana", email=RIGHT.email, password=RIGHT.password), at=at)


def test_a_weaker_hash_is_made_anew_at_the_next_sign_in(session: Session, ana: domain.Account, at: datetime) -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(RIGHT.password)
    session.execute(sa.update(Person).values(password_hash=old))
    commands.check_password(session, RIGHT)
    session.flush()
    assert "m=19456" in session.scalars(sa.select(Person.password_hash)).one()


def guess(session: Session, email: str, at: datetime) -> str:
    return commands.count_guess(session, email=email, mark="", keys=KEYS, at=at)


def test_a_right_password_forgets_the_wrong_ones(session: Session, ana: domain.Account, at: datetime) -> None:
    door = guess(session, RIGHT.email, at)
    guess(session, "nobody@example.org", at)
    commands.open_door(session, door, person_id=ana.person_id, at=at)
    assert session.scalar(sa.select(sa.func.count()).select_from(Guessing)) == 1


def test_opening_a_door_that_nobody_knocked_at_changes_nothing(session: Session, ana: domain.Account, at: datetime) -> None:
    commands.open_door(session, "no such door", person_id=ana.person_id, at=at)
    assert session.scalars(sa.select(Guessing)).all() == []


def test_the_table_of_guesses_cannot_be_tested_against_a_list_of_addresses(session: Session, at: datetime) -> None:
    guess(session, RIGHT.email, at)
    kept = session.scalars(sa.select(Guessing.key_hash)).one()
    assert kept == domain.door_of_address(KEYS[0], RIGHT.email)
    assert kept not in {domain.door_of_address(key, RIGHT.email) for key in ("", "another key")}


def test_an_unknown_address_is_hashed_too(session: Session, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_NOBODYS_HASH", passwords._hasher.hash("a password nobody has"))
    wanted = domain.Credentials(email="nobody@example.org", password="a password nobody has")
    with pytest.raises(domain.SignInFailed):
        commands.check_password(session, wanted)


def test_being_seen_is_noted_only_for_a_sign_in_that_is_there(session: Session, ana: domain.Account, at: datetime) -> None:
    token = commands.sign_in(session, ana.person_id, at=at)
    later = at.replace(hour=13)
    commands.note_seen(session, token, at=later)
    commands.note_seen(session, "no such token", at=later)
    assert session.scalars(sa.select(SignInSession.seen_at)).one() == later


def test_the_worker_removes_lapsed_sign_ins(ours: Tenant, worker: jobs.Worker, at: datetime) -> None:
    ours.token("viewer")
    jobs.run("identity.forget_lapsed", worker, at=at.replace(hour=23))
    with ours.session() as session:
        assert session.scalars(sa.select(SignInSession)).all() == []


def test_a_link_that_was_used_between_look_and_press_acts_no_more(
    session: Session, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = commands.write_link(session, LinkPurpose.SIGN_IN, at=at)
    link = commands.use_link(session, token, LinkPurpose.SIGN_IN, at=at)
    monkeypatch.setattr("accountability.identity.queries.find_link", lambda *_given, **_more: link)
    with pytest.raises(domain.LinkHasLapsed):
        commands.use_link(session, token, LinkPurpose.SIGN_IN, at=at)


def test_a_password_that_was_changed_while_it_was_checked_opens_nothing(
    session: Session, ana: domain.Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hold_person(session: Session, person_id: PersonId) -> Person:
        session.execute(sa.update(Person).values(password_hash=commands.hash_new_password("lime trees along the river")))
        return commands.hold_person(session, person_id)

    monkeypatch.setattr(people, "hold_person", hold_person)
    with pytest.raises(domain.SignInFailed):
        commands.check_password(session, RIGHT)


def test_a_link_of_nobody_changes_no_password(session: Session, at: datetime) -> None:
    token = commands.write_link(session, LinkPurpose.FORGOTTEN, at=at)
    with pytest.raises(domain.LinkHasLapsed):
        commands.choose_new_password(session, token, "lime trees along the river", at=at)


def test_whoever_does_not_know_the_password_does_not_change_it(session: Session, ana: domain.Account, at: datetime) -> None:
    new = {"current": "not the right one", "new": "lime trees along the river", "token": "", "words": (), "at": at}
    with pytest.raises(domain.CurrentPasswordIsWrong):
        commands.change_password(session, PersonId(ana.person_id), **new)
