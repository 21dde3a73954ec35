"""What people do about their account."""

from accountability.identity.commands.people import (
    check_password,
    forget_lapsed,
    make_account,
    note_failure,
    note_seen,
    sign_in,
    sign_out,
)

__all__ = [
    "check_password",
    "forget_lapsed",
    "make_account",
    "note_failure",
    "note_seen",
    "sign_in",
    "sign_out",
]
