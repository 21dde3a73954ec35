"""What people type to move an action on, to note something, and to take a suggestion."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from wtforms import DateField, IntegerField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from accountability.followup.domain.plan import EVIDENCE_LIMIT, NOTE_LIMIT, WHY_LIMIT, Move, Status
from accountability.language import lazy
from forms.base import Form
from forms.fields import choices, paragraph, tidy
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
