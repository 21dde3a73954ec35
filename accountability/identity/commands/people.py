"""What people do about their account: make it, sign in, sign out."""

import secrets
import uuid
from contextlib import suppress
from datetime import datetime

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from accountability.access import PersonId
from accountability.database import refusing
from accountability.identity import domain, queries
from accountability.identity.models import Guessing, Person, SignInSession
from accountability.tenancy import OrganisationId

# OWASP's figures: 19 MiB and two passes; about 30 ms, so that signing in cannot be used to tire the server.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_NOBODYS_HASH = _hasher.hash(secrets.token_urlsafe(24))


def make_account(session: Session, new: domain.NewPerson, *, at: datetime) -> domain.Account:
    """Give somebody an account; refuses AddressIsTaken."""
    person = Person(email=new.email, password_hash=_hasher.hash(new.password), joined_at=at)
    with refusing(session, person_email_is_taken=domain.AddressIsTaken):
        session.add(person)
    return domain.Account(person_id=person.id, email=person.email)


def check_password(session: Session, credentials: domain.Credentials, *, at: datetime) -> domain.Account:
    """The account whose mail address and password these are; refuses SignInFailed or SignInPauses."""
    person = _find_person(session, credentials.email)
    guessed = session.get(Guessing, _guess_key(credentials.email))
    if guessed and domain.must_pause(failures=guessed.failures, failed_at=guessed.failed_at, at=at):
        raise domain.SignInPauses
    try:
        # An unknown address is hashed too, so that the time taken does not tell which addresses exist.
        _hasher.verify((person and person.password_hash) or _NOBODYS_HASH, credentials.password)
    except VerifyMismatchError as error:
        raise domain.SignInFailed from error
    if person is None or person.password_hash is None:
        raise domain.SignInFailed
    if guessed:
        session.delete(guessed)
    if _hasher.check_needs_rehash(person.password_hash):
        person.password_hash = _hasher.hash(credentials.password)
    return domain.Account(person_id=person.id, email=person.email, has_second_factor=person.second_factor_since is not None)


def note_failure(session: Session, *, email: str, at: datetime) -> None:
    """Count a wrong password against the address, whether or not it has an account."""
    # Held, so that guesses sent at once are all counted.
    guessed = session.get(Guessing, _guess_key(email), with_for_update=True)
    if guessed is None:
        with suppress(IntegrityError), session.begin_nested():
            session.add(Guessing(key_hash=_guess_key(email), failures=0, failed_at=at))
        guessed = session.get_one(Guessing, _guess_key(email), with_for_update=True)
    guessed.failures = domain.failures_after(failures=guessed.failures, failed_at=guessed.failed_at, at=at)
    guessed.failed_at = at


def sign_in(
    session: Session,
    person_id: uuid.UUID,
    *,
    at: datetime,
    acting_for: OrganisationId | None = None,
    label: str = "",
    factor_at: datetime | None = None,
    awaits_factor: bool = False,
    is_bound: bool = False,
) -> str:
    """Begin a sign-in and return its token, which is stored nowhere else than in the browser."""
    token = secrets.token_urlsafe(32)
    session.add(
        SignInSession(
            token_hash=queries.token_hash(token),
            person_id=PersonId(person_id),
            organisation_id=acting_for,
            label=label,
            started_at=at,
            seen_at=at,
            confirmed_at=at,
            factor_at=factor_at,
            awaits_factor=awaits_factor,
            is_bound=is_bound,
        )
    )
    session.flush()
    return token


def sign_out(session: Session, token: str) -> None:
    """End a sign-in at once, whoever still holds its token."""
    session.execute(sa.delete(SignInSession).where(SignInSession.token_hash == queries.token_hash(token)))


def note_seen(session: Session, token: str, *, at: datetime) -> None:
    """Write that the browser was here, which keeps it signed in."""
    row = session.get(SignInSession, queries.token_hash(token))
    if row:
        row.seen_at = at


def forget_lapsed(session: Session, *, at: datetime) -> None:
    """Remove sign-ins that nobody can use any more."""
    is_lapsed = sa.or_(SignInSession.seen_at < at - domain.IDLE, SignInSession.started_at < at - domain.LONGEST)
    session.execute(sa.delete(SignInSession).where(is_lapsed))


def _guess_key(email: str) -> str:
    """Stands for an address in the table of guesses."""
    return queries.token_hash(f"guess {email}")


def _find_person(session: Session, email: str) -> Person | None:
    return session.scalars(sa.select(Person).where(Person.email == email)).first()
