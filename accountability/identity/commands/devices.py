"""What people do about the devices they are signed in on."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability import journal
from accountability.access import PersonId
from accountability.database import NotFound
from accountability.identity import domain, queries
from accountability.identity.models import SignInSession


def end_device(session: Session, person_id: uuid.UUID, device_id: uuid.UUID, *, at: datetime) -> None:
    """End the sign-in of one of the person's devices; NotFound for anybody else's."""
    asked = sa.delete(SignInSession).where(SignInSession.id == device_id, SignInSession.person_id == person_id)
    if session.execute(asked).rowcount != 1:  # type: ignore[attr-defined]
        raise NotFound("device")
    journal.tell(session, domain.DeviceEnded(), about=PersonId(person_id), at=at)


def end_other_devices(session: Session, person_id: uuid.UUID, *, token: str, at: datetime) -> int:
    """End every sign-in of the person but the one with this token; return how many."""
    ended = end_sign_ins(session, person_id, but=token)
    if ended:
        journal.tell(session, domain.DeviceEnded(), about=PersonId(person_id), at=at)
    return ended


def end_sign_ins(session: Session, person_id: uuid.UUID, *, but: str | None = None) -> int:
    """End all sign-ins of a person, save the one with the token `but`; return how many."""
    asked = sa.delete(SignInSession).where(SignInSession.person_id == person_id)
    if but is not None:
        asked = asked.where(SignInSession.token_hash != queries.token_hash(but))
    return int(session.execute(asked).rowcount)  # type: ignore[attr-defined]
