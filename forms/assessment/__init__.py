"""What people type when they score their organisation."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from wtforms import BooleanField, IntegerField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, ValidationError
from wtforms.widgets import HiddenInput

from accountability.assessment.domain.ids import AssessmentId
from accountability.assessment.domain.ratings import LONGEST_TEXT, Answer, Knowledge, Verdict
from accountability.assessment.domain.signing import LONGEST_NAME
from accountability.language import gettext as _
from accountability.language import lazy
from accountability.standard.domain import Depth, KeyAction, Level
from forms.assessment.mandate import mandate_field, mandate_on_field, offer_previous, previous_field
from forms.assessment.team import RatingPlan, least_field, plan_of, rate_by_field, way_field
from forms.base import Form
from forms.fields import line, paragraph
from forms.validators import Entered

MOST_VERSIONS = 2**31 - 1  # what a whole number in the database holds
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
OTHER_ANSWERS = [
    SelectChoice(Verdict.NOT_APPLICABLE.value, lazy("Not applicable to us")),
    SelectChoice(Verdict.DONT_KNOW.value, lazy("I don’t know")),
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


class RateKeyActionForm(Form):
    """One card: a level or another answer, a note, a flag, and the version of the answer the person had before them."""

    choice = RadioField(lazy("Which of these is closest to how you work today?"), validate_choice=False)
    reason = paragraph("Why does it not apply to you?", most=LONGEST_TEXT, render_kw={"rows": 2})
    note = paragraph("Note", most=LONGEST_TEXT, render_kw={"rows": 3})
    is_to_revisit = BooleanField(lazy("Come back to this one"))
    knowledge = RadioField(
        lazy("Do you know this policy?"), choices=[SelectChoice(*each) for each in KNOWLEDGE.items()], validate_choice=False
    )
    version = IntegerField(widget=HiddenInput(), default=0, validators=[NumberRange(0, MOST_VERSIONS)])
    keep_mine = IntegerField(widget=HiddenInput(), default=0, validators=[NumberRange(0, MOST_VERSIONS)])

    def __init__(
        self, *args: Any, levels: Sequence[Level], key_action: KeyAction, asks_knowledge: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asks_knowledge = asks_knowledge
        # Shown only with "not applicable", and needed then.
        self.reason.flags.required = True
        described = zip(levels, key_action.descriptors, strict=True)
        self.choice.choices = [*(level_choice(level, text) for level, text in described), *OTHER_ANSWERS]

    def validate_choice(self, field: Any) -> None:
        """One of the offered answers, or none yet."""
        if field.data and field.data not in [choice.value for choice in field.choices]:
            raise ValidationError(_("Select one of the answers"))

    def validate_reason(self, field: Any) -> None:
        """Not applicable needs a reason."""
        if self.choice.data == Verdict.NOT_APPLICABLE.value and not field.data:
            raise ValidationError(_("Enter why this does not apply to your organisation"))

    def validate_knowledge(self, field: Any) -> None:
        """One of the offered ones, or none."""
        if field.data and field.data not in KNOWLEDGE:
            raise ValidationError(_("Select one of the answers"))

    @property
    def draft(self) -> Answer:
        """The answer as typed."""
        chosen = self.choice.data or ""
        verdict = Verdict.LEVEL if chosen.isdigit() else Verdict(chosen) if chosen else None
        return Answer(
            verdict=verdict,
            level=int(chosen) if chosen.isdigit() else None,
            reason=self.reason.data or "" if verdict is Verdict.NOT_APPLICABLE else "",
            note=self.note.data or "",
            is_to_revisit=bool(self.is_to_revisit.data),
            knowledge=Knowledge(self.knowledge.data) if self.asks_knowledge and self.knowledge.data else None,
        )

    @property
    def seen(self) -> int:
        """The version the person had in front of them; after a dispute the one they chose to put theirs upon."""
        return self.keep_mine.data or self.version.data or 0


def typed(answer: Answer, *, version: int) -> dict[str, object]:
    """The fields of the card filled with an answer."""
    chosen = str(answer.level) if answer.verdict is Verdict.LEVEL else answer.verdict.value if answer.verdict else None
    return {
        "choice": chosen,
        "reason": answer.reason,
        "note": answer.note,
        "is_to_revisit": answer.is_to_revisit,
        "knowledge": answer.knowledge.value if answer.knowledge else None,
        "version": version,
    }


def level_choice(level: Level, descriptor: str) -> SelectChoice:
    return SelectChoice(str(level.value), f"{level.value} · {level.name}", render_kw={"description": descriptor})


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
