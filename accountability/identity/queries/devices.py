"""Reading where somebody is signed in."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.identity import domain
from accountability.identity.models import SignInSession
from accountability.identity.queries.people import token_hash


def list_devices(session: Session, person_id: uuid.UUID, *, token: str, at: datetime) -> list[domain.Device]:
    """The devices a person is signed in on, the one with this token first, then by when they were last seen."""
    asked = sa.select(SignInSession).where(SignInSession.person_id == person_id, SignInSession.awaits_factor.is_(False))
    here = token_hash(token)
    found = [
        domain.Device(id=row.id, label=row.label, started_at=row.started_at, seen_at=row.seen_at, is_this=row.token_hash == here)
        for row in session.scalars(asked)
        if not domain.has_lapsed(started_at=row.started_at, seen_at=row.seen_at, at=at)
    ]
    return sorted(found, key=lambda device: (not device.is_this, -device.seen_at.timestamp(), str(device.id)))
