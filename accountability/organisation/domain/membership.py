"""What an organisation is, who belongs to it, and when an invitation holds."""

import enum
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NewType

from accountability.fact import Fact, PlainText
from accountability.refusal import Refusal

InvitationId = NewType("InvitationId", uuid.UUID)

NAME_LENGTH = 160  # characters
INVITATION_LASTS = timedelta(days=14)

# The region first, then others that networks of it work with. XK stands for Kosovo.
COUNTRIES = (
    "AL", "BA", "BG", "GR", "HR", "ME", "MK", "RO", "RS", "SI", "TR", "XK",
    "AT", "BE", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "HU", "IE", "IT",
    "LT", "LU", "LV", "MD", "MT", "NL", "NO", "PL", "PT", "SE", "SK", "UA", "US",
)  # fmt: skip

THEMES = (
    "human_rights", "gender", "children_youth", "minorities", "disability", "environment", "democracy",
    "social_services", "education", "health", "culture", "media", "development", "humanitarian",
)  # fmt: skip


class SizeBand(enum.Enum):
    """How many paid people work for an organisation."""

    VOLUNTEERS = "0"
    SMALL = "1-5"
    MIDDLE = "6-20"
    LARGE = "21-50"
    LARGEST = "51+"


class InvitationHasLapsed(Refusal):
    message = "This invitation is no longer open: it was used, withdrawn or is older than two weeks. Ask for a new one."


class InvitationIsForAnother(Refusal):
    message = (
        "This invitation was sent to another mail address than the one you are signed in with. Sign out, then open the link again."
    )


class IsMemberAlready(Refusal):
    message = "Somebody with this mail address is a member of the organisation already."
    field = "email"


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What an organisation says of itself; `country` is one of COUNTRIES, `themes` some of THEMES."""

    name: str
    country: str
    size_band: SizeBand
    themes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class NewInvitation:
    """Whom to invite, and as what; `role` is the value of an access.Role."""

    email: str
    role: str


@dataclass(frozen=True)
class OrganisationSignedUp(Fact):
    """An organisation began to use the service."""

    country: PlainText


@dataclass(frozen=True)
class ProfileChanged(Fact):
    """The organisation described itself anew."""

    name: PlainText


@dataclass(frozen=True)
class ColleagueInvited(Fact):
    """A member invited a colleague."""

    role: PlainText


@dataclass(frozen=True)
class InvitationAccepted(Fact):
    """An invited person became a member."""

    role: PlainText


@dataclass(frozen=True)
class InvitationWithdrawn(Fact):
    """An invitation was taken back before it was used."""


def is_open(*, invited_at: datetime, ended_at: datetime | None, at: datetime) -> bool:
    """Whether an invitation can still be accepted; `ended_at` is when it was accepted or withdrawn."""
    return ended_at is None and at - invited_at <= INVITATION_LASTS
