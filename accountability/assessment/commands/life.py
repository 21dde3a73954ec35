"""The life of an assessment: start it, deepen it, remove it, sign it off."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from accountability import journal
from accountability.access import Actor
from accountability.assessment import queries
from accountability.assessment.commands.rating import hold
from accountability.assessment.domain.formulas import FORMULA
from accountability.assessment.domain.ids import AssessmentId
from accountability.assessment.domain.signing import (
    AssessmentDeepened,
    AssessmentRemoved,
    AssessmentSignedOff,
    AssessmentStarted,
    check_deepening,
    check_removal,
    check_signing,
    checked_name,
)
from accountability.assessment.domain.ways import USUAL_LEAST, Way, least_of
from accountability.assessment.models import Assessment
from accountability.standard import queries as standard_queries
from accountability.standard.domain import Depth
from accountability.trash import put_away


def start_assessment(
    session: Session,
    *,
    name: str,
    depth: Depth,
    way: Way = Way.TOGETHER,
    least_raters: int = USUAL_LEAST,
    rate_by: date | None = None,
    mandate: str = "",
    mandate_on: date | None = None,
    previous_id: AssessmentId | None = None,
    by: Actor,
    at: datetime,
) -> Assessment:
    """Begin to score the organisation against the standard as it stands today."""
    pack = standard_queries.current_pack(session)
    assessment = Assessment(
        name=checked_name(name),
        depth=depth,
        pack_id=pack.id,
        pack_version=pack.version,
        started_at=at,
        started_by_id=by.member_id,
        way=way,
        least_raters=least_of(way, least_raters),
        rate_by=rate_by,
        mandate=mandate,
        mandate_on=mandate_on,
        previous_id=previous_id,
        left_out={},
        formula=FORMULA,
    )
    session.add(assessment)
    session.flush()
    fact = AssessmentStarted(name=assessment.name, depth=depth, pack=f"{pack.id} {pack.version}")
    journal.record(session, fact, by=by, at=at, subject_id=assessment.id)
    session.flush()
    return assessment


def deepen_assessment(session: Session, assessment: Assessment, *, by: Actor, at: datetime) -> None:
    """Let the quick scan grow into the full assessment; every answer given so far stays."""
    hold(session, assessment)
    check_deepening(is_signed=assessment.is_signed, depth=assessment.depth)
    answered = queries.get_progress(session, assessment).answered
    assessment.depth, assessment.deepened_at = Depth.FULL, at
    journal.record(session, AssessmentDeepened(answered=answered), by=by, at=at, subject_id=assessment.id)
    session.flush()


def remove_assessment(session: Session, assessment: Assessment, *, by: Actor, at: datetime) -> None:
    """Put an assessment in the trash; refuses AssessmentIsSigned."""
    hold(session, assessment)
    check_removal(is_signed=assessment.is_signed)
    put_away(assessment, by=by, at=at)
    journal.record(session, AssessmentRemoved(name=assessment.name), by=by, at=at, subject_id=assessment.id)
    session.flush()


def sign_assessment(session: Session, assessment: Assessment, *, seen: int, by: Actor, at: datetime) -> None:
    """Freeze the assessment. `seen` is how many answers the signer's page stood on (`queries.count_versions`).

    Raises AssessmentIsSigned, AssessmentHasChanged or NothingIsRated.
    """
    hold(session, assessment)
    profile = queries.get_profile(session, assessment)
    stored = queries.count_versions(session, assessment)
    check_signing(profile, is_signed=assessment.is_signed, seen=seen, stored=stored)
    progress = queries.get_progress(session, assessment)
    assessment.signed_at, assessment.signed_by_id = at, by.member_id
    fact = AssessmentSignedOff(answered=progress.answered, total=progress.total, zeros=len(profile.zeros))
    journal.record(session, fact, by=by, at=at, subject_id=assessment.id)
    session.flush()
