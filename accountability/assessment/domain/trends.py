"""How levels move over cycles. A change compares the same key actions and nothing else, and says how many these are.

A quick scan asks fewer key actions than a full assessment, and a standard gains and drops some: a mean over other key actions may
rise though nothing got better. So each change is computed over key actions that have a level in both cycles, by the weights of the
later one. Answers to another version of the standard come here already carried over through the mapping of the two versions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from accountability.assessment.domain.formulas import NEWEST, Formula
from accountability.assessment.domain.ratings import Answer
from accountability.assessment.domain.scores import CommitmentScore, Item, Mean, score
from accountability.standard.domain import Commitment, Counting, Depth, KeyAction, Kind, Pack


@dataclass(frozen=True, kw_only=True)
class Cycle:
    """One assessment in a row of them. `answers` by key action of the newest version; None where no mapping leads there."""

    name: str
    answers: Mapping[str, Answer] | None
    is_signed: bool = True
    formula: Formula = NEWEST


@dataclass(frozen=True, kw_only=True)
class Change:
    """From one cycle to a later one: the means, 0–4, over the `shared` key actions; how many only the later or the earlier has."""

    before: Fraction
    after: Fraction
    shared: int
    new: int = 0
    gone: int = 0

    @property
    def by(self) -> Fraction:
        """How much the mean moved; below 0 is down."""
        return self.after - self.before


@dataclass(frozen=True, kw_only=True)
class Point:
    """One commitment in one cycle. `change` is since the cycle before, None where there is nothing to compare."""

    cycle: Cycle
    score: CommitmentScore | None
    change: Change | None

    @property
    def is_comparable(self) -> bool:
        """Whether the cycle speaks the newest version, or could be carried over to it."""
        return self.score is not None

    def mean(self, kind: Kind | None = None) -> Mean | None:
        """The mean of the cycle, over all or over one kind."""
        if self.score is None:
            return None
        return self.score.mean if kind is None else self.score.of_kind(kind)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One commitment over all cycles, the earliest first."""

    commitment: Commitment
    points: tuple[Point, ...]

    @property
    def items(self) -> tuple[tuple[KeyAction, tuple[int | None, ...]], ...]:
        """Every key action that ever had a level, with its level in each cycle."""
        rows = ((each, self._levels(each.slug)) for each in self.commitment.key_actions)
        return tuple((each, levels) for each, levels in rows if any(level is not None for level in levels))

    def _levels(self, slug: str) -> tuple[int | None, ...]:
        return tuple(level_of(point.cycle, slug) for point in self.points)


def level_of(cycle: Cycle, slug: str) -> int | None:
    """The level of a key action in a cycle, if it has one there."""
    answer = (cycle.answers or {}).get(slug)
    return None if answer is None else answer.level


def draw_lines(pack: Pack, cycles: Sequence[Cycle]) -> tuple[Line, ...]:
    """Every commitment of the newest version over these cycles, the earliest first."""
    scores = [_scores(pack, cycle) for cycle in cycles]
    return tuple(
        Line(commitment=commitment, points=_points(cycles, [None if each is None else each[number] for each in scores]))
        for number, commitment in enumerate(pack.commitments)
    )


def _scores(pack: Pack, cycle: Cycle) -> tuple[CommitmentScore, ...] | None:
    if cycle.answers is None:
        return None
    return score(pack, depth=Depth.FULL, answers=cycle.answers, formula=cycle.formula).scores


def _points(cycles: Sequence[Cycle], scores: Sequence[CommitmentScore | None]) -> tuple[Point, ...]:
    # Of the cycle that nothing went before, there is nothing to compare.
    found = zip(cycles, scores, [None, *scores], strict=False)
    return tuple(Point(cycle=cycle, score=now, change=compare(was, now) if was and now else None) for cycle, now, was in found)


def compare(before: CommitmentScore, after: CommitmentScore) -> Change | None:
    """How one commitment moved between two cycles, over the key actions with a level in both; None when there are none."""
    was, now = _rated(before), _rated(after)
    shared = was.keys() & now.keys()
    earlier = [replace(now[slug], answer=was[slug].answer) for slug in now if slug in shared]
    then, since = _mean(after, earlier), _mean(after, [now[slug] for slug in now if slug in shared])
    if then is None or since is None:
        return None
    return Change(before=then, after=since, shared=len(shared), new=len(now) - len(shared), gone=len(was) - len(shared))


def _rated(score: CommitmentScore) -> dict[str, Item]:
    return {item.key_action.slug: item for item in score.items if item.answer.level is not None}


def _mean(rules: CommitmentScore, items: Sequence[Item]) -> Fraction | None:
    return replace(rules, items=tuple(items), counting=Counting.LEFT_OUT).mean.exact
