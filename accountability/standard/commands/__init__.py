"""What operators do with versions of the standard."""

from accountability.standard.commands.drafting import (
    add_key_action,
    begin_version,
    bring_in,
    describe_commitment,
    describe_key_action,
    describe_pack,
    discard_draft,
    header_of,
    mark_of,
    remove_key_action,
    replace_key_actions,
    top_of,
)
from accountability.standard.commands.mapping import map_version
from accountability.standard.commands.publishing import approve, publish, retire, return_to_draft, send_to_review
from accountability.standard.commands.translating import mark_read, translate

__all__ = [
    "add_key_action",
    "approve",
    "begin_version",
    "bring_in",
    "describe_commitment",
    "describe_key_action",
    "describe_pack",
    "discard_draft",
    "header_of",
    "map_version",
    "mark_of",
    "mark_read",
    "publish",
    "remove_key_action",
    "replace_key_actions",
    "retire",
    "return_to_draft",
    "send_to_review",
    "top_of",
    "translate",
]
