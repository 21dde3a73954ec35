"""What people do about their account."""

from accountability.identity.commands.addresses import ask_to_change_address, confirm_address, keep_address
from accountability.identity.commands.devices import end_device, end_other_devices, end_sign_ins
from accountability.identity.commands.guessing import count_guess, open_door
from accountability.identity.commands.links import (
    send_new_password_link,
    send_sign_in_link,
    use_link,
    void_links,
    write_link,
)
from accountability.identity.commands.passwords import (
    change_password,
    choose_new_password,
    hash_new_password,
    hold_person,
)
from accountability.identity.commands.people import (
    add_account,
    check_password,
    forget_lapsed,
    make_account,
    note_seen,
    renew_sign_in,
    sign_in,
    sign_out,
)

__all__ = [
    "add_account",
    "ask_to_change_address",
    "change_password",
    "check_password",
    "choose_new_password",
    "confirm_address",
    "count_guess",
    "end_device",
    "end_other_devices",
    "end_sign_ins",
    "forget_lapsed",
    "hash_new_password",
    "hold_person",
    "keep_address",
    "make_account",
    "note_seen",
    "open_door",
    "renew_sign_in",
    "send_new_password_link",
    "send_sign_in_link",
    "sign_in",
    "sign_out",
    "use_link",
    "void_links",
    "write_link",
]
