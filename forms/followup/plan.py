"""What people type about the plan: an action, a move with what it needs, a note."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from wtforms import DateField, IntegerField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from accountability.followup.domain.plan import (
    COST_LIMIT,
    EVIDENCE_LIMIT,
    NOTE_LIMIT,
    TITLE_LIMIT,
    WHY_LIMIT,
    ActionDraft,
    Impact,
    Move,
    Priority,
    Serves,
    Status,
)
from accountability.language import gettext as _
from accountability.language import lazy
from accountability.standard.domain import Commitment, Effort
from forms.base import Form
from forms.fields import choices, line, paragraph, tidy
from forms.validators import AtMost, Entered

STATUSES = {
    Status.PLANNED: lazy("Planned"),
    Status.IN_PROGRESS: lazy("In progress"),
    Status.BLOCKED: lazy("Blocked"),
    Status.DONE: lazy("Done"),
    Status.DROPPED: lazy("Dropped"),
}
STATUS_HELP = {
    Status.PLANNED: lazy("Nobody has begun yet."),
    Status.IN_PROGRESS: lazy("Somebody is at it."),
    Status.BLOCKED: lazy("It cannot go on; say below what stands in the way."),
    Status.DONE: lazy("It is there, and one can see it; say below how."),
    Status.DROPPED: lazy("It will not be done; say below why. That stays in the yearly report."),
}
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


class MoveActionForm(Form):
    """A new status, and what it needs."""

    status = RadioField(
        lazy("Where it stands"),
        validators=[Entered("Select where it stands")],
        choices=[SelectChoice(each.value, label, render_kw={"description": STATUS_HELP[each]}) for each, label in STATUSES.items()],
    )
    reason = paragraph(
        "Why",
        most=WHY_LIMIT,
        description=lazy("For dropped: why it will not be done. For blocked: what stands in the way."),
        render_kw={"required": False},
    )
    evidence = paragraph(
        "How one can see that it is done",
        most=EVIDENCE_LIMIT,
        description=lazy("For done: what is there now that was not there before, and where one finds it."),
        render_kw={"required": False},
    )
    link = StringField(
        lazy("Link to it"),
        filters=[tidy],
        render_kw={"inputmode": "url", "dir": "ltr"},
        description=lazy("For done, if there is one."),
    )
    pieces = SelectMultipleField(
        lazy("Evidence that shows it"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        description=lazy("For done: what is among your evidence already."),
    )
    closed_on = DateField(
        lazy("Done on"), validators=[Optional()], description=lazy("For done. Left empty, it counts as done today.")
    )
    version = IntegerField(widget=HiddenInput(), default=0)

    def __init__(self, *args: Any, pieces: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pieces.choices = choices(pieces)
        # Each is needed for one status, so neither is called optional.
        self.reason.flags.required = self.evidence.flags.required = True

    @property
    def draft(self) -> Move:
        return Move(
            status=Status(self.status.data),
            reason=self.reason.data or "",
            evidence=self.evidence.data or "",
            link=self.link.data or "",
            closed_on=self.closed_on.data,
        )

    @property
    def seen(self) -> int:
        """The version the person had in front of them."""
        return self.version.data or 0

    @property
    def chosen(self) -> list[UUID]:
        """The pieces of evidence that were ticked."""
        return [UUID(each) for each in self.pieces.data or []]

    @property
    def lacks_words(self) -> bool:
        """Whether it is a bare move to a status that needs words, as the board sends it."""
        is_bare = not (self.reason.data or self.evidence.data or self.link.data)
        return is_bare and self.status.data in {Status.DONE.value, Status.DROPPED.value}


def moved(move: Move, *, version: int) -> dict[str, object]:
    """The fields of the form filled with where an action stands."""
    return {
        "status": move.status.value,
        "reason": move.reason,
        "evidence": move.evidence,
        "link": move.link,
        "closed_on": move.closed_on if move.status is Status.DONE else None,
        "version": version,
    }


class WriteNoteForm(Form):
    """The notes of an action, for whoever carries it."""

    note = TextAreaField(lazy("Why, and notes"), filters=[tidy], validators=[AtMost(NOTE_LIMIT)], render_kw={"rows": 10})
    version = IntegerField(widget=HiddenInput(), default=0)

    @property
    def draft(self) -> str:
        return self.note.data or ""

    @property
    def seen(self) -> int:
        """The version the person had in front of them."""
        return self.version.data or 0


class TakeSuggestionForm(Form):
    """Nothing to type: the button is the answer."""

    suggestion = StringField(widget=HiddenInput())

    @property
    def draft(self) -> str:
        return self.suggestion.data or ""
