"""What people do with an assessment: start it, answer a key action, deepen it, sign it off."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from accountability import journal
from accountability.access import Actor
from accountability.assessment import queries
from accountability.assessment.domain.ratings import BLANK, Answer, Merge, checked, merge
from accountability.assessment.domain.refusals import AssessmentIsSigned, RatingIsDisputed, VersionIsTaken
from accountability.assessment.domain.signing import (
    AssessmentDeepened,
    AssessmentRemoved,
    AssessmentSignedOff,
    AssessmentStarted,
    check_deepening,
    check_open,
    check_removal,
    check_signing,
    checked_name,
)
from accountability.assessment.models import Assessment, Rating
from accountability.database import refusing
from accountability.standard import queries as standard_queries
from accountability.standard.domain import Depth
from accountability.trash import put_away


def start_assessment(session: Session, *, name: str, depth: Depth, by: Actor, at: datetime) -> Assessment:
    """Begin to score the organisation against the standard as it stands today."""
    pack = standard_queries.current_pack(session)
    assessment = Assessment(
        name=checked_name(name),
        depth=depth,
        pack_id=pack.id,
        pack_version=pack.version,
        started_at=at,
        started_by_id=by.member_id,
    )
    session.add(assessment)
    session.flush()
    fact = AssessmentStarted(name=assessment.name, depth=depth, pack=f"{pack.id} {pack.version}")
    journal.record(session, fact, by=by, at=at, subject_id=assessment.id)
    session.flush()
    return assessment


@dataclass(frozen=True, kw_only=True)
class Saved:
    """What the database holds now. `others` is the rating that changed meanwhile and was joined with mine, if any."""

    rating: Rating
    others: Rating | None = None


def rate_key_action(
    session: Session, assessment: Assessment, *, key_action: str, answer: Answer, seen: int, by: Actor, at: datetime
) -> Saved:
    """Store an answer as a new version. `seen` is the version the person had in front of them (0: none).

    Parts that only one side changed since are joined; the same answer from two sides is stored once.
    Raises AssessmentIsSigned, RatingIsDisputed (with the sides) and what `checked` raises.
    """
    _hold(session, assessment)
    check_open(is_signed=assessment.is_signed)
    queries.get_key_action(session, assessment, slug=key_action)
    mine = checked(answer)
    latest = queries.find_rating(session, assessment, key_action=key_action)
    theirs = latest.answer if latest else BLANK
    joined = _join(session, assessment, key_action=key_action, mine=mine, theirs=latest, seen=seen)
    others = latest if latest and latest.version != seen and joined.answer != mine else None
    if latest and joined.answer == theirs:
        return Saved(rating=latest, others=others)
    version = latest.version + 1 if latest else 1
    rating = _new_rating(assessment, key_action=key_action, version=version, answer=joined.answer, by=by, at=at)
    with refusing(session, rating_version_is_taken=VersionIsTaken, assessment_is_signed=AssessmentIsSigned):
        session.add(rating)
    return Saved(rating=rating, others=others)


def _join(session: Session, assessment: Assessment, *, key_action: str, mine: Answer, theirs: Rating | None, seen: int) -> Merge:
    if theirs is None or theirs.version == seen:
        return Merge(answer=mine)
    base = queries.find_rating(session, assessment, key_action=key_action, version=seen)
    joined = merge(base.answer if base else BLANK, mine=mine, theirs=theirs.answer)
    if joined.disputed:
        raise RatingIsDisputed(mine=mine, theirs=theirs, parts=joined.disputed)
    return Merge(answer=checked(joined.answer))


def _new_rating(assessment: Assessment, *, key_action: str, version: int, answer: Answer, by: Actor, at: datetime) -> Rating:
    return Rating(
        assessment_id=assessment.id,
        key_action=key_action,
        version=version,
        verdict=answer.verdict,
        level=answer.level,
        reason=answer.reason,
        note=answer.note,
        is_to_revisit=answer.is_to_revisit,
        member_id=by.member_id,
        rated_at=at,
    )


def deepen_assessment(session: Session, assessment: Assessment, *, by: Actor, at: datetime) -> None:
    """Let the quick scan grow into the full assessment; every answer given so far stays."""
    _hold(session, assessment)
    check_deepening(is_signed=assessment.is_signed, depth=assessment.depth)
    answered = queries.get_progress(session, assessment).answered
    assessment.depth, assessment.deepened_at = Depth.FULL, at
    journal.record(session, AssessmentDeepened(answered=answered), by=by, at=at, subject_id=assessment.id)
    session.flush()


def remove_assessment(session: Session, assessment: Assessment, *, by: Actor, at: datetime) -> None:
    """Put an assessment in the trash; refuses AssessmentIsSigned."""
    _hold(session, assessment)
    check_removal(is_signed=assessment.is_signed)
    put_away(assessment, by=by, at=at)
    journal.record(session, AssessmentRemoved(name=assessment.name), by=by, at=at, subject_id=assessment.id)
    session.flush()


def sign_assessment(session: Session, assessment: Assessment, *, seen: int, by: Actor, at: datetime) -> None:
    """Freeze the assessment. `seen` is how many answers the signer's page stood on (`queries.count_versions`).

    Raises AssessmentIsSigned, AssessmentHasChanged or NothingIsRated.
    """
    _hold(session, assessment)
    profile = queries.get_profile(session, assessment)
    stored = queries.count_versions(session, assessment)
    check_signing(profile, is_signed=assessment.is_signed, seen=seen, stored=stored)
    progress = queries.get_progress(session, assessment)
    assessment.signed_at, assessment.signed_by_id = at, by.member_id
    fact = AssessmentSignedOff(answered=progress.answered, total=progress.total, zeros=len(profile.zeros))
    journal.record(session, fact, by=by, at=at, subject_id=assessment.id)
    session.flush()


def _hold(session: Session, assessment: Assessment) -> None:
    # Nobody signs between another person's look at the state and the answer that person stores, and no two answers
    # are stored on the same version.
    session.refresh(assessment, with_for_update={"key_share": True})
