"""What people do with what was heard."""

from accountability.followup.commands.replies import (
    add_update,
    decide_theme,
    publish_reply,
    remove_theme,
    reword_theme,
    write_theme,
    write_words,
)

__all__ = [
    "add_update",
    "decide_theme",
    "publish_reply",
    "remove_theme",
    "reword_theme",
    "write_theme",
    "write_words",
]
