"""From levels to means. Every number keeps the levels it was made of, so a page can show the sum.

Rules, in one place (source: the method of equal weights used in the sector, with policy and practice apart):
a commitment's mean is the plain mean of all its key actions that have a level; the policy mean and the practice mean are
the same over the key actions of one kind; not applicable is left out (a reader may look at the profile with it counted as 0
instead; what is shared and compared always leaves it out); don't know and blank count as not answered and are
left out too; a cluster's mean is the mean of its commitments' means, so a commitment with few key actions weighs no less.
"""

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from accountability.assessment.domain.ratings import BLANK, Answer, Verdict
from accountability.standard.domain import Cluster, Commitment, Depth, KeyAction, Kind, Pack

HIGHEST = 4
STRONG_FROM = 3
MOST_STRENGTHS = 3


class Counting(enum.Enum):
    """How "not applicable" counts in the means of a profile."""

    LEFT_OUT = "left-out"
    AS_ZERO = "as-zero"


class MeanState(enum.Enum):
    """Why there is a number, or why there is none."""

    KNOWN = "known"
    NO_KEY_ACTION = "no-key-action"
    NOT_APPLICABLE = "not-applicable"
    NOT_RATED = "not-rated"


@dataclass(frozen=True, kw_only=True)
class Mean:
    """A mean over levels 0–4 with all that it stands on. `value` is None unless the state is KNOWN."""

    state: MeanState
    levels: tuple[int, ...] = ()

    @property
    def exact(self) -> Fraction | None:
        """The mean without rounding."""
        return Fraction(sum(self.levels), len(self.levels)) if self.levels else None

    @property
    def value(self) -> float | None:
        """The mean, 0–4."""
        return None if self.exact is None else float(self.exact)

    @property
    def share(self) -> float | None:
        """The mean on the scale from 0 to 100 (mean / 4 × 100)."""
        return None if self.exact is None else float(self.exact * 100 / HIGHEST)


@dataclass(frozen=True, kw_only=True)
class Item:
    """One key action with the answer it has."""

    key_action: KeyAction
    answer: Answer

    @property
    def is_zero(self) -> bool:
        """Whether this is a level of 0, which is flagged wherever it stands."""
        return self.answer.verdict is Verdict.LEVEL and self.answer.level == 0


def mean_of(answers: Iterable[Answer], *, counting: Counting = Counting.LEFT_OUT) -> Mean:
    """The mean of the levels among the answers, in any order; otherwise the state that says why there is none."""
    answers = list(answers)
    levels = tuple(sorted(level for level in (_level(answer, counting) for answer in answers) if level is not None))
    if levels:
        return Mean(state=MeanState.KNOWN, levels=levels)
    if not answers:
        return Mean(state=MeanState.NO_KEY_ACTION)
    if all(answer.verdict is Verdict.NOT_APPLICABLE for answer in answers):
        return Mean(state=MeanState.NOT_APPLICABLE)
    return Mean(state=MeanState.NOT_RATED)


def _level(answer: Answer, counting: Counting) -> int | None:
    if counting is Counting.AS_ZERO and answer.verdict is Verdict.NOT_APPLICABLE:
        return 0
    return answer.level


@dataclass(frozen=True, kw_only=True)
class CommitmentScore:
    """What an assessment says about one commitment."""

    commitment: Commitment
    items: tuple[Item, ...]
    counting: Counting = Counting.LEFT_OUT

    @property
    def mean(self) -> Mean:
        """Over all key actions with a level."""
        return mean_of((item.answer for item in self.items), counting=self.counting)

    @property
    def policy(self) -> Mean:
        """Over the key actions about what is written down."""
        return self._of(Kind.POLICY)

    @property
    def practice(self) -> Mean:
        """Over the key actions about what is done."""
        return self._of(Kind.PRACTICE)

    @property
    def zeros(self) -> tuple[Item, ...]:
        """The key actions at level 0, which no mean may hide."""
        return tuple(item for item in self.items if item.is_zero)

    def _of(self, kind: Kind) -> Mean:
        return mean_of((item.answer for item in self.items if item.key_action.kind is kind), counting=self.counting)


def score_commitment(
    commitment: Commitment, *, depth: Depth, answers: Mapping[str, Answer], counting: Counting = Counting.LEFT_OUT
) -> CommitmentScore:
    """The score of one commitment from answers by key action slug; a missing answer is blank."""
    items = (Item(key_action=each, answer=answers.get(each.slug, BLANK)) for each in commitment.key_actions_at(depth))
    return CommitmentScore(commitment=commitment, items=tuple(items), counting=counting)


@dataclass(frozen=True, kw_only=True)
class Profile:
    """Twelve commitments side by side, in the order of the standard; never added up to one total."""

    scores: tuple[CommitmentScore, ...]

    @property
    def zeros(self) -> tuple[tuple[Commitment, Item], ...]:
        """Every key action at level 0 with its commitment."""
        return tuple((score.commitment, item) for score in self.scores for item in score.zeros)

    @property
    def strengths(self) -> tuple[CommitmentScore, ...]:
        """Up to three commitments with a mean of 3 or more, the highest first."""
        strong = [score for score in self.scores if (score.mean.value or 0) >= STRONG_FROM]
        return tuple(sorted(strong, key=lambda score: -(score.mean.value or 0))[:MOST_STRENGTHS])

    def mean_of_cluster(self, cluster: Cluster) -> Fraction | None:
        """The mean, 0–4, of the commitments' means in a cluster, each weighing the same."""
        slugs = {commitment.slug for commitment in cluster.commitments}
        return mean_of_means([each.mean for each in self.scores if each.commitment.slug in slugs])

    def shares(self) -> dict[str, float | None]:
        """By commitment slug: 0–100, or None when nothing is rated. This is what is shared and compared."""
        return {score.commitment.slug: score.mean.share for score in self.scores}


def score(pack: Pack, *, depth: Depth, answers: Mapping[str, Answer], counting: Counting = Counting.LEFT_OUT) -> Profile:
    """The profile of an assessment from its answers by key action slug."""
    scores = [score_commitment(each, depth=depth, answers=answers, counting=counting) for each in pack.commitments]
    return Profile(scores=tuple(scores))


def mean_of_means(means: Sequence[Mean]) -> Fraction | None:
    """The mean of those means that are known, each weighing the same; None when none is."""
    known = [mean.exact for mean in means if mean.exact is not None]
    return sum(known, Fraction()) / len(known) if known else None
