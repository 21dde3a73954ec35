"""Reading what is done with what was heard: replies, and which of them are owed."""

from accountability.followup.queries.replies import (
    compose,
    find_reply,
    find_said,
    get_listening,
    get_theme,
    list_reply_duties,
    list_themes,
    list_updates,
)

__all__ = [
    "compose",
    "find_reply",
    "find_said",
    "get_listening",
    "get_theme",
    "list_reply_duties",
    "list_themes",
    "list_updates",
]
