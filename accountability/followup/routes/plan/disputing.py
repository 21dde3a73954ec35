"""Mine and theirs in words, when two people changed the same part of an action apart."""

import uuid
from collections.abc import Mapping
from typing import Any

from accountability.followup.domain.plan import ActionDraft, ActionIsDisputed
from accountability.followup.queries import Wording
from accountability.language import format_date, format_time, lazy
from accountability.language import gettext as _
from forms.followup import EFFORTS, IMPACTS, PRIORITIES

PARTS = {
    "title": lazy("What will be done"),
    "note": lazy("Why, and notes"),
    "commitment": lazy("What it is for"),
    "owner": lazy("Who carries it"),
    "day": lazy("By when"),
    "effort": lazy("Effort"),
    "cost": lazy("What it costs"),
    "impact": lazy("What it changes for people"),
    "priority": lazy("Priority"),
}


def sides(dispute: ActionIsDisputed, *, wording: Wording, names: Mapping[uuid.UUID, str]) -> dict[str, Any]:
    """Who changed it, when, the version it is now, and for each disputed part (label, mine, theirs)."""
    merge: Any = dispute.params["merge"]
    theirs: Any = dispute.params["theirs"]
    return {
        "version": theirs.version,
        "who": names[theirs.member_id],
        "when": f"{format_date(theirs.saved_at)}, {format_time(theirs.saved_at)}",
        "parts": [
            (str(PARTS[part]), _said(part, merge.draft, wording, names), _said(part, theirs.draft, wording, names))
            for part in merge.disputed
        ],
    }


def _said(part: str, draft: ActionDraft, wording: Wording, names: Mapping[uuid.UUID, str]) -> str:
    said = {
        "title": draft.title,
        "note": draft.note,
        "commitment": " · ".join(filter(None, (wording.title_of(draft.commitment), wording.text_of(draft.key_action)))),
        "owner": names[draft.owner_id] if draft.owner_id else _("Nobody yet"),
        "day": format_date(draft.due_on),
        "effort": str(EFFORTS[draft.effort]) if draft.effort else "",
        "cost": draft.cost,
        "impact": str(IMPACTS[draft.impact]) if draft.impact else "",
        "priority": str(PRIORITIES[draft.priority]),
    }[part]
    return said or _("nothing")
