"""How somebody who lost every second factor gets back in: two people, a delay, and word to everybody concerned.

One person asks and a second one, an owner, approves. The member's own request counts as the first of the two. Nobody can do
both, nobody approves their own, and until the delay is over the member and every owner can stop it. The delay is a day, and
three for those who could do most: owners, coordinators, and members of several organisations.
"""

import enum
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NewType

from accountability.fact import Fact, Personal
from accountability.refusal import Refusal

ResetId = NewType("ResetId", uuid.UUID)

WAITS_FOR_APPROVAL = timedelta(days=7)
DELAY = timedelta(hours=24)
LONGER_DELAY = timedelta(hours=72)
LONGER_FOR = frozenset({"owner", "coordinator", "custom"})  # values of access.Role; a role of one's own may hold much


class ResetEnd(enum.Enum):
    """How a reset ended."""

    DONE = "done"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"  # nobody approved in time, or the person was no longer a member


class ResetIsOpen(Refusal):
    message = "This has been asked for already. An owner has to approve it."


class ResetHasEnded(Refusal):
    message = "This was approved, carried out or stopped already. Open the page again to see how it stands."


class ResetNeedsAnother(Refusal):
    message = "A second person has to approve this: not the one who asked, and not the one who gets a new second factor."


class NothingToReset(Refusal):
    message = "This member has no second factor, so there is nothing to remove."


class ResetIsForOperator(Refusal):
    message = "This person runs the service for everybody. No single organisation can remove their second factor."


class NobodyCanApprove(Refusal):
    message = "There is no other owner who could approve this. Write to whoever runs this service; they can start it from there."


class OwnersCanApprove(Refusal):
    message = "This person's organisations have other owners. They decide, on the organisation's page about second factors."


@dataclass(frozen=True)
class FactorResetAsked(Fact):
    """Somebody asked that a member's second factors be removed: the member, an owner, or whoever runs the service."""

    member_id: uuid.UUID
    by_operator: bool
    name: Personal[str]


@dataclass(frozen=True)
class FactorResetApproved(Fact):
    """A second person approved it; it is carried out after the delay."""

    member_id: uuid.UUID
    due_at: datetime
    name: Personal[str]


@dataclass(frozen=True)
class FactorResetCancelled(Fact):
    """It was stopped, by an owner or by a link in a mail about it."""

    member_id: uuid.UUID
    by_link: bool
    name: Personal[str]


@dataclass(frozen=True)
class FactorResetDone(Fact):
    """The second factors are removed; the member sets up new ones."""

    member_id: uuid.UUID
    name: Personal[str]


@dataclass(frozen=True)
class FactorResetLapsed(Fact):
    """Nobody approved in time, or the person was no longer a member."""

    member_id: uuid.UUID
    name: Personal[str]


@dataclass(frozen=True)
class SecondFactorDemanded(Fact):
    """The organisation asks every member for a second factor from now on."""


@dataclass(frozen=True)
class SecondFactorNoLongerDemanded(Fact):
    """Only those whose role needs a second factor are asked for one."""


def delay_for(role: str, *, memberships: int) -> timedelta:
    """How long everybody has to stop it; `role` is the value of an access.Role."""
    return LONGER_DELAY if role in LONGER_FOR or memberships > 1 else DELAY


def check_approval(*, member_id: uuid.UUID, asked_by: uuid.UUID | None, approver_id: uuid.UUID) -> None:
    """Refuses ResetNeedsAnother to whoever asked and to whom it is for."""
    if approver_id in (member_id, asked_by):
        raise ResetNeedsAnother


def has_lapsed_reset(*, asked_at: datetime, at: datetime) -> bool:
    """Whether nobody approved in time."""
    return at - asked_at > WAITS_FOR_APPROVAL
