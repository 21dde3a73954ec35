"""Reading second factors, and sign-ins that wait for one."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.identity import domain
from accountability.identity.domain.factors import Factors, KnownPasskey, waits_too_long
from accountability.identity.models import Passkey, RecoveryCode, SignInSession, Totp
from accountability.identity.queries.people import find_sign_in, token_hash


def list_factors(session: Session, person_id: uuid.UUID) -> Factors:
    """The person's second factors, the oldest passkey first."""
    asked = sa.select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.added_at, Passkey.id)
    passkeys = tuple(
        KnownPasskey(id=row.id, name=row.name, added_at=row.added_at, used_at=row.used_at) for row in session.scalars(asked)
    )
    counted = sa.select(sa.func.count()).select_from(RecoveryCode).where(RecoveryCode.person_id == person_id)
    totp_since = session.scalar(sa.select(Totp.added_at).where(Totp.person_id == person_id))
    return Factors(totp_since=totp_since, passkeys=passkeys, codes_left=session.scalar(counted) or 0)


def find_waiting(session: Session, token: str, *, at: datetime) -> domain.SignIn | None:
    """The sign-in behind a browser's token whose first proof was right and which waits for the second."""
    sign_in = find_sign_in(session, token, at=at)
    if sign_in is None or not sign_in.awaits_factor:
        return None
    started_at = session.scalar(sa.select(SignInSession.started_at).where(SignInSession.token_hash == token_hash(token)))
    return None if started_at is None or waits_too_long(started_at=started_at, at=at) else sign_in
