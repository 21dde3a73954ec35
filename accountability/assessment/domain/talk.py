"""What is said about a key action and about the whole assessment: work, remarks in threads, suggestions from outside.

Remarks and suggestions stand beside an assessment and change nothing in it, so they may be written while it waits for a signature
and after it is signed.
"""

import enum
from dataclasses import dataclass
from datetime import timedelta

from accountability.fact import Fact, PlainText
from accountability.refusal import Refusal
from accountability.standard.domain import LEVELS

LONGEST_COMMENT = 4_000
# Long enough to take back a slip, too short to take back what others have read and act upon.
REMOVABLE = timedelta(minutes=15)


class WorkStatus(enum.Enum):
    """How far the work on a key action is; says nothing about its level."""

    TO_DO = "to-do"
    WORKING = "working"
    WAITING = "waiting"
    READY = "ready"


class ReviewKind(enum.Enum):
    """What can happen to the whole of an assessment."""

    RATING_CLOSED = "rating-closed"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    CHANGES_REQUESTED = "changes-requested"
    SIGNED = "signed"
    REOPENED = "reopened"


class WordsAreMissing(Refusal):
    """Somebody sent nothing."""

    message = "Enter what you want to say."
    field = "words"


class WordsAreTooLong(Refusal):
    """The text passes the limit."""

    message = "The text must be %(limit)s characters or fewer."
    field = "words"


class ThreadIsDone(Refusal):
    """What is marked as done is not written on by accident."""

    message = "This thread is marked as done. Open it again to write on."


class CommentIsNotYours(Refusal):
    """Nobody takes another's words away."""

    message = "Only who wrote a comment can remove it."


class CommentIsAnswered(Refusal):
    """Without it, the answers would stand in the air."""

    message = "Somebody has written after this, so it stays. Write what you want to correct below it."


class CommentIsSettled(Refusal):
    """People have read it by now."""

    message = "A comment can be removed within %(minutes)s minutes. Write what you want to correct below it."


class LevelIsNotSuggested(Refusal):
    """A suggestion is a level."""

    message = "Select the level that you would give."
    field = "level"


class SuggestionIsTaken(Refusal):
    """The database's word: this version was stored a moment ago."""

    message = "You saved this suggestion in another tab at the same moment. Save again."


@dataclass(frozen=True, kw_only=True)
class LevelSuggested(Fact):
    """A reviewer said which level they would give. The level stands with the reason, beside the organisation's own."""

    key_action: PlainText


def checked_words(words: str) -> str:
    """The words without outer space. Raises WordsAreMissing or WordsAreTooLong."""
    words = words.strip()
    if not words:
        raise WordsAreMissing
    if len(words) > LONGEST_COMMENT:
        raise WordsAreTooLong(limit=LONGEST_COMMENT)
    return words


def check_answering(*, is_done: bool) -> None:
    """Raise ThreadIsDone."""
    if is_done:
        raise ThreadIsDone


def check_removing(*, is_own: bool, is_answered: bool, age: timedelta) -> None:
    """Raise CommentIsNotYours, CommentIsAnswered or CommentIsSettled. There is no trash for words that nobody answered."""
    if not is_own:
        raise CommentIsNotYours
    if is_answered:
        raise CommentIsAnswered
    if age > REMOVABLE:
        raise CommentIsSettled(minutes=REMOVABLE.seconds // 60)


def check_suggesting(level: int | None) -> int:
    """The level as it may be suggested. Raises LevelIsNotSuggested."""
    if level not in LEVELS:
        raise LevelIsNotSuggested
    return level
