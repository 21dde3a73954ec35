"""The review of an assessment: submitted, sent back with words, signed, opened again. What happened is only ever added.

Signing without submitting stays possible: in a small organisation those who run the cycle and those who sign
sit at one table.
"""

from dataclasses import dataclass

from accountability.assessment.domain.refusals import AssessmentIsSigned, AssessmentIsSubmitted, NothingIsRated
from accountability.assessment.domain.scores import Profile
from accountability.assessment.domain.ways import Way
from accountability.fact import Fact
from accountability.refusal import Refusal


@dataclass(frozen=True, kw_only=True)
class AssessmentSubmitted(Fact):
    """It was handed to those who sign; nothing in it changes until they have decided."""

    answered: int
    total: int


@dataclass(frozen=True, kw_only=True)
class SubmissionTakenBack(Fact):
    """Who runs the cycle wanted to change something before anybody signed."""


@dataclass(frozen=True, kw_only=True)
class ChangesRequested(Fact):
    """Who signs wanted something changed first. Why stands with the review, because it may speak of people."""


@dataclass(frozen=True, kw_only=True)
class AssessmentReopened(Fact):
    """A signature was taken away, so that something can be changed."""


class PeopleStillRate(Refusal):
    """Blind rating is open, so nothing is agreed that could be signed."""

    message = "People still rate on their own. Close rating and agree on levels first, then it can be submitted and signed off."


class AssessmentIsNotSubmitted(Refusal):
    """Nothing waits for a signature."""

    message = "This assessment does not wait for a signature now."


class AssessmentIsOpen(Refusal):
    """Only what is signed can be opened again."""

    message = "This assessment is not signed off, so it is open already."


class AssessmentWasSigned(Refusal):
    """What somebody signed once leads a life elsewhere: in a round, in a report, in memory."""

    message = "This assessment was signed off once, so it stays, also when it is open again."


def check_settled(*, way: Way, is_closed: bool) -> None:
    """Raise PeopleStillRate while somebody may still rate alone."""
    if way.is_blind and not is_closed:
        raise PeopleStillRate


def check_submitting(profile: Profile, *, is_signed: bool, is_submitted: bool) -> None:
    """Raise AssessmentIsSigned, AssessmentIsSubmitted or NothingIsRated. What is still blank is shown, and stops nobody."""
    if is_signed:
        raise AssessmentIsSigned
    if is_submitted:
        raise AssessmentIsSubmitted
    if all(score.mean.exact is None for score in profile.scores):
        raise NothingIsRated


def check_submitted(*, is_submitted: bool) -> None:
    """Raise AssessmentIsNotSubmitted."""
    if not is_submitted:
        raise AssessmentIsNotSubmitted


def check_reopening(*, is_signed: bool) -> None:
    """Raise AssessmentIsOpen."""
    if not is_signed:
        raise AssessmentIsOpen


def check_never_signed(*, was_signed: bool) -> None:
    """Raise AssessmentWasSigned."""
    if was_signed:
        raise AssessmentWasSigned
