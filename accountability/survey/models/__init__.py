"""Tables of surveys: what staff prepares in `authoring`, what constituents gave in `answering`."""

from accountability.survey.models.answering import (
    IntakeAside,
    IntakeResponse,
    Response,
    Submission,
    Tally,
    TextAnswer,
)
from accountability.survey.models.authoring import Question, Survey, SurveyAddress, SurveyVersion

__all__ = [
    "IntakeAside",
    "IntakeResponse",
    "Question",
    "Response",
    "Submission",
    "Survey",
    "SurveyAddress",
    "SurveyVersion",
    "Tally",
    "TextAnswer",
]
