"""What waits for one member: assessments to rate, to sign, or to change after somebody asked for it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from accountability.assessment.domain.progress import Progress
from accountability.assessment.domain.talk import ReviewKind
from accountability.assessment.models import AgreedLevel, Assessment, Rater, Rating, ReviewStep
from accountability.assessment.queries.packs import list_asked
from accountability.assessment.queries.sheets import newest_agreed

Answered = Mapping[uuid.UUID, set[str]]


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """An assessment that waits for somebody, and how far their part of it is."""

    assessment: Assessment
    progress: Progress


def list_waiting(session: Session, *, member_id: uuid.UUID) -> list[Waiting]:
    """What this member is asked to rate, the nearest date first. Three queries, however much there is."""
    asked = _list_asked_of(session, member_id)
    alone, together = _answered_alone(session, member_id), _answered_together(session)
    found = []
    for assessment, rater in asked:
        answered = (alone if assessment.way.is_blind else together).get(assessment.id, set())
        slugs = {
            each.slug for each in list_asked(session, assessment) if rater.sections is None or each.commitment in rater.sections
        }
        progress = Progress(answered=len(slugs & answered), total=len(slugs), depth=assessment.depth)
        if assessment.way.is_blind or not progress.is_complete:
            found.append(Waiting(assessment=assessment, progress=progress))
    return found


def list_sent_back(session: Session) -> list[Assessment]:
    """What changes were asked for and that was not submitted again, the longest first."""
    later = aliased(ReviewStep)
    is_last = ~sa.exists().where(later.assessment_id == ReviewStep.assessment_id, later.happened_at > ReviewStep.happened_at)
    asked = (
        sa.select(Assessment)
        .join(ReviewStep, ReviewStep.assessment_id == Assessment.id)
        .where(ReviewStep.kind == ReviewKind.CHANGES_REQUESTED, is_last)
        .where(Assessment.submitted_at.is_(None), Assessment.signed_at.is_(None))
    )
    return list(session.scalars(asked.order_by(ReviewStep.happened_at, Assessment.id)))


def _list_asked_of(session: Session, member_id: uuid.UUID) -> list[tuple[Assessment, Rater]]:
    joined = sa.and_(Rater.assessment_id == Assessment.id, Rater.member_id == member_id, Rater.finished_at.is_(None))
    open_ones = (
        sa.select(Assessment, Rater)
        .join(Rater, joined)
        .where(Assessment.signed_at.is_(None), Assessment.submitted_at.is_(None), Assessment.rating_closed_at.is_(None))
    )
    ordered = open_ones.order_by(Assessment.rate_by.is_(None), Assessment.rate_by, Assessment.started_at, Assessment.id)
    return [(row[0], row[1]) for row in session.execute(ordered)]


def _answered_alone(session: Session, member_id: uuid.UUID) -> Answered:
    versions = sa.select(Rating.assessment_id, Rating.key_action, sa.func.max(Rating.version).label("version"))
    newest = versions.where(Rating.member_id == member_id).group_by(Rating.assessment_id, Rating.key_action).subquery()
    same = sa.and_(*(getattr(Rating, name) == newest.c[name] for name in ("assessment_id", "key_action", "version")))
    rows = sa.select(Rating.assessment_id, Rating.key_action).join(newest, same)
    return _by_assessment(session, rows.where(Rating.member_id == member_id, Rating.verdict.is_not(None)))


def _answered_together(session: Session) -> Answered:
    newest = newest_agreed()
    same = sa.and_(*(getattr(AgreedLevel, name) == newest.c[name] for name in ("assessment_id", "key_action", "version")))
    rows = sa.select(AgreedLevel.assessment_id, AgreedLevel.key_action).join(newest, same)
    return _by_assessment(session, rows.where(AgreedLevel.verdict.is_not(None)))


def _by_assessment(session: Session, rows: Any) -> Answered:
    found: dict[uuid.UUID, set[str]] = {}
    for row in session.execute(rows):
        found.setdefault(row.assessment_id, set()).add(row.key_action)
    return found
