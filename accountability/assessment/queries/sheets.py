"""Reads the sheets: what is agreed, and what each rater chose alone. Nothing here decides who may see a rating."""

import uuid
from collections.abc import Mapping
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.assessment.domain.ratings import Answer
from accountability.assessment.models import AgreedLevel, Assessment, Rating
from accountability.assessment.queries.packs import get_seen_pack
from accountability.parts import seen

Row = TypeVar("Row", AgreedLevel, Rating)


def find_agreed(session: Session, assessment: Assessment, *, key_action: str, version: int | None = None) -> AgreedLevel | None:
    """A version of what is agreed on one key action, the latest unless named."""
    wanted = sa.select(AgreedLevel).where(AgreedLevel.assessment_id == assessment.id, AgreedLevel.key_action == key_action)
    wanted = wanted.where(_is_seen(session, AgreedLevel, assessment))
    if version is not None:
        wanted = wanted.where(AgreedLevel.version == version)
    return session.scalar(wanted.order_by(AgreedLevel.version.desc()).limit(1))


def find_own(
    session: Session, assessment: Assessment, *, member_id: uuid.UUID, key_action: str, version: int | None = None
) -> Rating | None:
    """A version of what one rater chose for one key action, the latest unless named."""
    wanted = sa.select(Rating).where(
        Rating.assessment_id == assessment.id, Rating.key_action == key_action, Rating.member_id == member_id
    )
    if version is not None:
        wanted = wanted.where(Rating.version == version)
    return session.scalar(wanted.order_by(Rating.version.desc()).limit(1))


def list_agreed(session: Session, assessment: Assessment) -> dict[str, AgreedLevel]:
    """What is agreed, by key action slug."""
    newest = newest_agreed()
    latest = sa.select(AgreedLevel).join(newest, is_newest_agreed(newest))
    latest = latest.where(AgreedLevel.assessment_id == assessment.id, _is_seen(session, AgreedLevel, assessment))
    return {row.key_action: row for row in session.scalars(latest.order_by(AgreedLevel.key_action))}


def list_own(session: Session, assessment: Assessment, *, member_id: uuid.UUID) -> dict[str, Rating]:
    """What one rater chose, by key action slug."""
    newest = _newest_ratings(assessment)
    latest = sa.select(Rating).join(newest, _is_newest_rating(newest)).where(Rating.member_id == member_id)
    return {row.key_action: row for row in session.scalars(latest.order_by(Rating.key_action))}


def list_of_all(session: Session, assessment: Assessment) -> dict[str, dict[uuid.UUID, Rating]]:
    """What every rater chose: key action slug → member → rating. Whoever asks must have asked `Standing.is_revealed` first."""
    newest = _newest_ratings(assessment)
    latest = sa.select(Rating).join(newest, _is_newest_rating(newest)).where(_is_seen(session, Rating, assessment))
    found: dict[str, dict[uuid.UUID, Rating]] = {}
    for row in session.scalars(latest.order_by(Rating.key_action, Rating.member_id)):
        found.setdefault(row.key_action, {})[row.member_id] = row
    return found


def list_answers(session: Session, assessment: Assessment) -> Mapping[str, Answer]:
    """What is agreed, as answers by key action slug. Scores, comparisons and plans stand on this and nothing else."""
    return {slug: row.answer for slug, row in list_agreed(session, assessment).items()}


def list_own_answers(session: Session, assessment: Assessment, *, member_id: uuid.UUID) -> Mapping[str, Answer]:
    """What one rater chose, as answers by key action slug."""
    return {slug: row.answer for slug, row in list_own(session, assessment, member_id=member_id).items()}


def count_versions(session: Session, assessment: Assessment) -> int:
    """How many answers were ever agreed; it grows with every change, so it tells whether something changed."""
    counted = sa.select(sa.func.count()).select_from(AgreedLevel).where(AgreedLevel.assessment_id == assessment.id)
    return session.scalar(counted) or 0


def _is_seen(session: Session, kind: type[Row], *assessments: Assessment) -> sa.ColumnElement[bool]:
    """Answers that the session may see: all of them, or those of the parts it is limited to."""
    if seen(session) is None:
        return sa.true()
    packs = [get_seen_pack(session, each) for each in assessments]
    return kind.key_action.in_({key_action.slug for pack in packs for key_action in pack.key_actions})


def are_seen(session: Session, *assessments: Assessment) -> sa.ColumnElement[bool]:
    """Agreed levels that the session may see."""
    return _is_seen(session, AgreedLevel, *assessments)


def newest_agreed() -> sa.Subquery:
    """The newest version of what is agreed, by assessment and key action."""
    newest = sa.select(AgreedLevel.assessment_id, AgreedLevel.key_action, sa.func.max(AgreedLevel.version).label("version"))
    return newest.group_by(AgreedLevel.assessment_id, AgreedLevel.key_action).subquery()


def is_newest_agreed(newest: sa.Subquery) -> sa.ColumnElement[bool]:
    """Joins agreed levels with `newest_agreed`."""
    return sa.and_(
        AgreedLevel.assessment_id == newest.c.assessment_id,
        AgreedLevel.key_action == newest.c.key_action,
        AgreedLevel.version == newest.c.version,
    )


def _newest_ratings(assessment: Assessment) -> sa.Subquery:
    newest = sa.select(Rating.key_action, Rating.member_id, sa.func.max(Rating.version).label("version"))
    newest = newest.where(Rating.assessment_id == assessment.id).add_columns(Rating.assessment_id)
    return newest.group_by(Rating.assessment_id, Rating.key_action, Rating.member_id).subquery()


def _is_newest_rating(newest: sa.Subquery) -> sa.ColumnElement[bool]:
    return sa.and_(
        Rating.assessment_id == newest.c.assessment_id,
        Rating.key_action == newest.c.key_action,
        Rating.member_id == newest.c.member_id,
        Rating.version == newest.c.version,
    )
