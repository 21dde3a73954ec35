"""Who decided that the organisation looks at itself, and which cycle it begins from."""

from collections.abc import Collection

from wtforms import DateField, SelectField, TextAreaField
from wtforms.validators import Optional as MayBeEmpty

from accountability.assessment.domain.asking import LONGEST_MANDATE
from accountability.assessment.domain.ids import AssessmentId
from accountability.language import lazy
from forms.fields import choices, paragraph


def mandate_field() -> TextAreaField:
    """Who decided, in words."""
    return paragraph(
        "Who decided to do this, and what for",
        most=LONGEST_MANDATE,
        render_kw={"rows": 2},
        description=lazy(
            "For example: the board, to prepare the next strategy. People answer more openly when they know who asked and why."
        ),
    )


def mandate_on_field() -> DateField:
    """When it was decided."""
    return DateField(lazy("Decided on"), validators=[MayBeEmpty()])


def previous_field() -> SelectField:
    """The cycle before, if there is one."""
    return SelectField(
        lazy("Begin from"),
        choices=[],
        default="",
        description=lazy(
            "Last answers are shown beside each key action, and last evidence is offered again. Nothing is filled in for you."
        ),
    )


def offer_previous(field: SelectField, cycles: Collection[tuple[AssessmentId, str]]) -> None:
    """Let the field choose among these cycles; the latest one first."""
    field.choices = choices([(str(each), name) for each, name in cycles], empty=str(lazy("None: begin afresh")))
