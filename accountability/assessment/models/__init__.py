"""Tables of assessments: the cycle, the sheets, the team, what is said about a key action. Answers are never changed."""

from accountability.assessment.models.assessments import Assessment
from accountability.assessment.models.brought_in import BroughtIn
from accountability.assessment.models.sheets import AgreedLevel, Rating, RatingTally
from accountability.assessment.models.support import Support
from accountability.assessment.models.talk import Comment, ItemState, ReviewStep, Suggestion
from accountability.assessment.models.team import Rater

__all__ = [
    "AgreedLevel",
    "Assessment",
    "BroughtIn",
    "Comment",
    "ItemState",
    "Rater",
    "Rating",
    "RatingTally",
    "ReviewStep",
    "Suggestion",
    "Support",
]
