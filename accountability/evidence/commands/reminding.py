"""Telling people that a piece is about to be over, and that it is: one mail for all pieces of an organisation at a time."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability import outbox
from accountability.access import MemberId, Role
from accountability.evidence.domain import Reminded, due_reminder
from accountability.evidence.models import Evidence
from accountability.organisation.queries import get_organisation, list_members


def remind(session: Session, *, base_url: str, at: datetime) -> None:
    """Write to who added what is over or soon will be, and to the officers, each once, with everything they should see."""
    due = _mark_due(session, at=at)
    letters: dict[MemberId, list[Evidence]] = defaultdict(list)
    members = {member.id: member for member in list_members(session)}
    for piece in due:
        officers = [member.id for member in members.values() if member.role is Role.OFFICER]
        for member_id in {*officers, piece.added_by_id} & set(members):
            letters[member_id].append(piece)
    for member_id, pieces in letters.items():
        _write(session, members[member_id].email, pieces, base_url=base_url, at=at)


def _mark_due(session: Session, *, at: datetime) -> Sequence[Evidence]:
    """The pieces of which somebody is to be told now, marked as told."""
    dated = sa.select(Evidence).where(Evidence.expires_on.is_not(None), Evidence.reminded != Reminded.EXPIRED)
    due = []
    for piece in session.scalars(dated.order_by(Evidence.expires_on, Evidence.id).with_for_update(skip_locked=True)):
        told = due_reminder(piece.expires_on, piece.reminded, today=at.date())
        if told is not None:
            piece.reminded = told
            due.append(piece)
    session.flush()
    return due


def _write(session: Session, email: str, pieces: Sequence[Evidence], *, base_url: str, at: datetime) -> None:
    name = get_organisation(session).name
    outbox.post_mail(
        session,
        to=email,
        subject=f"Evidence of {name} to look at",
        template="email/evidence/remind",
        at=at,
        organisation=name,
        expired=[(piece.title, piece.expires_on) for piece in pieces if piece.reminded is Reminded.EXPIRED],
        soon=[(piece.title, piece.expires_on) for piece in pieces if piece.reminded is Reminded.SOON],
        link=f"{base_url}/evidence",
    )
