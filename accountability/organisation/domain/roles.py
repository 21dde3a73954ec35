"""Roles: which of them are free, what an organisation may put into one of its own, and who must stay."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import NewType

from accountability.fact import Fact, Personal, PlainText
from accountability.refusal import Refusal

RoleId = NewType("RoleId", uuid.UUID)

ROLE_NAME_LENGTH = 60  # characters
FREE_SEATS = frozenset({"reviewer", "board"})  # values of access.Role: those who check and decide cost nothing
# What nobody may call a role of their own.
ROLE_NAMES = frozenset(
    ("owner", "officer", "contributor", "viewer", "data entry", "safeguarding", "board", "reviewer", "coordinator", "operator")
)
OWNER, CUSTOM, REVIEWER = "owner", "custom", "reviewer"


class RoleNameIsTaken(Refusal):
    message = "There is a role with this name already."
    field = "name"


class RoleIsHeld(Refusal):
    message = "Somebody holds this role or is invited to it. Give them another one first."


class PermissionIsNotYours(Refusal):
    message = "You can only give what you may do yourself."
    field = "permissions"


class LastOwnerStays(Refusal):
    message = "An organisation always has an owner, and this is the last one. Make somebody else an owner first."


class RoleIsAnother(Refusal):
    message = "Your own role was changed a moment ago, so nothing was done. Open the page again to see what you may do now."


class SignInIsBound(Refusal):
    message = (
        "You are signed in through your organisation, and only for it. "
        "Sign out, and sign in with your own password or a link by mail, to act for another one."
    )


class MemberHasLeft(Refusal):
    message = "This person is no longer a member."


class ReviewIsNotBounded(Refusal):
    message = "A reviewer sees chosen parts for a limited time. Choose the parts, and a last day that is not over yet."
    field = "ends_on"


@dataclass(frozen=True, kw_only=True)
class Given:
    """A role as it is given to somebody: `role` is the value of an access.Role, the rest belongs to it.

    A custom role has `custom_role_id`; a reviewer has `parts` (slugs of commitments) and the last day, `ends_on`.
    """

    role: str
    custom_role_id: RoleId | None = None
    parts: tuple[str, ...] | None = None
    ends_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class NewRole:
    """A role that an organisation makes; `permissions` are names of rules."""

    name: str
    permissions: frozenset[str]


@dataclass(frozen=True)
class RoleMade(Fact):
    """An organisation made a role of its own."""

    name: PlainText
    permissions: tuple[PlainText, ...]


@dataclass(frozen=True)
class RoleChanged(Fact):
    """A role of the organisation's own may do something else, or is called otherwise; acts on the next request."""

    name: PlainText
    permissions: tuple[PlainText, ...]


@dataclass(frozen=True)
class RoleRemoved(Fact):
    """A role that nobody held is gone."""

    name: PlainText


@dataclass(frozen=True)
class RoleGiven(Fact):
    """A member has another role, or a reviewer other parts or another last day."""

    member_id: uuid.UUID
    before: PlainText
    after: PlainText
    name: Personal[str]


@dataclass(frozen=True)
class MembershipEnded(Fact):
    """Somebody is no longer a member; an owner ended it, or they left by themselves."""

    member_id: uuid.UUID
    by_themselves: bool
    name: Personal[str]


def check_bounds(given: Given, *, today: date) -> None:
    """Refuses ReviewIsNotBounded when a reviewer has no parts or no day to come."""
    if given.role == REVIEWER and (not given.parts or given.ends_on is None or given.ends_on < today):
        raise ReviewIsNotBounded


def check_owners(*, others: int, was: str, becomes: str | None) -> None:
    """Refuses LastOwnerStays; `others` is how many other owners there are, `becomes` None when the member goes."""
    if was == OWNER and becomes != OWNER and others < 1:
        raise LastOwnerStays


def check_permissions(wanted: Collection[str], *, own: Collection[str]) -> None:
    """Refuses PermissionIsNotYours; `own` is what the giver may do and may give."""
    if set(wanted) - set(own):
        raise PermissionIsNotYours


def check_name(name: str, *, others: Iterable[str]) -> None:
    """Refuses RoleNameIsTaken when people would take the name for that of another role."""
    if _as_said(name) in ROLE_NAMES | {_as_said(other) for other in others}:
        raise RoleNameIsTaken


def _as_said(name: str) -> str:
    return " ".join(name.casefold().split())


def is_over(ends_on: date | None, *, today: date) -> bool:
    """Whether a reviewer's last day has passed, by the calendar where the organisation is."""
    return ends_on is not None and ends_on < today


def is_free_seat(role: str) -> bool:
    """Whether a member with this role costs nothing."""
    return role in FREE_SEATS
