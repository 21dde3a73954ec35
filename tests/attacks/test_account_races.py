"""The same link, password or sign-in used twice at once, on PostgreSQL with real connections: one defined winner."""

import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.access import PersonId
from accountability.database import Database
from accountability.identity import commands, domain
from accountability.identity.domain import LinkPurpose
from accountability.identity.models import Guessing, Person, SignInSession
from tests.support.databases import drop_postgres, make_postgres

PASSWORD, TIMES = "a long and good sentence", 6


@pytest.fixture(scope="module")
def database(postgres_server: str) -> Iterator[Database]:
    own = make_postgres(postgres_server, f"accounts_{secrets.token_hex(4)}")
    yield own
    drop_postgres(own)


@dataclass
class Somebody:
    """A person with an account, in the database that everybody shares."""

    database: Database
    id: PersonId
    email: str

    def count(self, table: Any, *conditions: Any) -> int:
        with self.database.transaction(read_only=True) as session:
            return session.scalar(sa.select(sa.func.count()).select_from(table).where(*conditions)) or 0


@pytest.fixture
def somebody(database: Database, at: datetime) -> Somebody:
    email = f"{secrets.token_hex(4)}@example.org"
    with database.transaction() as session:
        account = commands.make_account(session, domain.NewPerson(name="Ana", email=email, password=PASSWORD), at=at)
    return Somebody(database=database, id=PersonId(account.person_id), email=email)


def at_once(database: Database, *deeds: Callable[[Session], Any]) -> list[Any]:
    """What each deed gave or raised, all begun at once, each in a transaction that stays open a little."""

    def outcome(deed: Callable[[Session], Any]) -> Any:
        try:
            with database.transaction() as session:
                given = deed(session)
                session.execute(sa.text("SELECT pg_sleep(0.05)"))
                return given
        except Exception as error:
            return type(error)

    with ThreadPoolExecutor(len(deeds)) as hands:
        return list(hands.map(outcome, deeds))


def test_a_link_pressed_at_once_acts_once(somebody: Somebody, at: datetime) -> None:
    with somebody.database.transaction() as session:
        token = commands.write_link(session, LinkPurpose.SIGN_IN, person_id=somebody.id, at=at)

    def press(session: Session) -> str:
        commands.use_link(session, token, LinkPurpose.SIGN_IN, at=at)
        return "pressed"

    outcomes = at_once(somebody.database, *[press] * TIMES)
    assert sorted(map(str, outcomes)) == sorted(map(str, ["pressed", *[domain.LinkHasLapsed] * (TIMES - 1)]))


def test_of_two_forgotten_passwords_at_once_one_holds(somebody: Somebody, at: datetime) -> None:
    with somebody.database.transaction() as session:
        tokens = [commands.write_link(session, LinkPurpose.FORGOTTEN, person_id=somebody.id, at=at) for _ in range(2)]
    chosen = [f"lime trees along river {number}" for number in range(2)]
    deeds = [partial(commands.choose_new_password, token=token, new=new, at=at) for token, new in zip(tokens, chosen, strict=True)]
    outcomes = at_once(somebody.database, *deeds)
    assert outcomes.count(None) == 1
    assert is_right(somebody, chosen[outcomes.index(None)])


def test_of_two_changes_at_once_the_second_does_not_know_the_password(somebody: Somebody, at: datetime) -> None:
    def change(session: Session, new: str) -> str:
        commands.change_password(session, somebody.id, current=PASSWORD, new=new, token="", words=(), at=at)
        return new

    outcomes = at_once(somebody.database, *[partial(change, new=f"lime trees along river {number}") for number in range(3)])
    [winner] = [each for each in outcomes if isinstance(each, str)]
    assert outcomes.count(domain.CurrentPasswordIsWrong) == 2
    assert is_right(somebody, winner)


def test_a_sign_in_with_the_old_password_does_not_outlive_its_change(somebody: Somebody, at: datetime) -> None:
    def sign_in(session: Session) -> None:
        account = commands.check_password(session, domain.Credentials(email=somebody.email, password=PASSWORD))
        commands.sign_in(session, account.person_id, at=at)

    def change(session: Session) -> None:
        new = "lime trees along the river"
        commands.change_password(session, somebody.id, current=PASSWORD, new=new, token="", words=(), at=at)

    at_once(somebody.database, sign_in, sign_in, change, sign_in, sign_in)
    assert somebody.count(SignInSession, SignInSession.person_id == somebody.id) == 0


def test_two_sign_ins_at_once_are_two_devices_and_each_ends_alone(somebody: Somebody, at: datetime) -> None:
    tokens = at_once(somebody.database, *[partial(commands.sign_in, person_id=somebody.id, at=at)] * 2)
    assert len(set(tokens)) == 2
    with somebody.database.transaction() as session:
        assert commands.end_other_devices(session, somebody.id, token=tokens[0], at=at) == 1


def test_a_sign_in_renewed_twice_at_once_goes_on_once(somebody: Somebody, at: datetime) -> None:
    with somebody.database.transaction() as session:
        token = commands.sign_in(session, somebody.id, at=at)
    outcomes = at_once(somebody.database, *[partial(commands.renew_sign_in, token=token, at=at)] * 3)
    assert sum(isinstance(each, str) for each in outcomes) == 1
    assert somebody.count(SignInSession, SignInSession.person_id == somebody.id) == 1


def test_guesses_sent_at_once_are_all_counted_and_no_more_are_looked_at(somebody: Somebody, at: datetime) -> None:
    guess = partial(commands.count_guess, email=somebody.email, mark="", keys=("a key",), at=at)
    outcomes = at_once(somebody.database, *[guess] * (domain.GUESSES + 5))
    assert outcomes.count(domain.SignInPauses) == 5
    door = domain.door_of_address("a key", somebody.email)
    with somebody.database.transaction(read_only=True) as session:
        assert session.get_one(Guessing, door).failures == domain.GUESSES


def test_a_link_that_only_looks_before_it_acts_is_seen_to_act_twice(
    somebody: Somebody, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look_then_act(session: Session, token: str) -> str:
        if commands.people.queries.find_link(session, token, LinkPurpose.SIGN_IN, at=at) is None:
            raise domain.LinkHasLapsed
        session.execute(sa.text("SELECT pg_sleep(0.1)"))
        commands.void_links(session, somebody.id, LinkPurpose.SIGN_IN, at=at)
        return "pressed"

    with somebody.database.transaction() as session:
        token = commands.write_link(session, LinkPurpose.SIGN_IN, person_id=somebody.id, at=at)
    assert at_once(somebody.database, *[partial(look_then_act, token=token)] * 2) == ["pressed", "pressed"]


def is_right(somebody: Somebody, password: str) -> bool:
    with somebody.database.transaction(read_only=True) as session:
        kept = session.scalars(sa.select(Person.password_hash).where(Person.id == somebody.id)).one()
    return commands.passwords.is_right_password(kept, password)
