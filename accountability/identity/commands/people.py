"""What people do about their account: make it, sign in, sign out."""

import secrets
import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability import journal
from accountability.access import PersonId
from accountability.database import refusing
from accountability.identity import domain, queries
from accountability.identity.commands.passwords import hash_new_password, hold_person, is_right_password, refresh_hash
from accountability.identity.models import Guessing, MailLink, Person, SignInSession
from accountability.tenancy import OrganisationId


def make_account(session: Session, new: domain.NewPerson, *, at: datetime) -> domain.Account:
    """Give somebody an account; refuses AddressIsTaken or a password that is easily guessed."""
    password_hash = hash_new_password(new.password, words=(new.email, new.name))
    return add_account(session, email=new.email, password_hash=password_hash, at=at)


def add_account(session: Session, *, email: str, password_hash: str | None, at: datetime) -> domain.Account:
    """An account whose password was hashed before, or that has none; refuses AddressIsTaken."""
    person = Person(email=email, password_hash=password_hash, joined_at=at)
    with refusing(session, person_email_is_taken=domain.AddressIsTaken):
        session.add(person)
    return domain.Account(person_id=person.id, email=person.email)


def check_password(session: Session, credentials: domain.Credentials) -> domain.Account:
    """The account whose mail address and password these are; refuses SignInFailed. The guess was counted before."""
    person = session.scalars(sa.select(Person).where(Person.email == credentials.email)).first()
    if not is_right_password(person.password_hash if person else None, credentials.password) or person is None:
        raise domain.SignInFailed
    checked = person.password_hash
    person = hold_person(session, person.id)
    # Somebody may have changed the password meanwhile; a sign-in with the old one must not outlive that.
    if person.password_hash != checked and not is_right_password(person.password_hash, credentials.password):
        raise domain.SignInFailed
    refresh_hash(person, credentials.password)
    return domain.Account(person_id=person.id, email=person.email, has_second_factor=person.second_factor_since is not None)


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
    # What one organisation's provider vouches for is no news for the others; that organisation records it itself.
    if not awaits_factor and not is_bound:
        journal.tell(session, domain.SignedIn(), about=PersonId(person_id), at=at)
    return token


def renew_sign_in(session: Session, token: str, *, at: datetime) -> str:
    """Give a sign-in a new token; the old one ends, what was proven stays, and how long it may last too."""
    renewed = secrets.token_urlsafe(32)
    row = session.get_one(SignInSession, queries.token_hash(token))
    row.token_hash, row.seen_at = queries.token_hash(renewed), at
    session.flush()
    return renewed


def sign_out(session: Session, token: str) -> None:
    """End a sign-in at once, whoever still holds its token."""
    session.execute(sa.delete(SignInSession).where(SignInSession.token_hash == queries.token_hash(token)))


def note_seen(session: Session, token: str, *, at: datetime) -> None:
    """Write that the browser was here, which keeps it signed in."""
    row = session.get(SignInSession, queries.token_hash(token))
    if row:
        row.seen_at = at


def forget_lapsed(session: Session, *, at: datetime) -> None:
    """Remove sign-ins that nobody can use any more, links that do nothing, and guesses that count no longer."""
    is_lapsed = sa.or_(SignInSession.seen_at < at - domain.IDLE, SignInSession.started_at < at - domain.LONGEST)
    session.execute(sa.delete(SignInSession).where(is_lapsed))
    session.execute(sa.delete(MailLink).where(MailLink.made_at < at - domain.LONGEST_LINK))
    session.execute(sa.delete(Guessing).where(Guessing.failed_at < at - domain.FORGOTTEN_AFTER))
