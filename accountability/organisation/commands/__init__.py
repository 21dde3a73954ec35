"""What people do about their organisation and its members."""

from accountability.organisation.commands.membership import (
    accept_invitation,
    describe,
    invite_colleague,
    sign_up,
    withdraw_invitation,
)

__all__ = [
    "accept_invitation",
    "describe",
    "invite_colleague",
    "sign_up",
    "withdraw_invitation",
]
