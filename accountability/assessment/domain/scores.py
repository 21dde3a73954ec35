"""From levels to means. Every number keeps the levels it was made of, so a page can show the sum.

Rules, in one place (source: the method of equal weights used in the sector, with policy and practice apart):
a commitment's mean adds up level × weight over all its key actions that have a level, and divides by the weights; the policy mean
and the practice mean are the same over the key actions of one kind; weights come from the pack and are 1 unless it says otherwise;
not applicable counts as the pack says (left out unless it says otherwise), and a reader may look at it the other way; don't know
and blank count as not answered and are left out; a cluster's mean is the mean of its commitments' means, so a commitment with few
key actions weighs no less. Which of these rules hold for an assessment is its formula (`formulas`).

What is shared and compared always leaves out what is not applicable, whatever a pack or a reader chooses: otherwise a small
organisation would be compared by what it is not. Weights do count there: all members of a round answer the same pack, so the same
key action weighs the same for everybody.

Everything is a fraction; `value` and `share` are for drawing and for what stores a number, and nothing here compares them.
"""

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from accountability.assessment.domain.formulas import NEWEST, Formula
from accountability.assessment.domain.ratings import BLANK, Answer, Verdict
from accountability.standard.domain import Cluster, Commitment, Counting, Depth, KeyAction, Kind, Pack

HIGHEST = 4
STRONG_FROM = 3
MOST_STRENGTHS = 3


class MeanState(enum.Enum):
    """Why there is a number, or why there is none."""

    KNOWN = "known"
    NO_KEY_ACTION = "no-key-action"
    NOT_APPLICABLE = "not-applicable"
    NOT_RATED = "not-rated"


@dataclass(frozen=True, kw_only=True)
class Mean:
    """A mean over levels 0–4 with all that it stands on; `exact` is None unless the state is KNOWN.

    `weights` belong to the levels, one each; there are none where every level weighs the same.
    """

    state: MeanState
    levels: tuple[int, ...] = ()
    weights: tuple[Fraction, ...] = ()

    @property
    def parts(self) -> tuple[tuple[int, Fraction], ...]:
        """Every level with what it weighs."""
        return tuple(zip(self.levels, self.weights or (Fraction(1),) * len(self.levels), strict=True))

    @cached_property
    def exact(self) -> Fraction | None:
        """The mean without rounding."""
        if not self.levels:
            return None
        return sum((level * weight for level, weight in self.parts), Fraction()) / sum(weight for _, weight in self.parts)

    @property
    def hundredths(self) -> Fraction | None:
        """The mean on the scale from 0 to 100 (mean / 4 × 100), without rounding."""
        return None if self.exact is None else self.exact * 100 / HIGHEST

    @property
    def value(self) -> float | None:
        """The mean, 0–4, to draw."""
        return None if self.exact is None else float(self.exact)

    @property
    def share(self) -> float | None:
        """The mean on the scale from 0 to 100, to draw and to share."""
        return None if self.hundredths is None else float(self.hundredths)


@dataclass(frozen=True, kw_only=True)
class Item:
    """One key action with the answer it has."""

    key_action: KeyAction
    answer: Answer

    @property
    def is_zero(self) -> bool:
        """Whether this is a level of 0, which is flagged wherever it stands."""
        return self.answer.verdict is Verdict.LEVEL and self.answer.level == 0


