"""What happens to sign-ins when people act for another organisation, or no longer for one."""

import secrets
import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.access import PersonId
from accountability.database import NotFound
from accountability.identity import queries
from accountability.identity.models import SignInSession
from accountability.tenancy import OrganisationId


def switch_sign_in(
    session: Session, token: str, *, acting_for: OrganisationId | None, at: datetime, grant_id: uuid.UUID | None = None
) -> str:
    """Put a new sign-in in place of one, for another organisation; return its token. NotFound when there is none.

    What the person proved, and when, goes along: switching proves nothing anew and lengthens nothing. With `grant_id` an
    operator looks at an organisation that let them in.
    """
    old = session.get(SignInSession, queries.token_hash(token))
    if old is None or old.is_bound:
        raise NotFound("sign-in")
    new = secrets.token_urlsafe(32)
    session.add(
        SignInSession(
            token_hash=queries.token_hash(new),
            person_id=old.person_id,
            organisation_id=acting_for,
            grant_id=grant_id,
            label=old.label,
            started_at=old.started_at,
            seen_at=at,
            confirmed_at=old.confirmed_at,
            factor_at=old.factor_at,
            awaits_factor=old.awaits_factor,
        )
    )
    session.delete(old)
    session.flush()
    return new


def end_sign_ins_for(session: Session, person_id: uuid.UUID, organisation_id: OrganisationId) -> None:
    """End what a person is signed in with to act for one organisation; what they do for others goes on."""
    is_theirs = (SignInSession.person_id == PersonId(person_id), SignInSession.organisation_id == organisation_id)
    session.execute(sa.delete(SignInSession).where(*is_theirs))
