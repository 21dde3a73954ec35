"""What people type about an action of the plan: what, for what, who, by when."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from wtforms import DateField, IntegerField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from accountability.followup.domain.plan import (
    COST_LIMIT,
    NOTE_LIMIT,
    TITLE_LIMIT,
    ActionDraft,
    Impact,
    Priority,
    Serves,
)
from accountability.language import gettext as _
from accountability.language import lazy
from accountability.standard.domain import Commitment, Effort
from forms.base import Form
from forms.fields import choices, line, paragraph, tidy
from forms.validators import AtMost, Entered

EFFORTS = {Effort.SMALL: lazy("Small (days)"), Effort.MEDIUM: lazy("Medium (weeks)"), Effort.LARGE: lazy("Large (months)")}
IMPACTS = {Impact.LOW: lazy("Low"), Impact.MEDIUM: lazy("Medium"), Impact.HIGH: lazy("High")}
PRIORITIES = {Priority.FIRST: lazy("First"), Priority.NORMAL: lazy("Normal"), Priority.LATER: lazy("Later")}
WHOLE = "whole:"  # before a commitment's slug in a choice that also holds key actions
LEVELS = range(5)


class ActionForm(Form):
    """One action: what, for what, who, by when; the rest may wait."""

    title = line(
        "What will be done",
        enter="Enter what will be done",
        most=TITLE_LIMIT,
        description=lazy("One sentence that begins with a verb, so that everybody can tell later whether it is done."),
    )
    serves = SelectField(lazy("For which commitment or key action"), validators=[Entered("Select what it is for")])
    owner_id = SelectField(lazy("Who carries it"), validators=[Optional()])
    due_on = DateField(lazy("By when"), validators=[Entered("Enter by when it will be done")])
    priority = RadioField(
        lazy("Priority"),
        choices=[SelectChoice(each.value, label) for each, label in PRIORITIES.items()],
        default=Priority.NORMAL.value,
        validators=[Entered("Select a priority")],
    )
    effort = SelectField(lazy("Effort"), validators=[Optional()])
    cost = StringField(
        lazy("What it costs"),
        filters=[tidy],
        validators=[AtMost(COST_LIMIT)],
        description=lazy("In your own words: 400 EUR, two days of a designer, nothing."),
    )
    impact = SelectField(lazy("What it changes for people"), validators=[Optional()])
    expected_level = SelectField(
        lazy("Level of the key action once it is done"),
        validators=[Optional()],
        description=lazy("A hope, not a score: the plan shows what the mean would be then. Nothing is stored in the assessment."),
    )
    note = paragraph(
        "Why, and notes",
        most=NOTE_LIMIT,
        description=lazy("Why this, which steps, who else is needed."),
    )
    version = IntegerField(widget=HiddenInput(), default=0)

    def __init__(
        self,
        *args: Any,
        commitments: Iterable[Commitment],
        owners: Mapping[UUID, str],
        levels: Sequence[str],
        kept: Serves | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.serves.choices = [SelectChoice("", _("Select")), *_served(commitments, kept)]
        self.owner_id.choices = choices(((str(key), name) for key, name in owners.items()), empty=_("Nobody yet"))
        self.effort.choices = _labelled(EFFORTS)
        self.impact.choices = _labelled(IMPACTS)
        named = ((str(level), f"{level} · {levels[level]}") for level in LEVELS)
        self.expected_level.choices = choices(named, empty=_("Not said"))

    @property
    def draft(self) -> ActionDraft:
        served = serves_from(self.serves.data or "")
        return ActionDraft(
            title=self.title.data or "",
            commitment=served.commitment,
            key_action=served.key_action,
            owner_id=UUID(self.owner_id.data) if self.owner_id.data else None,
            due_on=self.due_on.data,
            priority=Priority(self.priority.data),
            effort=Effort(self.effort.data) if self.effort.data else None,
            cost=self.cost.data or "",
            impact=Impact(self.impact.data) if self.impact.data else None,
            expected_level=int(self.expected_level.data) if self.expected_level.data else None,
            note=self.note.data or "",
        )

    @property
    def seen(self) -> int:
        """The version the person had in front of them."""
        return self.version.data or 0


def typed(draft: ActionDraft, *, version: int) -> dict[str, object]:
    """The fields of the form filled with an action."""
    return {
        "title": draft.title,
        "serves": serves_as(Serves(commitment=draft.commitment, key_action=draft.key_action)),
        "owner_id": str(draft.owner_id or ""),
        "due_on": draft.due_on,
        "priority": draft.priority.value,
        "effort": draft.effort.value if draft.effort else "",
        "cost": draft.cost,
        "impact": draft.impact.value if draft.impact else "",
        "expected_level": "" if draft.expected_level is None else str(draft.expected_level),
        "note": draft.note,
        "version": version,
    }


def serves_as(serves: Serves) -> str:
    """What an action is for, as one value of a choice."""
    return f"{serves.commitment} {serves.key_action}" if serves.key_action else f"{WHOLE}{serves.commitment}"


def serves_from(value: str) -> Serves:
    """What a choice stands for."""
    if value.startswith(WHOLE):
        return Serves(commitment=value.removeprefix(WHOLE))
    commitment, _space, key_action = value.partition(" ")
    return Serves(commitment=commitment, key_action=key_action or None)


def _served(commitments: Iterable[Commitment], kept: Serves | None) -> list[SelectChoice]:
    """Commitments and their key actions, and what an older action is kept for although the standard no longer has it."""
    found = [choice for each in commitments for choice in _of_commitment(each)]
    if kept is not None and serves_as(kept) not in {choice.value for choice in found}:
        found.append(SelectChoice(serves_as(kept), kept.slug))
    return found


def _of_commitment(each: Commitment) -> list[SelectChoice]:
    group = f"{each.number} {each.title}"
    whole = SelectChoice(f"{WHOLE}{each.slug}", _("%(title)s as a whole", title=each.title), optgroup=group)
    ones = [SelectChoice(f"{each.slug} {one.slug}", one.text, optgroup=group) for one in each.key_actions]
    return [whole, *ones]


def _labelled(labels: Mapping[Any, Any]) -> list[SelectChoice]:
    return choices(((each.value, str(label)) for each, label in labels.items()), empty=_("Not said"))
