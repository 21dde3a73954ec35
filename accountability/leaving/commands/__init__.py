"""What people do about leaving: take everything along, ask to be erased, take it back, arrive."""

from accountability.leaving.commands.asking import (
    ask_for_export,
    ask_to_erase,
    ask_to_erase_account,
    cancel_erasure,
    confirm_erasure,
    fetch_export,
)
from accountability.leaving.commands.bringing import Brought, bring_in
from accountability.leaving.commands.coming_back import rejoin
from accountability.leaving.commands.exporting import make_export
from accountability.leaving.commands.forgetting import forget
from accountability.leaving.commands.removing import erase_accounts, erase_if_due, erase_organisation, replay

__all__ = [
    "Brought",
    "ask_for_export",
    "ask_to_erase",
    "ask_to_erase_account",
    "bring_in",
    "cancel_erasure",
    "confirm_erasure",
    "erase_accounts",
    "erase_if_due",
    "erase_organisation",
    "fetch_export",
    "forget",
    "make_export",
    "rejoin",
    "replay",
]
