"""One answer to one key action, and what happens when two people give it at the same time."""

import enum
from dataclasses import dataclass, replace

from accountability.assessment.domain.refusals import LevelIsMissing, ReasonIsMissing, TextIsTooLong
from accountability.standard.domain import LEVELS

LONGEST_TEXT = 4_000


class Verdict(enum.Enum):
    """What kind of answer was given. Only a level has a number."""

    LEVEL = "level"
    NOT_APPLICABLE = "not-applicable"
    DONT_KNOW = "dont-know"


class Knowledge(enum.Enum):
    """Whether a rater knows the policy that a key action asks for: written down is not yet known."""

    KNOWS = "knows"
    HEARD_OF = "heard-of"
    DOES_NOT_KNOW = "does-not-know"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """All that one card holds. `verdict` is None while nothing is chosen; `level` (0–4) stands only with Verdict.LEVEL;
    `reason` only with Verdict.NOT_APPLICABLE; `minority_note` only with what is agreed, `knowledge` only with one's own rating."""

    verdict: Verdict | None = None
    level: int | None = None
    reason: str = ""
    note: str = ""
    is_to_revisit: bool = False
    minority_note: str = ""
    knowledge: Knowledge | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing is chosen yet (a note or a flag alone does not count as an answer)."""
        return self.verdict is None


BLANK = Answer()


def checked(answer: Answer) -> Answer:
    """The answer as it may be stored. Raises ReasonIsMissing, LevelIsMissing or TextIsTooLong."""
    if answer.verdict is Verdict.LEVEL and answer.level not in LEVELS:
        raise LevelIsMissing
    if answer.verdict is Verdict.NOT_APPLICABLE and not answer.reason.strip():
        raise ReasonIsMissing
    if max(len(answer.note), len(answer.reason), len(answer.minority_note)) > LONGEST_TEXT:
        raise TextIsTooLong(limit=LONGEST_TEXT)
    return replace(
        answer,
        level=answer.level if answer.verdict is Verdict.LEVEL else None,
        reason=answer.reason if answer.verdict is Verdict.NOT_APPLICABLE else "",
    )


@dataclass(frozen=True, kw_only=True)
class Merge:
    """The answer of two people joined part by part; `disputed` names the PARTS both changed apart."""

    answer: Answer
    disputed: tuple[str, ...] = ()


PARTS: dict[str, tuple[str, ...]] = {
    "answer": ("verdict", "level", "reason"),
    "note": ("note",),
    "flag": ("is_to_revisit",),
    "minority": ("minority_note",),
    "knowledge": ("knowledge",),
}


def merge(base: Answer, *, mine: Answer, theirs: Answer) -> Merge:
    """Join what two people made of the same `base`. A part only one of them changed is theirs to change; a part both
    changed to the same is no dispute; a part both changed differently keeps mine in `answer` and is named in `disputed`."""
    joined, disputed = mine, []
    for part, fields in PARTS.items():
        was, my, their = (tuple(getattr(side, field) for field in fields) for side in (base, mine, theirs))
        if my == was:
            joined = replace(joined, **dict(zip(fields, their, strict=True)))
        elif their not in (was, my):
            disputed.append(part)
    return Merge(answer=joined, disputed=tuple(disputed))
