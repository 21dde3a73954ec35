"""Closing rating: what raters with names chose is shown, what anonymous raters chose becomes numbers that lead to nobody."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability import journal
from accountability.access import Actor
from accountability.assessment import queries
from accountability.assessment.commands.rating import hold
from accountability.assessment.domain.closing import CHOICES, KNOWLEDGE, RatingClosed, check_closing, count_answers
from accountability.assessment.domain.signing import check_open
from accountability.assessment.domain.talk import ReviewKind
from accountability.assessment.domain.ways import LEAST_ANONYMOUS, Way
from accountability.assessment.models import Assessment, Rater, Rating, RatingTally, ReviewStep

AT_ONCE = {"synchronize_session": False}


def close_rating(session: Session, assessment: Assessment, *, words: str, by: Actor, at: datetime) -> None:
    """End blind rating for everybody, in one transaction. `words` say why, when fewer have finished than raters were told.

    Raises AssessmentIsSigned and what `check_closing` raises.
    """
    hold(session, assessment)
    check_open(is_signed=assessment.is_signed)
    standing = queries.get_standing(session, assessment, member_id=by.member_id)
    is_early = check_closing(standing, words=words, is_submitted=assessment.is_submitted)
    if assessment.way is Way.ANONYMOUS:
        _count_and_forget(session, assessment)
    assessment.rating_closed_at, assessment.closed_by_id = at, by.member_id
    step = ReviewStep(
        assessment_id=assessment.id, kind=ReviewKind.RATING_CLOSED, words=words.strip(), member_id=by.member_id, happened_at=at
    )
    session.add(step)
    fact = RatingClosed(way=assessment.way, is_early=is_early)
    journal.record(session, fact, by=by, at=at, subject_id=assessment.id)
    session.flush()


def _count_and_forget(session: Session, assessment: Assessment) -> None:
    """Turn what those who finished chose into counts, then delete every rating of the assessment, also of who did not finish."""
    raters = queries.list_raters(session, assessment)
    finished = {each.member_id for each in raters if each.finished_at is not None}
    for slug, rows in queries.list_of_all(session, assessment).items():
        counted = count_answers(row.answer for member_id, row in rows.items() if member_id in finished)
        session.add_all(
            RatingTally(assessment_id=assessment.id, key_action=slug, chosen=chosen, people=people)
            for keys in (CHOICES, KNOWLEDGE)
            if sum(counted.get(key, 0) for key in keys) >= LEAST_ANONYMOUS
            for chosen, people in sorted((key, counted[key]) for key in keys if key in counted)
        )
    session.flush()
    session.execute(sa.delete(Rating).where(Rating.assessment_id == assessment.id), execution_options=AT_ONCE)
    _forget_who_finished(session, assessment, raters)


def _forget_who_finished(session: Session, assessment: Assessment, raters: list[Rater]) -> None:
    """Write the whole team anew in one order. A row that was only changed would tell by its hidden version, and by its place
    in the table, that it once said "finished"."""
    kept = sorted(((each.member_id, each.sections, each.asked_at, each.asked_by_id) for each in raters), key=lambda each: each[0])
    session.execute(sa.delete(Rater).where(Rater.assessment_id == assessment.id), execution_options=AT_ONCE)
    for each in raters:
        session.expunge(each)
    session.add_all(
        Rater(assessment_id=assessment.id, member_id=member_id, sections=sections, asked_at=asked_at, asked_by_id=asked_by_id)
        for member_id, sections, asked_at, asked_by_id in kept
    )
    session.flush()
