"""Types of ids, so that one is never taken for another."""

import uuid
from typing import NewType

AssessmentId = NewType("AssessmentId", uuid.UUID)
RatingId = NewType("RatingId", uuid.UUID)
