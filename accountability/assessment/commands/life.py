"""The life of an assessment: start it, let it ask more or less, remove it, sign it off."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from accountability import journal
from accountability.access import Actor
from accountability.assessment import queries
from accountability.assessment.commands.rating import hold
from accountability.assessment.commands.review import note_step
from accountability.assessment.commands.support import offer_evidence_again, settle_evidence
from accountability.assessment.domain.asking import (
    KeyActionAsked,
    KeyActionLeftOut,
    check_changing,
    check_leaving_out,
    checked_mandate,
)
from accountability.assessment.domain.formulas import FORMULA
from accountability.assessment.domain.ids import AssessmentId
from accountability.assessment.domain.reviewing import check_never_signed, check_settled
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
from accountability.assessment.domain.talk import ReviewKind
from accountability.assessment.domain.ways import USUAL_LEAST, Way, least_of
from accountability.assessment.models import Assessment
from accountability.database import NotFound
from accountability.organisation import queries as organisation_queries
from accountability.standard import queries as standard_queries
from accountability.standard.domain import Depth, asked_of
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
    """Begin to score the organisation against the standard as it stands today, without what does not fit the organisation.

    Of the cycle before nothing is copied: its answers are shown beside, its evidence is offered to be confirmed. Raises NotFound
    when there is no such cycle.
    """
    pack = standard_queries.current_pack(session)
    if previous_id is not None:
        queries.get_assessment(session, previous_id)
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
        mandate=checked_mandate(mandate, mandate_on),
        mandate_on=mandate_on,
        previous_id=previous_id,
        left_out=dict(asked_of(pack, organisation_queries.get_organisation(session).traits).left_out),
        formula=FORMULA,
    )
    session.add(assessment)
    session.flush()
    offer_evidence_again(session, assessment, by=by, at=at)
    fact = AssessmentStarted(name=assessment.name, depth=depth, pack=f"{pack.id} {pack.version}")
    journal.record(session, fact, by=by, at=at, subject_id=assessment.id)
    session.flush()
    return assessment


def deepen_assessment(session: Session, assessment: Assessment, *, by: Actor, at: datetime) -> None:
    """Let the quick scan grow into the full assessment; every answer given so far stays."""
    hold(session, assessment)
    check_changing(is_submitted=assessment.is_submitted)
    check_deepening(is_signed=assessment.is_signed, depth=assessment.depth)
    answered = queries.get_progress(session, assessment).answered
    assessment.depth, assessment.deepened_at = Depth.FULL, at
    journal.record(session, AssessmentDeepened(answered=answered), by=by, at=at, subject_id=assessment.id)
    session.flush()


def ask_key_action(session: Session, assessment: Assessment, *, key_action: str, by: Actor, at: datetime) -> None:
    """Ask a key action after all that a rule of the standard leaves out.

    Raises NotFound, AssessmentIsSigned or AssessmentIsSubmitted.
    """
    hold(session, assessment)
    check_open(is_signed=assessment.is_signed)
    check_changing(is_submitted=assessment.is_submitted)
    if key_action not in assessment.left_out:
        raise NotFound(key_action)
    assessment.left_out = {slug: because for slug, because in assessment.left_out.items() if slug != key_action}
    journal.record(session, KeyActionAsked(key_action=key_action), by=by, at=at, subject_id=assessment.id)
    session.flush()


def leave_out_key_action(session: Session, assessment: Assessment, *, key_action: str, by: Actor, at: datetime) -> None:
    """Leave a key action out where a rule of the standard says so; what was answered stays stored and counts for nothing.

    Raises NotFound, AssessmentIsSigned, AssessmentIsSubmitted or NoRuleLeavesItOut.
    """
    hold(session, assessment)
    check_open(is_signed=assessment.is_signed)
    check_changing(is_submitted=assessment.is_submitted)
    asked = queries.get_key_action(session, assessment, slug=key_action)
    because = check_leaving_out(asked.why_left_out(organisation_queries.get_organisation(session).traits))
    assessment.left_out = {**assessment.left_out, key_action: because}
    journal.record(session, KeyActionLeftOut(key_action=key_action), by=by, at=at, subject_id=assessment.id)
    session.flush()


def remove_assessment(session: Session, assessment: Assessment, *, by: Actor, at: datetime) -> None:
    """Put an assessment in the trash.

    Raises AssessmentIsSigned, AssessmentIsSubmitted, or AssessmentWasSigned when it was signed once and is open again.
    """
    hold(session, assessment)
    check_removal(is_signed=assessment.is_signed)
    check_changing(is_submitted=assessment.is_submitted)
    check_never_signed(was_signed=queries.was_signed(session, assessment))
    put_away(assessment, by=by, at=at)
    journal.record(session, AssessmentRemoved(name=assessment.name), by=by, at=at, subject_id=assessment.id)
    session.flush()


def sign_assessment(session: Session, assessment: Assessment, *, seen: int, by: Actor, at: datetime) -> None:
    """Freeze the assessment. `seen` is how many answers the signer's page stood on (`queries.count_versions`).

    Raises AssessmentIsSigned, PeopleStillRate, AssessmentHasChanged or NothingIsRated.
    """
    hold(session, assessment)
    check_settled(way=assessment.way, is_closed=assessment.is_rating_closed)
    profile = queries.get_profile(session, assessment)
    stored = queries.count_versions(session, assessment)
    check_signing(profile, is_signed=assessment.is_signed, seen=seen, stored=stored)
    progress = queries.get_progress(session, assessment)
    settle_evidence(session, assessment)
    assessment.signed_at, assessment.signed_by_id = at, by.member_id
    assessment.submitted_at = assessment.submitted_by_id = None
    note_step(session, assessment, ReviewKind.SIGNED, by=by, at=at)
    fact = AssessmentSignedOff(answered=progress.answered, total=progress.total, zeros=len(profile.zeros))
    journal.record(session, fact, by=by, at=at, subject_id=assessment.id)
    session.flush()
