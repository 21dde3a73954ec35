"""What people and time do with evidence: pieces and links, files that come in, are checked, handed out, and go."""

from accountability.evidence.commands.checking import check_uploads
from accountability.evidence.commands.pieces import add_link, add_piece, describe_piece, remove_file, remove_link, remove_piece
from accountability.evidence.commands.reminding import remind
from accountability.evidence.commands.serving import note_damage, read_version
from accountability.evidence.commands.sweeping import sweep
from accountability.evidence.commands.uploads import (
    announce_upload,
    confirm_upload,
    keep_as_it_is,
    offer_upload,
    send_through,
    take_away,
)

__all__ = [
    "add_link",
    "add_piece",
    "announce_upload",
    "check_uploads",
    "confirm_upload",
    "describe_piece",
    "keep_as_it_is",
    "note_damage",
    "offer_upload",
    "read_version",
    "remind",
    "remove_file",
    "remove_link",
    "remove_piece",
    "send_through",
    "sweep",
    "take_away",
]
