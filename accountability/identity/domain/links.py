"""Links sent by mail: what each does, and for how long."""

import enum
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from accountability.refusal import Refusal


class LinkPurpose(enum.Enum):
    """What a link sent by mail does when its button is pressed."""

    CONFIRM_SIGN_UP = "confirm_sign_up"
    SIGN_IN = "sign_in"
    FORGOTTEN = "forgotten"
    CHANGE_ADDRESS = "change_address"
    KEEP_ADDRESS = "keep_address"
    CANCEL_RESET = "cancel_reset"


LASTS = {
    LinkPurpose.CONFIRM_SIGN_UP: timedelta(hours=24),
    LinkPurpose.SIGN_IN: timedelta(minutes=15),
    LinkPurpose.FORGOTTEN: timedelta(hours=1),
    LinkPurpose.CHANGE_ADDRESS: timedelta(hours=24),
    LinkPurpose.KEEP_ADDRESS: timedelta(days=3),
    LinkPurpose.CANCEL_RESET: timedelta(days=7),
}
LONGEST_LINK = max(LASTS.values())


class LinkHasLapsed(Refusal):
    message = "This link is no longer open: it was used, replaced or is too old. Ask for a new one."


@dataclass(frozen=True, kw_only=True)
class Link:
    """An open link: what it does, whose it is, and what was asked for."""

    purpose: LinkPurpose
    person_id: uuid.UUID | None
    made_at: datetime
    payload: dict[str, Any] = field(default_factory=dict)


def is_link_open(purpose: LinkPurpose, *, made_at: datetime, used_at: datetime | None, at: datetime) -> bool:
    """Whether a link's button still does something."""
    return used_at is None and at - made_at <= LASTS[purpose]
