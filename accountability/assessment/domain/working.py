"""Who may say how far the work on a key action is."""

from accountability.assessment.domain.refusals import AssessmentIsSubmitted, SectionIsNotYours, YouAreNotOnTheTeam
from accountability.assessment.domain.ways import Standing


def check_working(standing: Standing, *, commitment: str, is_submitted: bool, runs_it: bool) -> None:
    """Raise AssessmentIsSubmitted, YouAreNotOnTheTeam or SectionIsNotYours.

    It is for those who rate the key action, and goes on when they have finished: what is left is often evidence or a talk.
    """
    if is_submitted:
        raise AssessmentIsSubmitted
    if runs_it:
        return
    if (standing.way.is_blind or standing.has_team) and not standing.is_rater:
        raise YouAreNotOnTheTeam
    if not standing.rates(commitment):
        raise SectionIsNotYours


def may_work(standing: Standing, *, commitment: str, is_open: bool, runs_it: bool) -> bool:
    """Whether `check_working` lets this person; `is_open`: neither submitted nor signed."""
    try:
        check_working(standing, commitment=commitment, is_submitted=not is_open, runs_it=runs_it)
    except (AssessmentIsSubmitted, YouAreNotOnTheTeam, SectionIsNotYours):
        return False
    return True
