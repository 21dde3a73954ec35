"""Tables of organisations."""

from accountability.organisation.models.membership import (
    CustomRole,
    Invitation,
    InvitationAddress,
    Member,
    Membership,
    Organisation,
)

__all__ = [
    "CustomRole",
    "Invitation",
    "InvitationAddress",
    "Member",
    "Membership",
    "Organisation",
]
