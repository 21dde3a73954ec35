"""Types of ids, so that one is never taken for another."""

import uuid
from typing import NewType

AssessmentId = NewType("AssessmentId", uuid.UUID)
RatingId = NewType("RatingId", uuid.UUID)
AgreedLevelId = NewType("AgreedLevelId", uuid.UUID)
CommentId = NewType("CommentId", uuid.UUID)
ReviewStepId = NewType("ReviewStepId", uuid.UUID)
SuggestionId = NewType("SuggestionId", uuid.UUID)
BroughtInId = NewType("BroughtInId", uuid.UUID)
