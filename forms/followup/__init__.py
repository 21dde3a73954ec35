"""What people type when they answer back."""

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
    "PEOPLE",
    "AddUpdateForm",
    "DecideThemeForm",
    "PublishReplyForm",
    "ReplyWordsForm",
    "ThemeForm",
]
