"""Reads assessments themselves: one, some, the latest, all with their progress."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.assessment.domain.ids import AssessmentId
from accountability.assessment.domain.progress import Progress
from accountability.assessment.models import AgreedLevel, Assessment
from accountability.assessment.queries.packs import list_asked
from accountability.assessment.queries.sheets import are_seen, is_newest_agreed, newest_agreed
from accountability.database import NotFound
from accountability.tenancy import acting_for


@dataclass(frozen=True, kw_only=True)
class Summary:
    """One assessment in a list."""

    assessment: Assessment
    progress: Progress

    @property
    def waits_for_signature(self) -> bool:
        """Whether it was submitted and nobody has signed it."""
        return self.assessment.is_submitted and not self.assessment.is_signed


def list_assessments(session: Session) -> list[Summary]:
    """All assessments with their progress, the latest first."""
    assessments = session.scalars(sa.select(Assessment).order_by(Assessment.started_at.desc(), Assessment.id.desc())).all()
    newest = newest_agreed()
    counted = session.execute(
        sa.select(AgreedLevel.assessment_id, sa.func.count())
        .join(newest, is_newest_agreed(newest))
        .where(AgreedLevel.verdict.is_not(None), are_seen(session, *assessments))
        .group_by(AgreedLevel.assessment_id)
    )
    answered = {row[0]: row[1] for row in counted}
    return [
        Summary(
            assessment=each,
            progress=Progress(answered=answered.get(each.id, 0), total=len(list_asked(session, each)), depth=each.depth),
        )
        for each in assessments
    ]


def get_assessment(session: Session, assessment_id: AssessmentId) -> Assessment:
    """The assessment. Raises NotFound."""
    assessment = session.get(Assessment, (acting_for(session), assessment_id))
    if assessment is None:
        raise NotFound
    return assessment


def names_of(session: Session, assessment_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Assessment → its name, for those that are still there."""
    asked = sa.select(Assessment.id, Assessment.name).where(Assessment.id.in_(assessment_ids))
    return {row.id: row.name for row in session.execute(asked)}


def find_latest_assessment(session: Session) -> Assessment | None:
    """The assessment started last, signed or not."""
    return session.scalar(sa.select(Assessment).order_by(Assessment.started_at.desc(), Assessment.id.desc()).limit(1))


def list_signed_assessments(session: Session) -> list[Assessment]:
    """The frozen ones, the latest signature first."""
    signed = sa.select(Assessment).where(Assessment.signed_at.is_not(None))
    return list(session.scalars(signed.order_by(Assessment.signed_at.desc(), Assessment.id.desc())))
