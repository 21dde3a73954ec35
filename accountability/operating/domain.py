"""When and why the operator may look at an organisation, and what the organisation sees of it afterwards."""

import enum
from dataclasses import dataclass
from datetime import datetime, timedelta

from accountability.fact import Fact, Personal, PlainText
from accountability.refusal import Refusal

REASON_LENGTH = 500  # characters


class Length(enum.Enum):
    """For how long an owner lets the operator look, in hours."""

    HOUR = "1"
    HALF_A_DAY = "4"
    DAY = "24"
    WEEK = "168"

    @property
    def time(self) -> timedelta:
        return timedelta(hours=int(self.value))


@dataclass(frozen=True, kw_only=True)
class NewGrant:
    """For how long the operator is let in, and what for."""

    length: Length
    reason: str


class ReasonIsMissing(Refusal):
    message = "Say what the operator should look at: it stands in your record, and the operator reads it."
    field = "reason"


class ReasonIsTooLong(Refusal):
    message = "Say it in %(most)s characters or fewer."
    field = "reason"


class GrantIsOpen(Refusal):
    message = "The operator may look already. End that first, then let them look anew."


@dataclass(frozen=True, kw_only=True)
class OperatorLetIn(Fact):
    """An owner let the operator look."""

    length: Length
    reason: Personal[str]


@dataclass(frozen=True, kw_only=True)
class OperatorShutOut(Fact):
    """An owner ended it before its time."""


@dataclass(frozen=True, kw_only=True)
class OperatorEntered(Fact):
    """The operator began to look."""


@dataclass(frozen=True, kw_only=True)
class OperatorLeft(Fact):
    """The operator stopped looking."""


@dataclass(frozen=True, kw_only=True)
class OperatorLooked(Fact):
    """The operator opened a page; its path holds ids and nothing else."""

    page: PlainText


def check_reason(reason: str) -> str:
    """The reason, tidied. Raises ReasonIsMissing or ReasonIsTooLong."""
    tidy = " ".join(reason.split())
    if not tidy:
        raise ReasonIsMissing
    if len(tidy) > REASON_LENGTH:
        raise ReasonIsTooLong(most=REASON_LENGTH)
    return tidy


def is_open(*, lapses_at: datetime, ended_at: datetime | None, at: datetime) -> bool:
    """Whether a grant lets the operator look now."""
    return ended_at is None and at < lapses_at
