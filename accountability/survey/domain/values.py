"""Values of a survey: ids, limits, states, the promise and the protection people are told about before they answer."""

import enum
import uuid
from dataclasses import dataclass
from datetime import date
from typing import NewType

SurveyId = NewType("SurveyId", uuid.UUID)
QuestionId = NewType("QuestionId", uuid.UUID)
SurveyCode = NewType("SurveyCode", str)

TITLE_LIMIT = 120
WORDING_LIMIT = 300
HINT_LIMIT = 300
LABEL_LIMIT = 80
PROMISE_LIMIT = 600
TEXT_LIMIT = 2000
QUESTION_LIMIT = 60
OPTION_LIMIT = 20

MIX_AT_LEAST = 10
MIX_AT_LEAST_AT_RISK = 25
TEXTS_AT_LEAST = 10
ASIDES_AT_MOST = 5


class SurveyState(enum.Enum):
    """Where a survey stands."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Mode(enum.Enum):
    """How a response came in."""

    OPEN_LINK = "open_link"


class TextState(enum.Enum):
    """What a person of the organisation did with one text before others may read it."""

    UNREAD = "unread"
    CHECKED = "checked"
    LEFT_OUT = "left_out"


class Outcome(enum.Enum):
    """What became of answers that were sent."""

    ACCEPTED = "accepted"
    REPEATED = "repeated"
    KEPT_ASIDE = "kept_aside"
    ALREADY_RECEIVED = "already_received"


@dataclass(frozen=True, kw_only=True)
class Promise:
    """What is said before listening. Each of the four parts is needed before a survey may be published."""

    can_change: str = ""
    who_decides: str = ""
    off_the_table: str = ""
    reply_by: date | None = None

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return all(
            (
                self.can_change.strip(),
                self.who_decides.strip(),
                self.off_the_table.strip(),
                self.reply_by,
            )
        )


@dataclass(frozen=True, kw_only=True)
class Protection:
    """How many answers make a number visible, and how many responses are mixed at once. Fixed at the first publication."""

    threshold: int = 10
    mix_at_least: int = MIX_AT_LEAST


@dataclass(frozen=True, kw_only=True)
class ProtectionDraft:
    """The choice as typed: five needs both statements, and a survey at risk mixes more responses at once."""

    threshold: int = 10
    is_high_risk: bool = False
    is_without_sensitive_questions: bool = False
    is_open_context: bool = False


@dataclass(frozen=True, kw_only=True)
class Option:
    """One answer that is offered. `is_fixed` labels are ours and translated; the others stay as the organisation wrote them.

    `worth` is 0 (worst) to 100 (best), or None when an answer is neither better nor worse than another.
    """

    key: str
    label: str
    is_fixed: bool = False
    worth: int | None = None
