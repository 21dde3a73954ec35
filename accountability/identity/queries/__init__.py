"""Reading people and sign-ins."""

from accountability.identity.queries.devices import list_devices
from accountability.identity.queries.factors import find_waiting, list_factors
from accountability.identity.queries.links import find_link
from accountability.identity.queries.people import (
    find_account,
    find_sign_in,
    get_account,
    has_other_operators,
    token_hash,
)

__all__ = [
    "find_account",
    "find_link",
    "find_sign_in",
    "find_waiting",
    "get_account",
    "has_other_operators",
    "list_devices",
    "list_factors",
    "token_hash",
]
