"""Reading people and sign-ins."""

import hashlib
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.access import PersonId
from accountability.database import NotFound
from accountability.identity import domain
from accountability.identity.models import Person, SignInSession


def token_hash(token: str) -> str:
    """What is kept of a token; tokens are random, so no slow hash is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_account(session: Session, *, email: str) -> domain.Account | None:
    """The account with this mail address."""
    person = session.scalars(sa.select(Person).where(Person.email == email)).first()
    return _as_account(person) if person else None


def get_account(session: Session, person_id: PersonId) -> domain.Account:
    """The person's account; NotFound when there is none."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound("person")
    return _as_account(person)


def find_sign_in(session: Session, token: object, *, at: datetime) -> domain.SignIn | None:
    """The sign-in behind a browser's token, unless it has lapsed or was ended."""
    if not isinstance(token, str):
        return None  # a cookie of another shape than ours is no sign-in, even with our signature
    asked = (
        sa.select(SignInSession, Person.second_factor_since, Person.is_operator)
        .join(Person, Person.id == SignInSession.person_id)
        .where(SignInSession.token_hash == token_hash(token))
    )
    found = session.execute(asked).one_or_none()
    if found is None or domain.has_lapsed(started_at=found[0].started_at, seen_at=found[0].seen_at, at=at):
        return None
    row, second_factor_since, is_operator = found
    return domain.SignIn(
        id=row.id,
        person_id=row.person_id,
        organisation_id=row.organisation_id,
        grant_id=row.grant_id,
        seen_at=row.seen_at,
        confirmed_at=row.confirmed_at,
        factor_at=row.factor_at,
        awaits_factor=row.awaits_factor,
        is_bound=row.is_bound,
        has_second_factor=second_factor_since is not None,
        is_operator=is_operator,
    )


def has_other_operators(session: Session, person_id: PersonId) -> bool:
    """Whether somebody else runs this installation, too."""
    asked = sa.select(Person.id).where(Person.is_operator, Person.id != person_id).limit(1)
    return session.scalars(asked).first() is not None


def _as_account(person: Person) -> domain.Account:
    return domain.Account(
        person_id=person.id,
        email=person.email,
        has_second_factor=person.second_factor_since is not None,
        has_password=person.password_hash is not None,
        is_operator=person.is_operator,
    )
