"""Erasing an organisation or an account: who must agree, the days to think, what stands in the way."""

import enum
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NewType

from accountability.fact import Fact
from accountability.refusal import Refusal

ErasureRequestId = NewType("ErasureRequestId", uuid.UUID)

DAYS_TO_THINK = timedelta(days=7)
BACKUP_DAYS = 35  # after which no backup holds what was erased
ANSWER_BACKUP_DAYS = 7  # the same for copies that hold the order of answers
LEFT_NAME = "An organisation that left"


class Erased(enum.Enum):
    """What an entry of the ledger is about."""

    ORGANISATION = "organisation"
    PERSON = "person"


class NameDiffers(Refusal):
    message = "Enter the name exactly as it stands above."
    field = "typed"


class MailDiffers(Refusal):
    message = "Enter your mail address exactly as it stands above."
    field = "typed"


class IsAskedAlready(Refusal):
    message = "Erasing this organisation was asked for already."


class AskedByTheSame(Refusal):
    message = "Another owner has to confirm this."


class NothingIsAsked(Refusal):
    message = "Nobody asks to erase this organisation any more."


class IsLastOwner(Refusal):
    message = (
        "You are the only owner of %(names)s. Make somebody else an owner, or erase the organisation, "
        "then come back: an organisation without an owner could be run by nobody."
    )


class IsBound(Refusal):
    message = "Your organisation signs you in. Sign in with your own password or a mail link to change your account."


@dataclass(frozen=True)
class ErasureAsked(Fact):
    """An owner asked to erase the organisation."""

    request_id: uuid.UUID


@dataclass(frozen=True)
class ErasureConfirmed(Fact):
    """A second owner agreed, or there is none; from now on the days to think run."""

    request_id: uuid.UUID
    due_at: datetime


@dataclass(frozen=True)
class ErasureCancelled(Fact):
    """An owner took it back."""

    request_id: uuid.UUID


@dataclass(frozen=True)
class AccountErased(Fact):
    """A member erased their account; what they wrote stays under a former member. Says no more, so that it tells nobody."""


def check_typed(typed: str, name: str) -> None:
    """Refuse unless the name was typed; spaces around and between words do not count. Raises NameDiffers."""
    if " ".join(typed.split()) != " ".join(name.split()):
        raise NameDiffers


def needs_second(owners: int) -> bool:
    """Whether somebody else must confirm."""
    return owners > 1


def check_second(*, asked_by: uuid.UUID, confirmed_by: uuid.UUID) -> None:
    """Refuse whoever asked. Raises AskedByTheSame."""
    if asked_by == confirmed_by:
        raise AskedByTheSame


def is_due(due_at: datetime | None, *, cancelled_at: datetime | None, at: datetime) -> bool:
    """Whether the organisation is to be erased now."""
    return due_at is not None and cancelled_at is None and due_at <= at
