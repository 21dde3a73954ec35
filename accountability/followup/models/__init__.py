"""Tables of what is done with what was heard and found: themes and replies, and the plan."""

from accountability.followup.models.plan import Action, ActionEvidence, ActionVersion, PlanDigest
from accountability.followup.models.replies import Reply, ReplyUpdate, Theme

__all__ = ["Action", "ActionEvidence", "ActionVersion", "PlanDigest", "Reply", "ReplyUpdate", "Theme"]
