"""Tables of organisations."""

from accountability.organisation.models.membership import (
    Invitation,
    InvitationAddress,
    Member,
    Membership,
    Organisation,
)

__all__ = [
    "Invitation",
    "InvitationAddress",
    "Member",
    "Membership",
    "Organisation",
]
