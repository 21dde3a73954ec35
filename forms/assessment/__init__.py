"""What people type when they score their organisation."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from wtforms import BooleanField, IntegerField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError
from wtforms.widgets import HiddenInput

from accountability.assessment.domain.ids import AssessmentId
from accountability.assessment.domain.ratings import LONGEST_TEXT, Answer, Knowledge
from accountability.assessment.domain.signing import LONGEST_NAME
from accountability.language import gettext as _
from accountability.language import lazy
from accountability.standard.domain import Depth
from forms.assessment.answering import AnswerForm, filled
from forms.assessment.mandate import mandate_field, mandate_on_field, offer_previous, previous_field
from forms.assessment.team import RatingPlan, least_field, plan_of, rate_by_field, way_field
from forms.base import Form
from forms.fields import line, paragraph
from forms.validators import Entered

DEPTHS = [
    SelectChoice(
        Depth.QUICK.value,
        lazy("Quick scan: 24 key actions"),
        render_kw={
            "description": lazy("20 to 30 minutes, also on a phone. Guesses are fine. You can grow it into the full one later.")
        },
    ),
    SelectChoice(
        Depth.FULL.value,
        lazy("Full assessment: all 48 key actions"),
        render_kw={"description": lazy("About three hours of work, best shared between people and spread over some days.")},
    ),
]
KNOWLEDGE = {
    Knowledge.KNOWS.value: lazy("I know it"),
    Knowledge.HEARD_OF.value: lazy("I have heard of it"),
    Knowledge.DOES_NOT_KNOW.value: lazy("I do not know it"),
}


@dataclass(frozen=True, kw_only=True)
class NewAssessment:
    """An assessment to start."""

    name: str
    depth: Depth
    rating: RatingPlan
    mandate: str = ""
    mandate_on: date | None = None
    previous_id: AssessmentId | None = None


class StartAssessmentForm(Form):
    """A name to tell it by, how deep to go, how to rate, who decided it, and the cycle before."""

    name = line("Name", enter="Enter a name for this assessment", most=LONGEST_NAME)
    depth = RadioField(lazy("How deep"), choices=DEPTHS, validators=[Entered("Select how deep to go")])
    way = way_field()
    least_raters = least_field()
    rate_by = rate_by_field()
    mandate = mandate_field()
    mandate_on = mandate_on_field()
    previous = previous_field()

    def __init__(self, *args: Any, cycles: Sequence[tuple[AssessmentId, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_previous(self.previous, cycles)

    @property
    def draft(self) -> NewAssessment:
        return NewAssessment(
            name=self.name.data or "",
            depth=Depth(self.depth.data),
            rating=plan_of(self),
            mandate=self.mandate.data or "",
            mandate_on=self.mandate_on.data,
            previous_id=AssessmentId(uuid.UUID(self.previous.data)) if self.previous.data else None,
        )


class RateKeyActionForm(AnswerForm):
    """One card: a level or another answer, a note, a flag, and the version of the answer the person had before them."""

    choice = RadioField(lazy("Which of these is closest to how you work today?"), validate_choice=False)
    note = paragraph("Note", most=LONGEST_TEXT, render_kw={"rows": 3})
    is_to_revisit = BooleanField(lazy("Come back to this one"))
    knowledge = RadioField(
        lazy("Do you know this policy?"), choices=[SelectChoice(*each) for each in KNOWLEDGE.items()], validate_choice=False
    )

    def __init__(self, *args: Any, asks_knowledge: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks_knowledge = asks_knowledge

    def validate_choice(self, field: Any) -> None:
        """One of the offered answers, or none yet."""
        if field.data and field.data not in [choice.value for choice in field.choices]:
            raise ValidationError(_("Select one of the answers"))

    def validate_knowledge(self, field: Any) -> None:
        """One of the offered ones, or none."""
        if field.data and field.data not in KNOWLEDGE:
            raise ValidationError(_("Select one of the answers"))

    @property
    def draft(self) -> Answer:
        """The answer as typed."""
        known = Knowledge(self.knowledge.data) if self.asks_knowledge and self.knowledge.data else None
        return replace(self.answered, is_to_revisit=bool(self.is_to_revisit.data), knowledge=known)


def typed(answer: Answer, *, version: int) -> dict[str, object]:
    """The fields of the card filled with an answer."""
    known = answer.knowledge.value if answer.knowledge else None
    return {**filled(answer, version=version), "is_to_revisit": answer.is_to_revisit, "knowledge": known}


class DeepenAssessmentForm(Form):
    """Nothing to type: the button is the answer."""


class SignAssessmentForm(Form):
    """The signer says that what is open was seen; `seen` is the state of the page that was shown."""

    has_read = BooleanField(
        lazy("I have seen what is open, and this is how our organisation sees itself."),
        validators=[Entered("Tick that you have seen what is open")],
    )
    seen = IntegerField(widget=HiddenInput(), default=-1)

    @property
    def draft(self) -> int:
        """How many answers the page stood on."""
        return -1 if self.seen.data is None else self.seen.data
