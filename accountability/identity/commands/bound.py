"""Sign-ins that an organisation's own provider vouches for: they act for that organisation and end with its word."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.database import NotFound
from accountability.identity import queries
from accountability.identity.commands.people import renew_sign_in
from accountability.identity.models import SignInSession
from accountability.tenancy import OrganisationId


def confirm_bound_sign_in(session: Session, token: str, *, gave_factor: bool, at: datetime) -> str:
    """The provider said again who somebody is; returns the sign-in's new token. NotFound when no provider vouched for it."""
    row = session.get(SignInSession, queries.token_hash(token))
    if row is None or not row.is_bound:
        raise NotFound("sign-in")
    row.confirmed_at = at
    row.factor_at = at if gave_factor else row.factor_at
    return renew_sign_in(session, token, at=at)


def end_bound_sign_ins(session: Session, organisation_id: OrganisationId, *, person_id: uuid.UUID | None = None) -> None:
    """End what an organisation's provider vouched for: of one person, or of everybody."""
    asked = sa.delete(SignInSession).where(SignInSession.organisation_id == organisation_id, SignInSession.is_bound.is_(True))
    session.execute(asked if person_id is None else asked.where(SignInSession.person_id == person_id))
