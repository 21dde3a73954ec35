"""What an organisation is and says of itself."""

import enum
from dataclasses import dataclass

from accountability.fact import Fact, Personal, PlainText

NAME_LENGTH = 160  # characters

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


class OrganisationType(enum.Enum):
    """What an organisation mainly is; some key actions are not asked of every type."""

    GRASSROOTS = "grassroots"
    MEMBERSHIP = "membership"
    SERVICES = "services"
    ADVOCACY = "advocacy"
    FOUNDATION = "foundation"
    NETWORK = "network"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class Traits:
    """By what the questions that an organisation is asked adapt; None: not said."""

    size_band: SizeBand | None = None
    country: str = ""
    kind: OrganisationType | None = None


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What an organisation says of itself; `country` is one of COUNTRIES, `themes` some of THEMES, `kind` None when not said."""

    name: str
    country: str
    size_band: SizeBand
    themes: tuple[str, ...]
    kind: OrganisationType | None = None


@dataclass(frozen=True)
class OrganisationSignedUp(Fact):
    """An organisation began to use the service."""

    country: PlainText


@dataclass(frozen=True)
class ProfileChanged(Fact):
    """The organisation described itself anew."""

    name: PlainText


@dataclass(frozen=True)
class MemberRenamed(Fact):
    """A member chose another name to be called by."""

    name: Personal[str]
