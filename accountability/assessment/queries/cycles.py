"""Reads what one cycle has from the one before: its answers, shown beside and never taken over."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.assessment.domain.ids import AssessmentId
from accountability.assessment.domain.ratings import Answer
from accountability.assessment.models import AgreedLevel, Assessment
from accountability.assessment.queries.packs import get_pack
from accountability.assessment.queries.previous import carried_answers, find_previous
from accountability.assessment.queries.sheets import find_agreed, list_answers


@dataclass(frozen=True, kw_only=True)
class LastTime:
    """What was agreed on a key action in the cycle before. Across versions of the standard the level is all that compares."""

    assessment: Assessment
    answer: Answer
    agreed: AgreedLevel | None = None


def find_last_time(session: Session, assessment: Assessment, *, key_action: str) -> LastTime | None:
    """What was agreed on this key action in the cycle this one begins from, if it was answered there."""
    previous = find_previous(session, assessment) if assessment.previous_id else None
    if previous is None:
        return None
    if (previous.pack_id, previous.pack_version) == (assessment.pack_id, assessment.pack_version):
        agreed = find_agreed(session, previous, key_action=key_action)
        answer = agreed.answer if agreed else None
    else:
        agreed, answer = None, _carried(session, previous, assessment).get(key_action)
    return None if answer is None or answer.is_blank else LastTime(assessment=previous, answer=answer, agreed=agreed)


def _carried(session: Session, previous: Assessment, assessment: Assessment) -> dict[str, Answer]:
    pack = get_pack(session, assessment)
    return carried_answers(session, list_answers(session, previous), asked=previous, pack=pack) or {}


def list_versions(session: Session, assessment: Assessment, *, key_action: str) -> list[AgreedLevel]:
    """Every version of what is agreed on one key action, the latest first."""
    versions = sa.select(AgreedLevel).where(AgreedLevel.assessment_id == assessment.id, AgreedLevel.key_action == key_action)
    return list(session.scalars(versions.order_by(AgreedLevel.version.desc())))


def list_startable(session: Session) -> list[tuple[AssessmentId, str]]:
    """The cycles that a next one may begin from, as (id, name): signed ones first, the latest of them before all."""
    order = (Assessment.signed_at.is_(None), Assessment.signed_at.desc(), Assessment.started_at.desc(), Assessment.id.desc())
    found = sa.select(Assessment.id, Assessment.name).order_by(*order)
    return [(row.id, row.name) for row in session.execute(found)]