def mean_of(
    answers: Iterable[Answer], *, weights: Sequence[Fraction] | None = None, counting: Counting = Counting.LEFT_OUT
) -> Mean:
    """The mean of the levels among the answers, in any order; otherwise the state that says why there is none.

    `weights` are one for each answer; without them each weighs the same.
    """
    answers = list(answers)
    each_weighs = [Fraction(1)] * len(answers) if weights is None else weights
    pairs = [(_level(answer, counting), weight) for answer, weight in zip(answers, each_weighs, strict=True)]
    parts = sorted((level, weight) for level, weight in pairs if level is not None)
    if parts:
        weighs = tuple(weight for _, weight in parts)
        levels = tuple(level for level, _ in parts)
        return Mean(state=MeanState.KNOWN, levels=levels, weights=weighs if len(set(weighs)) > 1 else ())
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
    """What an assessment says about one commitment, by the rules of its formula."""

    commitment: Commitment
    items: tuple[Item, ...]
    counting: Counting = Counting.LEFT_OUT
    formula: Formula = NEWEST

    @cached_property
    def mean(self) -> Mean:
        """Over all key actions with a level."""
        return self._over(self.items)

    @cached_property
    def policy(self) -> Mean:
        """Over the key actions about what is written down."""
        return self.of_kind(Kind.POLICY)

    @cached_property
    def practice(self) -> Mean:
        """Over the key actions about what is done."""
        return self.of_kind(Kind.PRACTICE)

    @property
    def zeros(self) -> tuple[Item, ...]:
        """The key actions at level 0, which no mean may hide."""
        return tuple(item for item in self.items if item.is_zero)

    def of_kind(self, kind: Kind) -> Mean:
        """Over the key actions of one kind."""
        return self._over([item for item in self.items if item.key_action.kind is kind])

    def _over(self, items: Sequence[Item]) -> Mean:
        weights = [item.key_action.weight for item in items] if self.formula.is_weighted else None
        return mean_of((item.answer for item in items), weights=weights, counting=self.counting)


def counting_of(pack: Pack, formula: Formula, chosen: Counting | None = None) -> Counting:
    """How "not applicable" counts: as a reader chose, else as the pack says where the formula asks it, else left out."""
    return chosen or (pack.counting if formula.asks_the_pack else Counting.LEFT_OUT)


@dataclass(frozen=True, kw_only=True)
class Profile:
    """Twelve commitments side by side, in the order of the standard; never added up to one total."""

    scores: tuple[CommitmentScore, ...]

    @property
    def zeros(self) -> tuple[tuple[Commitment, Item], ...]:
        """Every key action at level 0 with its commitment."""
        return tuple((score.commitment, item) for score in self.scores for item in score.zeros)

    @property
    def items(self) -> tuple[Item, ...]:
        """Every key action that was asked, in order."""
        return tuple(item for score in self.scores for item in score.items)

    @property
    def strengths(self) -> tuple[CommitmentScore, ...]:
        """Up to three commitments with a mean of 3 or more, the highest first."""
        strong = [(mean, score) for score in self.scores if (mean := score.mean.exact) is not None and mean >= STRONG_FROM]
        return tuple(score for _, score in sorted(strong, key=lambda pair: -pair[0])[:MOST_STRENGTHS])

    def mean_of_cluster(self, cluster: Cluster) -> Fraction | None:
        """The mean, 0–4, of the commitments' means in a cluster, each weighing the same."""
        slugs = {commitment.slug for commitment in cluster.commitments}
        return mean_of_means([each.mean for each in self.scores if each.commitment.slug in slugs])

    def shares(self) -> dict[str, float | None]:
        """By commitment slug: 0–100, or None when nothing is rated. What is shared and compared, so not applicable is left out."""
        scores = (replace(score, counting=Counting.LEFT_OUT) for score in self.scores)
        return {score.commitment.slug: score.mean.share for score in scores}


def score(
    pack: Pack,
    *,
    depth: Depth,
    answers: Mapping[str, Answer],
    counting: Counting | None = None,
    formula: Formula = NEWEST,
) -> Profile:
    """The profile of an assessment from its answers by key action slug, a missing answer being blank.

    Without `counting`, "not applicable" counts as formula and pack say.
    """
    counts = counting_of(pack, formula, counting)
    scores = (
        CommitmentScore(
            commitment=each,
            items=tuple(Item(key_action=one, answer=answers.get(one.slug, BLANK)) for one in each.key_actions_at(depth)),
            counting=counts,
            formula=formula,
        )
        for each in pack.commitments
    )
    return Profile(scores=tuple(scores))


def mean_of_means(means: Sequence[Mean]) -> Fraction | None:
    """The mean of those means that are known, each weighing the same; None when none is."""
    known = [mean.exact for mean in means if mean.exact is not None]
    return sum(known, Fraction()) / len(known) if known else None
