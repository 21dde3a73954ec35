"""Reads who stands behind the levels of an assessment: how many members, counted as far as anybody may know it."""

import uuid
from collections.abc import Iterable, Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.assessment.domain.closing import CHOICES
from accountability.assessment.domain.ratings import Verdict
from accountability.assessment.domain.ways import LEAST_ANONYMOUS, Way
from accountability.assessment.models import AgreedLevel, Assessment, Rater, Rating, RatingTally
from accountability.assessment.queries.packs import get_pack


def count_members(session: Session, assessment: Assessment) -> dict[str, int]:
    """By commitment slug: how many members chose a level in it, or said whether they know its policies.

    Blind raters count once rating is closed and only if they had finished; of anonymous ones no more is known than that there were
    ten. Nothing is counted before.
    """
    if assessment.way is Way.TOGETHER:
        chose = sa.select(AgreedLevel.key_action, AgreedLevel.member_id).distinct()
        chose = chose.where(AgreedLevel.assessment_id == assessment.id, AgreedLevel.verdict == Verdict.LEVEL)
        return _members(session, assessment, session.execute(chose))
    if not assessment.is_rating_closed:
        return {}
    return _count_anonymous(session, assessment) if assessment.way is Way.ANONYMOUS else _count_named(session, assessment)


def _count_named(session: Session, assessment: Assessment) -> dict[str, int]:
    finished = sa.and_(
        Rater.assessment_id == Rating.assessment_id, Rater.member_id == Rating.member_id, Rater.finished_at.is_not(None)
    )
    said = sa.or_(Rating.verdict == Verdict.LEVEL, Rating.knowledge.is_not(None))
    chose = sa.select(Rating.key_action, Rating.member_id).distinct().join(Rater, finished)
    rows = session.execute(chose.where(Rating.assessment_id == assessment.id, said))
    return _members(session, assessment, rows)


def _count_anonymous(session: Session, assessment: Assessment) -> dict[str, int]:
    people = sa.select(RatingTally.key_action).where(RatingTally.assessment_id == assessment.id, RatingTally.chosen.in_(CHOICES))
    shown = people.group_by(RatingTally.key_action).having(sa.func.sum(RatingTally.people) >= LEAST_ANONYMOUS)
    of = _commitments(session, assessment)
    return {of[slug]: LEAST_ANONYMOUS for slug in session.scalars(shown) if slug in of}


def _members(session: Session, assessment: Assessment, chose: Iterable[sa.Row[str, uuid.UUID]]) -> dict[str, int]:
    of: Mapping[str, str] = _commitments(session, assessment)
    found: dict[str, set[uuid.UUID]] = {}
    for slug, member_id in chose:
        if slug in of:
            found.setdefault(of[slug], set()).add(member_id)
    return {commitment: len(members) for commitment, members in found.items()}


def _commitments(session: Session, assessment: Assessment) -> Mapping[str, str]:
    return {each.slug: each.commitment for each in get_pack(session, assessment).key_actions}
