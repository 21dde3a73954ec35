"""Which of an organisation's own numbers shows a rule of the arithmetic best, and a small example where none does."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from accountability.assessment.domain.formulas import NEWEST
from accountability.assessment.domain.ratings import Answer, Verdict
from accountability.assessment.domain.scores import CommitmentScore, Item, Profile
from accountability.standard.domain import Commitment, CommitmentSlug, Counting, KeyAction, KeyActionSlug, Kind

Holds = Callable[[CommitmentScore], bool]


@dataclass(frozen=True, kw_only=True)
class Worked:
    """A commitment on which a rule can be seen at work. `is_own`: it is the organisation's own, and not the small example."""

    score: CommitmentScore
    is_own: bool


def show_on(profile: Profile, holds: Holds, *, example: CommitmentScore) -> Worked:
    """The first commitment of the profile for which this holds, else the example."""
    own = next((score for score in profile.scores if holds(score)), None)
    return Worked(score=own or example, is_own=own is not None)


def has_a_sum(score: CommitmentScore) -> bool:
    """At least two levels to add up."""
    return len(score.mean.levels) > 1


def has_both_kinds(score: CommitmentScore) -> bool:
    """A policy mean and a practice mean."""
    return score.policy.exact is not None and score.practice.exact is not None


def has_weights(score: CommitmentScore) -> bool:
    """Levels that weigh differently."""
    return bool(score.mean.weights)


def leaves_out(score: CommitmentScore) -> bool:
    """Something not applicable beside a level."""
    return any(item.answer.verdict is Verdict.NOT_APPLICABLE for item in score.items) and _plain(score).mean.exact is not None


def does_not_know(score: CommitmentScore) -> bool:
    """A don't know or a blank beside a level."""
    return any(item.answer.verdict in (None, Verdict.DONT_KNOW) for item in score.items) and score.mean.exact is not None


def has_a_zero(score: CommitmentScore) -> bool:
    """A level of 0."""
    return bool(score.zeros)


def is_rounded(score: CommitmentScore) -> bool:
    """A mean that has more than one decimal."""
    return score.mean.exact is not None and (score.mean.exact * 10).denominator > 1


def both_countings(score: CommitmentScore) -> tuple[CommitmentScore, CommitmentScore]:
    """The same answers with what is not applicable left out, and counted as 0."""
    return _plain(score), replace(score, counting=Counting.AS_ZERO)


def _plain(score: CommitmentScore) -> CommitmentScore:
    return replace(score, counting=Counting.LEFT_OUT)


def _item(number: int, kind: Kind, answer: Answer, weight: int = 1) -> Item:
    slug = KeyActionSlug(f"example-{number}")
    action = KeyAction(slug, CommitmentSlug("example"), f"{number}", kind, (), "", (), True, "", "", weight=Fraction(weight))
    return Item(key_action=action, answer=answer)


def _level(level: int) -> Answer:
    return Answer(verdict=Verdict.LEVEL, level=level)


EXAMPLE = CommitmentScore(
    commitment=Commitment(CommitmentSlug("example"), 0, "", "", (), "", ""),
    items=(
        _item(1, Kind.POLICY, _level(3)),
        _item(2, Kind.PRACTICE, _level(0)),
        _item(3, Kind.PRACTICE, _level(2)),
        _item(4, Kind.PRACTICE, Answer(verdict=Verdict.NOT_APPLICABLE, reason="example")),
        _item(5, Kind.PRACTICE, Answer(verdict=Verdict.DONT_KNOW)),
    ),
    formula=NEWEST,
)
WEIGHTED_EXAMPLE = replace(EXAMPLE, items=(_item(1, Kind.POLICY, _level(3), 2), _item(2, Kind.PRACTICE, _level(0))))
