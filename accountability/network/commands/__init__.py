"""What people do about networks and rounds: convene, invite, join, confirm, open, extend, agree, take back, leave."""

from accountability.network.commands.membership import (
    accept_invitation,
    choose_home_network,
    convene_network,
    invite_organisations,
    leave_network,
    verify_member,
    withdraw_invitation,
)
from accountability.network.commands.rounds import (
    close_round,
    conclude_round,
    extend_round,
    give_consent,
    mark_contributed,
    open_round,
    push_progress,
    push_progress_everywhere,
    unmark_contributed,
    withdraw_consent,
)

__all__ = [
    "accept_invitation",
    "choose_home_network",
    "close_round",
    "conclude_round",
    "convene_network",
    "extend_round",
    "give_consent",
    "invite_organisations",
    "leave_network",
    "mark_contributed",
    "open_round",
    "push_progress",
    "push_progress_everywhere",
    "unmark_contributed",
    "verify_member",
    "withdraw_consent",
    "withdraw_invitation",
]
