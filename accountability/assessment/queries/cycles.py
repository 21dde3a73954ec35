"""Reads what one cycle has from the one before: its answers, shown beside and never taken over."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.assessment.domain.ids import AssessmentId
from accountability.assessment.models import AgreedLevel, Assessment
from accountability.assessment.queries.sheets import find_agreed


@dataclass(frozen=True, kw_only=True)
class LastTime:
    """What was agreed on a key action in the cycle before."""

    assessment: Assessment
    agreed: AgreedLevel


def _before(session: Session, assessment: Assessment) -> Assessment | None:
    """The cycle this one begins from, unless it was removed. Only of the same version of the standard: else the words differ."""
    if assessment.previous_id is None:
        return None
    found = session.scalars(sa.select(Assessment).where(Assessment.id == assessment.previous_id)).one_or_none()
    if found is None or (found.pack_id, found.pack_version) != (assessment.pack_id, assessment.pack_version):
        return None
    return found


def find_last_time(session: Session, assessment: Assessment, *, key_action: str) -> LastTime | None:
    """What was agreed on this key action last time, if it was answered."""
    previous = _before(session, assessment)
    agreed = find_agreed(session, previous, key_action=key_action) if previous else None
    return None if previous is None or agreed is None or agreed.answer.is_blank else LastTime(assessment=previous, agreed=agreed)


def list_versions(session: Session, assessment: Assessment, *, key_action: str) -> list[AgreedLevel]:
    """Every version of what is agreed on one key action, the latest first."""
    versions = sa.select(AgreedLevel).where(AgreedLevel.assessment_id == assessment.id, AgreedLevel.key_action == key_action)
    return list(session.scalars(versions.order_by(AgreedLevel.version.desc())))


def list_startable(session: Session) -> list[tuple[AssessmentId, str]]:
    """The cycles that a next one may begin from, as (id, name), the latest first."""
    found = sa.select(Assessment.id, Assessment.name).order_by(Assessment.started_at.desc(), Assessment.id.desc())
    return [(row.id, row.name) for row in session.execute(found)]
