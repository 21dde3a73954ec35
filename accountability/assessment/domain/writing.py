"""Who may write an answer where, and when."""

from accountability.assessment.domain.refusals import (
    AssessmentIsSubmitted,
    RatingIsClosed,
    RatingIsFinished,
    RatingIsOpen,
    SectionIsNotYours,
    YouAreNotOnTheTeam,
)
from accountability.assessment.domain.ways import Standing, Way


def check_rating(standing: Standing, *, commitment: str, is_submitted: bool, runs_it: bool) -> None:
    """Raise what keeps this person from answering a key action of this commitment. Who `runs_it` writes anywhere on a shared sheet.

    AssessmentIsSubmitted, YouAreNotOnTheTeam, RatingIsFinished, RatingIsClosed or SectionIsNotYours.
    """
    if is_submitted:
        raise AssessmentIsSubmitted
    if standing.way.is_blind:
        _check_blind(standing)
    elif runs_it:
        return
    elif standing.has_team and not standing.is_rater:
        raise YouAreNotOnTheTeam
    if not standing.rates(commitment):
        raise SectionIsNotYours


def _check_blind(standing: Standing) -> None:
    if standing.is_closed:
        raise RatingIsClosed
    if not standing.is_rater:
        raise YouAreNotOnTheTeam
    if standing.has_finished:
        raise RatingIsFinished


def check_agreeing(*, way: Way, is_closed: bool, is_submitted: bool) -> None:
    """Raise AssessmentIsSubmitted, or RatingIsOpen while somebody may still rate alone."""
    if is_submitted:
        raise AssessmentIsSubmitted
    if way.is_blind and not is_closed:
        raise RatingIsOpen
