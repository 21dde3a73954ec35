"""What stands in the way of planning and of moving an action, in words for the person who tried."""

from typing import ClassVar

from accountability.refusal import Refusal


class TitleIsEmpty(Refusal):
    """An action says what will be done."""

    message: ClassVar[str] = "Enter what will be done."
    field: ClassVar[str | None] = "title"


class TitleIsTooLong(Refusal):
    """What does not fit a sentence is usually several actions."""

    message: ClassVar[str] = "This must be %(limit)s characters or fewer. If it is several things, make several actions."
    field: ClassVar[str | None] = "title"


class NoteIsTooLong(Refusal):
    """Notes have a limit."""

    message: ClassVar[str] = "The notes must be %(limit)s characters or fewer."
    field: ClassVar[str | None] = "note"


class CostIsTooLong(Refusal):
    """What it costs is a few words."""

    message: ClassVar[str] = "What it costs must be %(limit)s characters or fewer."
    field: ClassVar[str | None] = "cost"


class CommitmentIsUnknown(Refusal):
    """An action serves a commitment of the standard, or one of its key actions."""

    message: ClassVar[str] = "Select one of the commitments or key actions."
    field: ClassVar[str | None] = "serves"


class OwnerIsUnknown(Refusal):
    """Only who can read the plan can carry an action."""

    message: ClassVar[str] = "Select one of the members who can read the plan, or nobody yet."
    field: ClassVar[str | None] = "owner_id"


class DueDayHasPassed(Refusal):
    """A day that is over cannot be planned for."""

    message: ClassVar[str] = "The day by which it will be done must be today or later."
    field: ClassVar[str | None] = "due_on"


class DueDayIsTooFar(Refusal):
    """A year that was mistyped."""

    message: ClassVar[str] = "The day by which it will be done must be within %(years)s years."
    field: ClassVar[str | None] = "due_on"


class LevelNeedsKeyAction(Refusal):
    """Only a key action has a level to hope for; a commitment has a mean."""

    message: ClassVar[str] = "Select the key action whose level you expect, or leave the level empty."
    field: ClassVar[str | None] = "expected_level"


class WhyIsMissing(Refusal):
    """What is dropped keeps its reason, in the report too."""

    message: ClassVar[str] = "Enter why it is dropped. The reason stays in the yearly report."
    field: ClassVar[str | None] = "reason"


class WhyIsTooLong(Refusal):
    """A reason is a few sentences."""

    message: ClassVar[str] = "The reason must be %(limit)s characters or fewer."
    field: ClassVar[str | None] = "reason"


class EvidenceIsMissing(Refusal):
    """Done is what somebody else can see too."""

    message: ClassVar[str] = "Enter how one can see that it is done: in words, as a link, or with a piece of evidence."
    field: ClassVar[str | None] = "evidence"


class PieceIsGone(Refusal):
    """It was removed meanwhile."""

    message: ClassVar[str] = "A piece of evidence that you chose is no longer there. Choose again."
    field: ClassVar[str | None] = "pieces"


class EvidenceIsTooLong(Refusal):
    """The words about evidence have a limit."""

    message: ClassVar[str] = "How one can see it must be %(limit)s characters or fewer."
    field: ClassVar[str | None] = "evidence"


class LinkIsNoAddress(Refusal):
    """A link that opens begins with http."""

    message: ClassVar[str] = "Enter a whole web address, like https://example.org/report, or leave it empty."
    field: ClassVar[str | None] = "link"


class DayIsAhead(Refusal):
    """What is done was done today or before."""

    message: ClassVar[str] = "The day on which it was done must be today or earlier."
    field: ClassVar[str | None] = "closed_on"


class ActionWasMoved(Refusal):
    """Somebody else gave it another status meanwhile."""

    message: ClassVar[str] = "Somebody else moved this action meanwhile. Look at where it stands now, then move it."


class ActionIsDisputed(Refusal):
    """Two people changed the same part of an action differently. The command fills in `merge` and `theirs`."""

    message: ClassVar[str] = "Somebody else changed the same part of this action while you were writing."


class VersionIsTaken(Refusal):
    """The database's word: this version of this action was stored a moment ago by somebody else."""

    message: ClassVar[str] = "Somebody else saved this action at the same moment. Save again."


class SuggestionIsGone(Refusal):
    """The action was made meanwhile, or the levels changed."""

    message: ClassVar[str] = "This suggestion is no longer there. An action for it may have been made meanwhile."
