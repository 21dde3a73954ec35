"""What people type when they answer back, and when they plan."""

from forms.followup.moving import STATUSES, MoveActionForm, TakeSuggestionForm, WriteNoteForm, moved
from forms.followup.plan import EFFORTS, IMPACTS, PRIORITIES, ActionForm, serves_as, typed
from forms.followup.replies import (
    DECISIONS,
    PEOPLE,
    AddUpdateForm,
    DecideThemeForm,
    PublishReplyForm,
    ReplyWordsForm,
    ThemeForm,
)

__all__ = [
    "DECISIONS",
    "EFFORTS",
    "IMPACTS",
    "PEOPLE",
    "PRIORITIES",
    "STATUSES",
    "ActionForm",
    "AddUpdateForm",
    "DecideThemeForm",
    "MoveActionForm",
    "PublishReplyForm",
    "ReplyWordsForm",
    "TakeSuggestionForm",
    "ThemeForm",
    "WriteNoteForm",
    "moved",
    "serves_as",
    "typed",
]
