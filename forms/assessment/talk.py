"""What people say about a key action: how far the work is, remarks, a level seen from outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wtforms import RadioField

from accountability.assessment.domain.talk import LONGEST_COMMENT, WorkStatus
from accountability.language import lazy
from accountability.standard.domain import KeyAction, Level
from forms.assessment.answering import level_choice
from forms.base import Form
from forms.fields import paragraph
from forms.validators import Entered

WORK = {
    WorkStatus.TO_DO: lazy("To do"),
    WorkStatus.WORKING: lazy("Working"),
    WorkStatus.WAITING: lazy("Waiting"),
    WorkStatus.READY: lazy("Ready"),
}


class WriteCommentForm(Form):
    """One remark."""

    words = paragraph("Comment", enter="Enter what you want to say", most=LONGEST_COMMENT, render_kw={"rows": 3})

    @property
    def draft(self) -> str:
        """The words."""
        return self.words.data or ""


@dataclass(frozen=True, kw_only=True)
class LevelSeen:
    """A level that somebody from outside would give, with why."""

    level: int
    words: str


class SuggestLevelForm(Form):
    """A level and the reason for it."""

    level = RadioField(lazy("Which of these would you give?"), validators=[Entered("Select the level that you would give")])
    words = paragraph("Why", enter="Enter why you would give this level", most=LONGEST_COMMENT, render_kw={"rows": 4})

    def __init__(self, *args: Any, levels: Sequence[Level], key_action: KeyAction, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        described = zip(levels, key_action.descriptors, strict=True)
        self.level.choices = [level_choice(level, text) for level, text in described]

    @property
    def draft(self) -> LevelSeen:
        """What is suggested."""
        return LevelSeen(level=int(self.level.data), words=self.words.data or "")


def read_work(sent: str | None) -> tuple[str, WorkStatus] | None:
    """The key action and its new status out of the value of a button, `slug:status`; None for anything else."""
    slug, _colon, value = (sent or "").rpartition(":")
    status = next((each for each in WorkStatus if each.value == value), None)
    return (slug, status) if slug and status else None
