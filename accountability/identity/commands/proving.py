"""Finishing a sign-in with a second factor, and proving again who one is: the sign-in goes on under a fresh token."""

import secrets
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.database import NotFound
from accountability.identity import queries
from accountability.identity.models import SignInSession


def prove(session: Session, token: str, *, has_factor: bool, at: datetime) -> str:
    """Note that the person behind a sign-in has just proved who they are; return its new token, the old one is dead."""
    row = _get(session, token)
    row.confirmed_at = at
    row.awaits_factor = row.awaits_factor and not has_factor
    if has_factor:
        row.factor_at = at
    return _renew(session, row)


def _get(session: Session, token: str) -> SignInSession:
    row = session.get(SignInSession, queries.token_hash(token), with_for_update=True)
    if row is None:
        raise NotFound("sign-in")
    return row


def _renew(session: Session, row: SignInSession) -> str:
    fresh = secrets.token_urlsafe(32)
    session.flush()
    renamed = sa.update(SignInSession).where(SignInSession.id == row.id).values(token_hash=queries.token_hash(fresh))
    session.execute(renamed, execution_options={"synchronize_session": False})
    session.expunge(row)
    return fresh
