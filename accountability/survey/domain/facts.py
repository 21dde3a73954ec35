"""What happened to a survey, as the journal keeps it: never an answer, never a number of answers."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from accountability.fact import Fact


@dataclass(frozen=True, kw_only=True)
class SurveyStarted(Fact):
    """Fact: somebody began to prepare a survey."""

    survey_id: UUID


@dataclass(frozen=True, kw_only=True)
class SurveyRemoved(Fact):
    """Fact: a survey nobody had been asked was put in the trash."""

    survey_id: UUID


@dataclass(frozen=True, kw_only=True)
class SurveyPublished(Fact):
    """Fact: a version went public."""

    survey_id: UUID
    version: int


@dataclass(frozen=True, kw_only=True)
class SurveyClosed(Fact):
    """Fact: no more answers are taken."""

    survey_id: UUID


@dataclass(frozen=True, kw_only=True)
class SurveyExtended(Fact):
    """Fact: the survey takes answers until another day."""

    survey_id: UUID
    closes_on: date


@dataclass(frozen=True, kw_only=True)
class HiddenAnswersDestroyed(Fact):
    """Fact: answers too few to be shown were destroyed unread."""

    survey_id: UUID
