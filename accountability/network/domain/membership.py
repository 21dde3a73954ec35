"""Belonging to a network: states, invitations, and mail addresses found in pasted text."""

import enum
import re
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NewType

from accountability.network.domain.refusals import TooManyAddresses

NetworkId = NewType("NetworkId", uuid.UUID)
NetworkInvitationId = NewType("NetworkInvitationId", uuid.UUID)
NAME_LENGTH = 120  # characters
INVITATIONS_AT_ONCE = 200
INVITATION_LASTS = timedelta(days=60)
_ADDRESS = re.compile(r"[^\s,;<>\"'()\[\]]+@[^\s,;<>\"'()\[\]]+")
_NAME = re.compile(r"[^\s:\\@.]+(\.[^\s:\\@.]+)*")  # signs that mean something else in the header of a mail are left out
_HOST = re.compile(r"[\w-]+(\.[\w-]+)+")


class MembershipState(enum.Enum):
    """Where an organisation stands in a network."""

    JOINED = "joined"  # accepted the invitation; does not count before the coordinator has confirmed it
    VERIFIED = "verified"
    LEFT = "left"


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """Mail addresses found in a text, and those that look like one but are not."""

    good: tuple[str, ...]
    bad: tuple[str, ...]


def read_addresses(text: str) -> Addresses:
    """The mail addresses in pasted text or CSV, lower case, each once, in order. Everything without @ is passed over."""
    found = dict.fromkeys(word.strip(".").lower() for word in _ADDRESS.findall(text))
    good = tuple(word for word in found if _looks_right(word))
    return Addresses(good=good, bad=tuple(word for word in found if word not in good))


def _looks_right(address: str) -> bool:
    name, _, host = address.rpartition("@")
    return len(address) <= 254 and address.isprintable() and bool(_NAME.fullmatch(name) and _HOST.fullmatch(host))


def check_count(count: int) -> None:
    """Refuse more invitations at once than anybody looks over."""
    if count > INVITATIONS_AT_ONCE:
        raise TooManyAddresses(count=count, most=INVITATIONS_AT_ONCE)


def is_invitation_open(*, invited_at: datetime, at: datetime) -> bool:
    """Whether an invitation that was neither used nor withdrawn can still be accepted."""
    return at - invited_at <= INVITATION_LASTS
