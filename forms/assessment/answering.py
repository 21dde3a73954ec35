"""What an answer to a key action is made of, on whichever sheet it is written."""

from collections.abc import Sequence
from typing import Any

from wtforms import IntegerField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, ValidationError
from wtforms.widgets import HiddenInput

from accountability.assessment.domain.ratings import LONGEST_TEXT, Answer, Verdict
from accountability.language import gettext as _
from accountability.language import lazy
from accountability.standard.domain import KeyAction, Level
from forms.base import Form
from forms.fields import paragraph

MOST_VERSIONS = 2**31 - 1  # what a whole number in the database holds
OTHER_ANSWERS = [
    SelectChoice(Verdict.NOT_APPLICABLE.value, lazy("Not applicable to us")),
    SelectChoice(Verdict.DONT_KNOW.value, lazy("I don’t know")),
]


class AnswerForm(Form):
    """A level or another answer, and the version that the person had before them. Subclasses add `choice` and `note`."""

    choice: Any
    note: Any
    reason = paragraph("Why does it not apply to you?", most=LONGEST_TEXT, render_kw={"rows": 2})
    version = IntegerField(widget=HiddenInput(), default=0, validators=[NumberRange(0, MOST_VERSIONS)])
    keep_mine = IntegerField(widget=HiddenInput(), default=0, validators=[NumberRange(0, MOST_VERSIONS)])

    def __init__(self, *args: Any, levels: Sequence[Level], key_action: KeyAction, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Shown only with "not applicable", and needed then.
        self.reason.flags.required = True
        described = zip(levels, key_action.descriptors, strict=True)
        self.choice.choices = [*(level_choice(level, text) for level, text in described), *OTHER_ANSWERS]

    def validate_reason(self, field: Any) -> None:
        """Not applicable needs a reason."""
        if self.choice.data == Verdict.NOT_APPLICABLE.value and not field.data:
            raise ValidationError(_("Enter why this does not apply to your organisation"))

    @property
    def answered(self) -> Answer:
        """The answer as typed, as far as every sheet has it."""
        chosen = self.choice.data or ""
        verdict = Verdict.LEVEL if chosen.isdigit() else Verdict(chosen) if chosen else None
        return Answer(
            verdict=verdict,
            level=int(chosen) if chosen.isdigit() else None,
            reason=self.reason.data or "" if verdict is Verdict.NOT_APPLICABLE else "",
            note=self.note.data or "",
        )

    @property
    def seen(self) -> int:
        """The version the person had in front of them; after a dispute the one they chose to put theirs upon."""
        return self.keep_mine.data or self.version.data or 0


def filled(answer: Answer, *, version: int) -> dict[str, object]:
    """The fields of every answer, filled with one."""
    chosen = str(answer.level) if answer.verdict is Verdict.LEVEL else answer.verdict.value if answer.verdict else None
    return {"choice": chosen, "reason": answer.reason, "note": answer.note, "version": version}


def level_choice(level: Level, descriptor: str) -> SelectChoice:
    """One level to choose, with what it looks like for this key action."""
    return SelectChoice(str(level.value), f"{level.value} · {level.name}", render_kw={"description": descriptor})
