"""Tables of what is done with what was heard."""

from accountability.followup.models.replies import Reply, ReplyUpdate, Theme

__all__ = ["Reply", "ReplyUpdate", "Theme"]
