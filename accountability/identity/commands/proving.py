"""Proving who one is: the second step of signing in, and again before something sensitive."""

from datetime import datetime

from sqlalchemy.orm import Session

from accountability import journal
from accountability.identity import domain, queries
from accountability.identity.commands.people import renew_sign_in
from accountability.identity.domain.factors import IdentityConfirmed
from accountability.identity.models import SignInSession


def complete_sign_in(session: Session, token: str, *, at: datetime) -> str:
    """The second factor was right: the sign-in that waited for it begins. Returns its new token."""
    row = session.get_one(SignInSession, queries.token_hash(token))
    row.awaits_factor, row.factor_at, row.confirmed_at = False, at, at
    if not row.is_bound:
        journal.tell(session, domain.SignedIn(), about=row.person_id, at=at)
    return renew_sign_in(session, token, at=at)


def confirm_sign_in(session: Session, token: str, *, way: str, gave_factor: bool, at: datetime) -> str:
    """The person proved again who they are, in a `way` such as "code"; returns the sign-in's new token."""
    row = session.get_one(SignInSession, queries.token_hash(token))
    row.confirmed_at, row.factor_at = at, at if gave_factor else row.factor_at
    journal.tell(session, IdentityConfirmed(way=way), about=row.person_id, at=at)
    return renew_sign_in(session, token, at=at)


def note_set_up(session: Session, token: str, *, at: datetime) -> str:
    """A factor was set up in this sign-in, so it was also given; returns the sign-in's new token."""
    row = session.get_one(SignInSession, queries.token_hash(token))
    row.confirmed_at, row.factor_at = at, at
    return renew_sign_in(session, token, at=at)
