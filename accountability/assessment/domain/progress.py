"""How deep an assessment goes, how far it is, what is still open, and whether it may be signed."""

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from accountability.assessment.domain.ratings import BLANK, Answer, Verdict
from accountability.standard.domain import Depth

MINUTES_EACH = {Depth.QUICK: 1, Depth.FULL: 4}


class Filter(enum.Enum):
    """The ways to look at the list of key actions."""

    ALL = "all"
    TO_REVISIT = "to-revisit"
    UNANSWERED = "unanswered"
    DONT_KNOW = "dont-know"

    def admits(self, answer: Answer) -> bool:
        """Whether a key action with this answer belongs in the list."""
        return {
            Filter.ALL: True,
            Filter.TO_REVISIT: answer.is_to_revisit,
            Filter.UNANSWERED: answer.is_blank,
            Filter.DONT_KNOW: answer.verdict is Verdict.DONT_KNOW,
        }[self]


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Answered means: has a level, is not applicable, or is a don't know."""

    answered: int
    total: int
    depth: Depth

    @property
    def minutes_left(self) -> int:
        """An honest guess, rounded up to five minutes."""
        return -(-(self.total - self.answered) * MINUTES_EACH[self.depth] // 5) * 5

    @property
    def is_complete(self) -> bool:
        """Whether every key action is answered."""
        return self.answered >= self.total


def progress(slugs: Iterable[str], *, depth: Depth, answers: Mapping[str, Answer]) -> Progress:
    """How many of these key actions are answered."""
    asked = list(slugs)
    answered = sum(not answers.get(slug, BLANK).is_blank for slug in asked)
    return Progress(answered=answered, total=len(asked), depth=depth)
