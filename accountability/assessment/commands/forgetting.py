"""A person goes: what they chose alone and nobody was to see yet goes with them."""

import uuid
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.assessment.domain.ways import Sheet, Way
from accountability.assessment.models import Assessment, BroughtIn, Rater, Rating
from accountability.trash import looking_into_trash

AT_ONCE = {"synchronize_session": False}


def forget_drafts(session: Session, member_ids: Collection[uuid.UUID]) -> None:
    """Delete the blind ratings of these members that were never shown, and their places where rating is open.

    What others saw already stays, under a former member.
    """
    if not member_ids:
        return
    with looking_into_trash(session):
        _forget(session, member_ids)


def _forget(session: Session, member_ids: Collection[uuid.UUID]) -> None:
    alone = Assessment.way != Way.TOGETHER
    still_open = sa.select(Assessment.id).where(alone, Assessment.rating_closed_at.is_(None), Assessment.signed_at.is_(None))
    unfinished = sa.select(Rater.assessment_id).join(Assessment, Assessment.id == Rater.assessment_id)
    for member_id in member_ids:
        theirs = unfinished.where(alone, Rater.member_id == member_id, Rater.finished_at.is_(None))
        drafts = [*session.scalars(still_open), *session.scalars(theirs)]
        _delete(session, Rating, member_id, drafts)
        _delete(session, BroughtIn, member_id, drafts, BroughtIn.sheet == Sheet.OWN)
        _delete(session, Rater, member_id, session.scalars(still_open).all())
    session.flush()


def _delete(session: Session, kind: Any, member_id: uuid.UUID, assessments: Collection[uuid.UUID], *also: Any) -> None:
    gone = sa.delete(kind).where(kind.member_id == member_id, kind.assessment_id.in_(assessments), *also)
    session.execute(gone, execution_options=AT_ONCE)
