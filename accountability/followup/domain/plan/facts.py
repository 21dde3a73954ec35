"""What happened to the plan, as the journal keeps it: which action, and from where to where; never the words."""

from dataclasses import dataclass
from datetime import date

from accountability.fact import Fact, PlainText


@dataclass(frozen=True, kw_only=True)
class ActionPlanned(Fact):
    """Fact: an action was added to the plan."""

    commitment: PlainText
    due_on: date


@dataclass(frozen=True, kw_only=True)
class ActionChanged(Fact):
    """Fact: what an action says was changed; `parts` names which parts of it."""

    parts: list[PlainText]


@dataclass(frozen=True, kw_only=True)
class ActionMoved(Fact):
    """Fact: an action that is still to be done got another status."""

    status_was: PlainText
    status_is: PlainText


@dataclass(frozen=True, kw_only=True)
class ActionDone(Fact):
    """Fact: an action was done, with something to show for it."""

    done_on: date


@dataclass(frozen=True, kw_only=True)
class ActionDropped(Fact):
    """Fact: an action was dropped; the reason stands with the action."""


@dataclass(frozen=True, kw_only=True)
class ActionRemoved(Fact):
    """Fact: an action was put in the trash."""
