"""Settling on a level after blind rating: with a reason where people differ, at once where they say the same."""

from datetime import datetime

from sqlalchemy.orm import Session

from accountability import journal
from accountability.access import Actor
from accountability.assessment import queries
from accountability.assessment.commands.rating import Saved, agree_level, hold
from accountability.assessment.domain.ratings import Answer, Verdict
from accountability.assessment.domain.refusals import RatingIsOpen
from accountability.assessment.domain.spread import LevelsTakenOver, NothingToTakeOver, check_reason
from accountability.assessment.domain.team import NobodyRatesAlone
from accountability.assessment.models import Assessment
from accountability.assessment.queries.spread import Spread, get_compared, get_spread


def settle_level(
    session: Session, assessment: Assessment, *, key_action: str, answer: Answer, seen: int, by: Actor, at: datetime
) -> Saved:
    """Write down what the raters settled on. Raises as `agree_level` does, and ReasonForLevelIsMissing where people differ."""
    hold(session, assessment)
    spread = _spread(session, assessment, by=by)
    check_reason(get_compared(spread, key_action).opinion, answer=answer)
    return agree_level(session, assessment, key_action=key_action, answer=answer, seen=seen, by=by, at=at)


def take_over_same(session: Session, assessment: Assessment, *, reason: str, by: Actor, at: datetime) -> int:
    """Write down every level that all raters say (over 90 % of anonymous ones) and on which nothing is agreed yet.

    `reason` stands with each. Returns how many. Raises as `agree_level` does, and NothingToTakeOver.
    """
    hold(session, assessment)
    same = _spread(session, assessment, by=by).to_take_over
    for each in same:
        slug, answer = each.key_action.slug, Answer(verdict=Verdict.LEVEL, level=each.opinion.common_level, note=reason)
        # Somebody may have begun with a note and no level; this is put upon what stands.
        seen = _version(session, assessment, slug)
        agree_level(session, assessment, key_action=slug, answer=answer, seen=seen, by=by, at=at)
    if not same:
        raise NothingToTakeOver
    journal.record(session, LevelsTakenOver(count=len(same)), by=by, at=at, subject_id=assessment.id)
    session.flush()
    return len(same)


def _version(session: Session, assessment: Assessment, key_action: str) -> int:
    stored = queries.find_agreed(session, assessment, key_action=key_action)
    return stored.version if stored else 0


def _spread(session: Session, assessment: Assessment, *, by: Actor) -> Spread:
    if not assessment.way.is_blind:
        raise NobodyRatesAlone
    if not assessment.is_rating_closed:
        raise RatingIsOpen
    standing = queries.get_standing(session, assessment, member_id=by.member_id)
    return get_spread(session, assessment, standing=standing) or Spread()
