"""The words of a reply: themes, decisions, states, and the shape in which they are kept once said."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType
from uuid import UUID

ThemeId = NewType("ThemeId", UUID)
ReplyId = NewType("ReplyId", UUID)
UpdateId = NewType("UpdateId", UUID)

THEME_LIMIT = 160  # characters: one line on a desk, three on a phone
REASON_LIMIT = 1_200
WORDS_LIMIT = 1_200  # thanks, where to talk more, an update


class People(StrEnum):
    """How many people a theme was heard from: classes, never a number, or said not to have been counted."""

    NOT_COUNTED = "not counted"
    UNDER_10 = "under 10"
    FROM_10 = "10-14"
    FROM_15 = "15-19"
    FROM_20 = "20-29"
    FROM_30 = "30-49"
    FROM_50 = "50-99"
    FROM_100 = "100-199"
    FROM_200 = "200 or more"


class Decision(StrEnum):
    """What the organisation decided about a theme."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    DECLINED = "declined"


class ReplyState(StrEnum):
    """Where the reply to one survey stands."""

    PROMISED = "promised"  # people are still answering
    DRAFT = "draft"  # closed, and the promised day has not passed
    OVERDUE = "overdue"  # closed, the promised day has passed, nothing is published
    PUBLISHED = "published"


@dataclass(frozen=True, kw_only=True)
class ThemeDraft:
    """What was heard, in one line; `question_id` ties it to the question it came from, if to one."""

    heard: str
    people: People = People.NOT_COUNTED
    question_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class DecisionDraft:
    """A decision, its reason, and for what is accepted the day by which it will be done."""

    decision: Decision
    reason: str
    due_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ReplyWords:
    """The words around the themes: thanks, and where people can talk more about it."""

    thanks: str
    talk_more: str


@dataclass(frozen=True, kw_only=True)
class SaidTheme:
    """One theme as it was or will be said in public; `question` is the wording people answered, if it came from one."""

    heard: str
    people: People
    question: str | None
    decision: Decision
    reason: str
    due_on: date | None

    def as_data(self) -> dict[str, str | None]:
        """Plain values for a JSON column; the day as ISO text."""
        return {
            "heard": self.heard,
            "people": self.people.value,
            "question": self.question,
            "decision": self.decision.value,
            "reason": self.reason,
            "due_on": self.due_on.isoformat() if self.due_on else None,
        }

    @classmethod
    def from_data(cls, data: dict[str, str | None]) -> "SaidTheme":
        """The theme back from what `as_data` wrote; KeyError or ValueError if somebody else wrote it."""
        due_on = data["due_on"]
        return cls(
            heard=data["heard"] or "",
            people=People(data["people"] or ""),
            question=data["question"],
            decision=Decision(data["decision"] or ""),
            reason=data["reason"] or "",
            due_on=date.fromisoformat(due_on) if due_on else None,
        )


@dataclass(frozen=True, kw_only=True)
class OpenTheme:
    """A theme of a draft reply as the rules see it: undecided as long as `decision` is None."""

    heard: str
    decision: Decision | None
