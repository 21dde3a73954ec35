"""The review of an assessment: hand it in, take it back, ask for changes, open it again. Each step stays, with its words."""

from datetime import datetime

from sqlalchemy.orm import Session

from accountability import journal, outbox
from accountability.access import Actor
from accountability.assessment import queries
from accountability.assessment.commands.rating import hold
from accountability.assessment.domain.reviewing import (
    AssessmentReopened,
    AssessmentSubmitted,
    ChangesRequested,
    SubmissionTakenBack,
    check_reopening,
    check_settled,
    check_submitted,
    check_submitting,
)
from accountability.assessment.domain.talk import ReviewKind, checked_words
from accountability.assessment.models import Assessment, ReviewStep
from accountability.language import gettext as _


def submit_assessment(session: Session, assessment: Assessment, *, words: str = "", link: str, by: Actor, at: datetime) -> None:
    """Hand it to those who sign, who are told by mail. From now on nothing in it changes until they decide or it is taken back.

    Raises AssessmentIsSigned, AssessmentIsSubmitted, PeopleStillRate or NothingIsRated.
    """
    hold(session, assessment)
    check_settled(way=assessment.way, is_closed=assessment.is_rating_closed)
    profile = queries.get_profile(session, assessment)
    check_submitting(profile, is_signed=assessment.is_signed, is_submitted=assessment.is_submitted)
    said = checked_words(words) if words.strip() else ""
    assessment.submitted_at, assessment.submitted_by_id = at, by.member_id
    note_step(session, assessment, ReviewKind.SUBMITTED, words=said, by=by, at=at)
    progress = queries.get_progress(session, assessment)
    fact = AssessmentSubmitted(answered=progress.answered, total=progress.total)
    journal.record(session, fact, by=by, at=at, subject_id=assessment.id)
    session.flush()
    told = {"assessment": assessment.name, "who": by.name, "words": said, "link": link}
    for member in queries.list_signers(session, but=by):
        subject = _("%(name)s waits for your signature", name=assessment.name)
        outbox.post_mail(session, to=member.email, subject=subject, template="email/assessment/ask_to_sign", at=at, **told)


def take_back_assessment(session: Session, assessment: Assessment, *, by: Actor, at: datetime) -> None:
    """Go on with what was handed in. Raises AssessmentIsNotSubmitted."""
    hold(session, assessment)
    check_submitted(is_submitted=assessment.is_submitted)
    assessment.submitted_at = assessment.submitted_by_id = None
    note_step(session, assessment, ReviewKind.WITHDRAWN, by=by, at=at)
    journal.record(session, SubmissionTakenBack(), by=by, at=at, subject_id=assessment.id)
    session.flush()


def request_changes(session: Session, assessment: Assessment, *, words: str, link: str, by: Actor, at: datetime) -> None:
    """Send it back with what should change; who handed it in is told by mail.

    Raises AssessmentIsNotSubmitted, WordsAreMissing or WordsAreTooLong.
    """
    hold(session, assessment)
    check_submitted(is_submitted=assessment.is_submitted)
    said = checked_words(words)
    to = queries.list_runners(session, assessment, but=by)
    assessment.submitted_at = assessment.submitted_by_id = None
    note_step(session, assessment, ReviewKind.CHANGES_REQUESTED, words=said, by=by, at=at)
    journal.record(session, ChangesRequested(), by=by, at=at, subject_id=assessment.id)
    session.flush()
    told = {"assessment": assessment.name, "who": by.name, "words": said, "link": link}
    for member in to:
        subject = _("Changes are wanted in %(name)s", name=assessment.name)
        outbox.post_mail(session, to=member.email, subject=subject, template="email/assessment/ask_for_changes", at=at, **told)


def reopen_assessment(session: Session, assessment: Assessment, *, words: str, link: str, by: Actor, at: datetime) -> None:
    """Take the signature away so that it can be changed; who signed and why it was opened stay in its history.

    What was shared into a benchmark stays as it was shared. Raises AssessmentIsOpen, WordsAreMissing or WordsAreTooLong.
    """
    hold(session, assessment)
    check_reopening(is_signed=assessment.is_signed)
    said = checked_words(words)
    assessment.signed_at = assessment.signed_by_id = None
    note_step(session, assessment, ReviewKind.REOPENED, words=said, by=by, at=at)
    session.flush()
    journal.record(session, AssessmentReopened(), by=by, at=at, subject_id=assessment.id)
    session.flush()
    told = {"assessment": assessment.name, "who": by.name, "words": said, "link": link}
    for member in queries.list_runners(session, assessment, but=by):
        subject = _("%(name)s is open again", name=assessment.name)
        outbox.post_mail(session, to=member.email, subject=subject, template="email/assessment/tell_of_reopening", at=at, **told)


def note_step(session: Session, assessment: Assessment, kind: ReviewKind, *, words: str = "", by: Actor, at: datetime) -> None:
    """Add a line to the history of the whole."""
    step = ReviewStep(assessment_id=assessment.id, kind=kind, words=words, member_id=by.member_id, happened_at=at)
    session.add(step)
