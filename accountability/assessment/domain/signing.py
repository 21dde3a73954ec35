"""When an assessment may be changed and signed off, what looks inconsistent inside a commitment, and what happened."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass

from accountability.assessment.domain.ratings import Verdict
from accountability.assessment.domain.refusals import (
    AssessmentHasChanged,
    AssessmentIsFull,
    AssessmentIsSigned,
    NameIsMissing,
    NameIsTooLong,
    NothingIsRated,
)
from accountability.assessment.domain.scores import CommitmentScore, Profile
from accountability.fact import Fact, PlainText
from accountability.standard.domain import Depth

LONGEST_NAME = 120
HIGH, LOW = 3, 1


@dataclass(frozen=True, kw_only=True)
class AssessmentStarted(Fact):
    """Somebody began to score the organisation."""

    name: PlainText
    depth: Depth
    pack: PlainText


@dataclass(frozen=True, kw_only=True)
class AssessmentRemoved(Fact):
    """An assessment that was not signed off was put in the trash."""

    name: PlainText


@dataclass(frozen=True, kw_only=True)
class AssessmentDeepened(Fact):
    """The quick scan grew into the full assessment."""

    answered: int


@dataclass(frozen=True, kw_only=True)
class AssessmentSignedOff(Fact):
    """The assessment was frozen. How much was open is part of the record."""

    answered: int
    total: int
    zeros: int


class Doubt(enum.Enum):
    """A pattern worth a second look; never a reason to refuse."""

    DONE_NOT_WRITTEN = "done-not-written"
    WRITTEN_NOT_DONE = "written-not-done"
    MOSTLY_NOT_APPLICABLE = "mostly-not-applicable"


def doubts_about(score: CommitmentScore) -> Iterable[Doubt]:
    """What looks inconsistent inside one commitment."""
    policy, practice = score.policy.exact, score.practice.exact
    if policy is not None and practice is not None:
        if practice >= HIGH and policy <= LOW:
            yield Doubt.DONE_NOT_WRITTEN
        if policy >= HIGH and practice <= LOW:
            yield Doubt.WRITTEN_NOT_DONE
    left_out = sum(item.answer.verdict is Verdict.NOT_APPLICABLE for item in score.items)
    if left_out * 2 > len(score.items):
        yield Doubt.MOSTLY_NOT_APPLICABLE


def checked_name(name: str) -> str:
    """The name without outer space. Raises NameIsMissing or NameIsTooLong."""
    name = name.strip()
    if not name:
        raise NameIsMissing
    if len(name) > LONGEST_NAME:
        raise NameIsTooLong(limit=LONGEST_NAME)
    return name


def check_open(*, is_signed: bool) -> None:
    """Raises AssessmentIsSigned when nothing may change any more."""
    if is_signed:
        raise AssessmentIsSigned


def check_removal(*, is_signed: bool) -> None:
    """Raise AssessmentIsSigned: what was signed off stays."""
    if is_signed:
        raise AssessmentIsSigned


def check_deepening(*, is_signed: bool, depth: Depth) -> None:
    """Raises AssessmentIsSigned, or AssessmentIsFull when there is nothing to grow into."""
    check_open(is_signed=is_signed)
    if depth is Depth.FULL:
        raise AssessmentIsFull


def check_signing(profile: Profile, *, is_signed: bool, seen: int, stored: int) -> None:
    """Raises AssessmentIsSigned, AssessmentHasChanged when more answers are `stored` than the signer has `seen`, or
    NothingIsRated. Blank key actions are allowed: the signer has them in front of the eyes."""
    check_open(is_signed=is_signed)
    if seen != stored:
        raise AssessmentHasChanged
    if all(score.mean.exact is None for score in profile.scores):
        raise NothingIsRated
