"""The words of the plan: what an action says, where it stands, and what there is to show for it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType
from uuid import UUID

from accountability.standard.domain import Effort

ActionId = NewType("ActionId", UUID)

TITLE_LIMIT = 240  # characters: one sentence that says what will be done
NOTE_LIMIT = 4_000
COST_LIMIT = 120
WHY_LIMIT = 1_200
EVIDENCE_LIMIT = 2_000
LINK_LIMIT = 2_000
YEARS_AHEAD = 10
CLOSED_SHOWN = 90  # days for which what is done or dropped stays on the board


class Status(StrEnum):
    """Where an action stands."""

    PLANNED = "planned"
    IN_PROGRESS = "in progress"
    BLOCKED = "blocked"
    DONE = "done"
    DROPPED = "dropped"

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do."""
        return self in OPEN


OPEN = frozenset({Status.PLANNED, Status.IN_PROGRESS, Status.BLOCKED})


class Impact(StrEnum):
    """How much it would change for people, as whoever planned it sees it."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Priority(StrEnum):
    """What comes first."""

    FIRST = "first"
    NORMAL = "normal"
    LATER = "later"


@dataclass(frozen=True, kw_only=True)
class ActionDraft:
    """What will be done, for which commitment, by whom and by when. Costs are words: money of any currency, or days of somebody's
    work; nothing is added up from them. `expected_level` is the level (0–4) of the key action that people hope for once it is done.
    """

    title: str
    commitment: str
    due_on: date
    key_action: str | None = None
    note: str = ""
    owner_id: UUID | None = None
    effort: Effort | None = None
    cost: str = ""
    impact: Impact | None = None
    priority: Priority = Priority.NORMAL
    expected_level: int | None = None


@dataclass(frozen=True, kw_only=True)
class Move:
    """A new status, with what it needs: why it is dropped (or blocked), or how one can see that it is done, and since when."""

    status: Status
    reason: str = ""
    evidence: str = ""
    link: str = ""
    closed_on: date | None = None


class Shown(StrEnum):
    """The ways to look at the list."""

    OPEN = "open"
    MINE = "mine"
    OVERDUE = "overdue"
    CLOSED = "closed"
    ALL = "all"


def is_overdue(*, status: Status, due_on: date, today: date) -> bool:
    """Whether its day has passed and it is neither done nor dropped. The day itself is still in time."""
    return status.is_open and today > due_on
