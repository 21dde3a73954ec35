"""Decides about assessments: answers and their merging, means, progress, signing. Pure."""

from accountability.assessment.domain.ids import AssessmentId, RatingId
from accountability.assessment.domain.progress import Filter, Progress
from accountability.assessment.domain.ratings import Answer, Verdict
from accountability.assessment.domain.refusals import AssessmentIsNotSigned, AssessmentIsSigned, RatingIsDisputed
from accountability.assessment.domain.scores import CommitmentScore, Mean, MeanState, Profile
from accountability.assessment.domain.signing import AssessmentDeepened, AssessmentSignedOff, AssessmentStarted

__all__ = [
    "Answer",
    "AssessmentDeepened",
    "AssessmentId",
    "AssessmentIsNotSigned",
    "AssessmentIsSigned",
    "AssessmentSignedOff",
    "AssessmentStarted",
    "CommitmentScore",
    "Filter",
    "Mean",
    "MeanState",
    "Profile",
    "Progress",
    "RatingId",
    "RatingIsDisputed",
    "Verdict",
]
