"""What people do with what was heard and found."""

from accountability.followup.commands.plan import (
    Saved,
    change_action,
    move_action,
    plan_action,
    remove_action,
    take_suggestion,
    write_note,
)
from accountability.followup.commands.reminding import send_reminders
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
    "Saved",
    "add_update",
    "change_action",
    "decide_theme",
    "move_action",
    "plan_action",
    "publish_reply",
    "remove_action",
    "remove_theme",
    "reword_theme",
    "send_reminders",
    "take_suggestion",
    "write_note",
    "write_theme",
    "write_words",
]
