"""Reads who rates, who has finished, and what one person may see and write."""

import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.assessment.domain.ways import Standing
from accountability.assessment.models import Assessment, Rater


def list_raters(session: Session, assessment: Assessment) -> list[Rater]:
    """The team, in the order in which they were asked."""
    found = sa.select(Rater).where(Rater.assessment_id == assessment.id)
    return list(session.scalars(found.order_by(Rater.asked_at, Rater.member_id)))


def find_rater(session: Session, assessment: Assessment, *, member_id: uuid.UUID) -> Rater | None:
    """The place of a member on the team."""
    found = sa.select(Rater).where(Rater.assessment_id == assessment.id, Rater.member_id == member_id)
    return session.scalars(found).one_or_none()


def get_standing(session: Session, assessment: Assessment, *, member_id: uuid.UUID) -> Standing:
    """Where the rating stands for one member, on the team or not."""
    raters = list_raters(session, assessment)
    own = next((each for each in raters if each.member_id == member_id), None)
    return Standing(
        way=assessment.way,
        least=assessment.least_raters,
        finished=sum(each.finished_at is not None for each in raters),
        is_closed=assessment.is_rating_closed,
        is_rater=own is not None,
        has_finished=own is not None and own.finished_at is not None,
        sections=None if own is None or own.sections is None else frozenset(own.sections),
        has_team=bool(raters),
    )
