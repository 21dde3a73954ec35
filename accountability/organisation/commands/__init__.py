"""What people do about their organisation and its members."""

from accountability.organisation.commands.invitations import (
    accept_invitation,
    invite_colleague,
    invite_many,
    send_again,
    withdraw_invitation,
)
from accountability.organisation.commands.membership import add_member, describe, end_membership, sign_up
from accountability.organisation.commands.roles import change_role, give_role, grantable, make_role, remove_role, step_down

__all__ = [
    "accept_invitation",
    "add_member",
    "change_role",
    "describe",
    "end_membership",
    "give_role",
    "grantable",
    "invite_colleague",
    "invite_many",
    "make_role",
    "remove_role",
    "send_again",
    "sign_up",
    "step_down",
    "withdraw_invitation",
]
