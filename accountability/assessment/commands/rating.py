"""Answering a key action: on one's own sheet, or on the one that holds what is agreed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from accountability.access import Actor, Role
from accountability.assessment import queries
from accountability.assessment.domain.ratings import BLANK, Answer, Merge, checked, merge
from accountability.assessment.domain.refusals import AssessmentIsSigned, RatingIsDisputed, VersionIsTaken
from accountability.assessment.domain.signing import check_open
from accountability.assessment.domain.ways import Sheet
from accountability.assessment.domain.writing import check_agreeing, check_rating
from accountability.assessment.models import AgreedLevel, Assessment, Rating
from accountability.database import refusing

RUNS_IT = (Role.OWNER, Role.OFFICER)


@dataclass(frozen=True, kw_only=True)
class Saved:
    """What the database holds now. `others` is the answer that changed meanwhile and was joined with mine, if any."""

    rating: Rating | AgreedLevel
    others: Rating | AgreedLevel | None = None


def rate_key_action(
    session: Session, assessment: Assessment, *, key_action: str, answer: Answer, seen: int, by: Actor, at: datetime
) -> Saved:
    """Store an answer as a new version on the sheet this person works on. `seen` is the version they had before them (0: none).

    Parts that only one side changed since are joined; the same answer from two sides is stored once.
    Raises AssessmentIsSigned, RatingIsDisputed (with the sides), what `check_rating` and what `checked` raise.
    """
    hold(session, assessment)
    check_open(is_signed=assessment.is_signed)
    asked = queries.get_key_action(session, assessment, slug=key_action)
    standing = queries.get_standing(session, assessment, member_id=by.member_id)
    check_rating(standing, commitment=asked.commitment, is_submitted=assessment.is_submitted, runs_it=by.role in RUNS_IT)
    sheet = standing.sheet
    return _store(session, assessment, key_action=key_action, answer=answer, seen=seen, sheet=sheet, by=by, at=at)


def agree_level(
    session: Session, assessment: Assessment, *, key_action: str, answer: Answer, seen: int, by: Actor, at: datetime
) -> Saved:
    """Store what the raters settled on, with why (`note`) and what some see differently (`minority_note`).

    Raises as `rate_key_action` does, and RatingIsOpen while anybody still rates alone.
    """
    hold(session, assessment)
    check_open(is_signed=assessment.is_signed)
    queries.get_key_action(session, assessment, slug=key_action)
    check_agreeing(way=assessment.way, is_closed=assessment.is_rating_closed, is_submitted=assessment.is_submitted)
    return _store(session, assessment, key_action=key_action, answer=answer, seen=seen, sheet=Sheet.AGREED, by=by, at=at)


def _store(
    session: Session, assessment: Assessment, *, key_action: str, answer: Answer, seen: int, sheet: Sheet, by: Actor, at: datetime
) -> Saved:
    mine = checked(answer)
    latest = _find(session, assessment, sheet=sheet, key_action=key_action, by=by)
    theirs = latest.answer if latest else BLANK
    joined = _join(session, assessment, sheet=sheet, mine=mine, theirs=latest, seen=seen, by=by)
    others = latest if latest and latest.version != seen and joined.answer != mine else None
    if latest and joined.answer == theirs:
        return Saved(rating=latest, others=others)
    version = latest.version + 1 if latest else 1
    row = _new_row(assessment, sheet=sheet, key_action=key_action, version=version, answer=joined.answer, by=by, at=at)
    with refusing(
        session,
        rating_version_is_taken=VersionIsTaken,
        agreed_version_is_taken=VersionIsTaken,
        assessment_is_signed=AssessmentIsSigned,
    ):
        session.add(row)
    return Saved(rating=row, others=others)


def _find(
    session: Session, assessment: Assessment, *, sheet: Sheet, key_action: str, by: Actor, version: int | None = None
) -> Rating | AgreedLevel | None:
    if sheet is Sheet.AGREED:
        return queries.find_agreed(session, assessment, key_action=key_action, version=version)
    return queries.find_own(session, assessment, member_id=by.member_id, key_action=key_action, version=version)


def _join(
    session: Session,
    assessment: Assessment,
    *,
    sheet: Sheet,
    mine: Answer,
    theirs: Rating | AgreedLevel | None,
    seen: int,
    by: Actor,
) -> Merge:
    if theirs is None or theirs.version == seen:
        return Merge(answer=mine)
    base = _find(session, assessment, sheet=sheet, key_action=theirs.key_action, by=by, version=seen)
    joined = merge(base.answer if base else BLANK, mine=mine, theirs=theirs.answer)
    if joined.disputed:
        raise RatingIsDisputed(mine=mine, theirs=theirs, parts=joined.disputed)
    return Merge(answer=checked(joined.answer))


def _new_row(
    assessment: Assessment, *, sheet: Sheet, key_action: str, version: int, answer: Answer, by: Actor, at: datetime
) -> Rating | AgreedLevel:
    common = {
        "assessment_id": assessment.id,
        "key_action": key_action,
        "version": version,
        "verdict": answer.verdict,
        "level": answer.level,
        "reason": answer.reason,
        "note": answer.note,
        "is_to_revisit": answer.is_to_revisit,
        "member_id": by.member_id,
        "rated_at": at,
    }
    if sheet is Sheet.OWN:
        return Rating(**common, knowledge=answer.knowledge)
    return AgreedLevel(**common, minority_note=answer.minority_note)


def hold(session: Session, assessment: Assessment) -> None:
    """Hold the assessment for this transaction.

    Nobody signs between another person's look at the state and the answer that person stores, and no two answers are stored
    on the same version.
    """
    session.refresh(assessment, with_for_update={"key_share": True})
