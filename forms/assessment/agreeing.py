"""What people write down when they settle on a level."""

from dataclasses import replace
from typing import Any

from wtforms import RadioField
from wtforms.validators import ValidationError

from accountability.assessment.domain.ratings import LONGEST_TEXT, Answer
from accountability.language import gettext as _
from accountability.language import lazy
from forms.assessment.answering import AnswerForm, filled
from forms.base import Form
from forms.fields import paragraph


class AgreeLevelForm(AnswerForm):
    """The level that stands, why, and what some see differently."""

    choice = RadioField(lazy("What you agree on"), validate_choice=False)
    note = paragraph("Why this level stands", most=LONGEST_TEXT, render_kw={"rows": 3})
    minority_note = paragraph("What some still see differently", most=LONGEST_TEXT, render_kw={"rows": 3})

    def __init__(self, *args: Any, is_split: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choice.flags.required = True
        self.note.flags.required = is_split

    def validate_choice(self, field: Any) -> None:
        """One of the offered answers."""
        if field.data not in [choice.value for choice in field.choices]:
            raise ValidationError(_("Select what you agree on"))

    @property
    def draft(self) -> Answer:
        return replace(self.answered, minority_note=self.minority_note.data or "")


def written(answer: Answer, *, version: int) -> dict[str, object]:
    """The fields filled with what is agreed."""
    return {**filled(answer, version=version), "minority_note": answer.minority_note}


class TakeOverForm(Form):
    """Nothing to type: the button is the answer."""
