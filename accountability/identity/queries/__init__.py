"""Reading people and sign-ins."""

from accountability.identity.queries.people import (
    find_account,
    find_sign_in,
    get_account,
    token_hash,
)

__all__ = [
    "find_account",
    "find_sign_in",
    "get_account",
    "token_hash",
]
