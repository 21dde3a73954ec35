"""The words of a reply: themes, decisions, states, and the shape in which they are kept once said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NewType
from uuid import UUID

from accountability.survey.domain import Promise, SurveyId

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


class Stage(StrEnum):
    """What the draft of a reply needs next."""

    HEAR = "hear"
    DECIDE = "decide"
    PUBLISH = "publish"


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
class SaidReply:
    """A whole reply as it is said; `answered` is the class of how many answered, None where that is not shown."""

    thanks: str
    talk_more: str
    answered: str | None
    themes: tuple[SaidTheme, ...]

    def as_data(self) -> dict[str, Any]:
        """Plain values for a JSON column."""
        return {
            "thanks": self.thanks,
            "talk_more": self.talk_more,
            "answered": self.answered,
            "themes": [theme.as_data() for theme in self.themes],
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "SaidReply":
        """The reply back from what `as_data` wrote; KeyError or ValueError if somebody else wrote it."""
        return cls(
            thanks=data["thanks"],
            talk_more=data["talk_more"],
            answered=data["answered"],
            themes=tuple(SaidTheme.from_data(theme) for theme in data["themes"]),
        )


@dataclass(frozen=True, kw_only=True)
class Listening:
    """What a reply needs to know about the survey it answers; never an answer.

    `questions` maps the id of each question people saw to its wording, in order; `answered` is a class such as "30–49".
    """

    survey_id: SurveyId
    code: str
    title: str
    language: str
    organisation_name: str
    promise: Promise
    questions: Mapping[UUID, str]
    answered: str | None
    closed_at: datetime | None

    @property
    def reply_by(self) -> date:
        """The day by which the reply was promised; a survey cannot open without one."""
        if self.promise.reply_by is None:
            raise ValueError("a published survey without a promised day")
        return self.promise.reply_by


@dataclass(frozen=True, kw_only=True)
class ReplyDuty:
    """One survey that owes or has a reply, for lists."""

    survey_id: SurveyId
    title: str
    reply_by: date
    state: ReplyState


@dataclass(frozen=True, kw_only=True)
class OpenTheme:
    """A theme of a draft reply as the rules see it: undecided as long as `decision` is None."""

    heard: str
    decision: Decision | None
