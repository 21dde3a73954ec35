"""What people write down when they settle on a level."""

from collections.abc import Sequence
from typing import Any

from wtforms import IntegerField, RadioField
from wtforms.validators import NumberRange, ValidationError
from wtforms.widgets import HiddenInput

from accountability.assessment.domain.ratings import LONGEST_TEXT, Answer, Verdict
from accountability.language import gettext as _
from accountability.language import lazy
from accountability.standard.domain import KeyAction, Level
from forms.assessment import MOST_VERSIONS, OTHER_ANSWERS, level_choice
from forms.base import Form
from forms.fields import paragraph


class AgreeLevelForm(Form):
    """The level that stands, why, and what some see differently."""

    choice = RadioField(lazy("What you agree on"), validate_choice=False)
    reason = paragraph("Why does it not apply to you?", most=LONGEST_TEXT, render_kw={"rows": 2})
    note = paragraph("Why this level stands", most=LONGEST_TEXT, render_kw={"rows": 3})
    minority_note = paragraph("What some still see differently", most=LONGEST_TEXT, render_kw={"rows": 3})
    version = IntegerField(widget=HiddenInput(), default=0, validators=[NumberRange(0, MOST_VERSIONS)])
    keep_mine = IntegerField(widget=HiddenInput(), default=0, validators=[NumberRange(0, MOST_VERSIONS)])

    def __init__(self, *args: Any, levels: Sequence[Level], key_action: KeyAction, is_split: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choice.flags.required = self.reason.flags.required = True
        self.note.flags.required = is_split
        described = zip(levels, key_action.descriptors, strict=True)
        self.choice.choices = [*(level_choice(level, text) for level, text in described), *OTHER_ANSWERS]

    def validate_choice(self, field: Any) -> None:
        """One of the offered answers."""
        if field.data not in [choice.value for choice in field.choices]:
            raise ValidationError(_("Select what you agree on"))

    def validate_reason(self, field: Any) -> None:
        """Not applicable needs a reason."""
        if self.choice.data == Verdict.NOT_APPLICABLE.value and not field.data:
            raise ValidationError(_("Enter why this does not apply to your organisation"))

    @property
    def draft(self) -> Answer:
        chosen = self.choice.data or ""
        verdict = Verdict.LEVEL if chosen.isdigit() else Verdict(chosen) if chosen else None
        return Answer(
            verdict=verdict,
            level=int(chosen) if chosen.isdigit() else None,
            reason=self.reason.data or "" if verdict is Verdict.NOT_APPLICABLE else "",
            note=self.note.data or "",
            minority_note=self.minority_note.data or "",
        )

    @property
    def seen(self) -> int:
        """The version the person had in front of them; after a dispute the one they chose to put theirs upon."""
        return self.keep_mine.data or self.version.data or 0


def written(answer: Answer, *, version: int) -> dict[str, object]:
    """The fields filled with what is agreed."""
    chosen = str(answer.level) if answer.verdict is Verdict.LEVEL else answer.verdict.value if answer.verdict else None
    return {
        "choice": chosen,
        "reason": answer.reason,
        "note": answer.note,
        "minority_note": answer.minority_note,
        "version": version,
    }


class TakeOverForm(Form):
    """Nothing to type: the button is the answer."""
