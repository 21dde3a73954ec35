"""What an assessment suggests to do next, from its answers and from what constituents say.

The order says what is put forward: what is at 0, then what is at 1, then what raters see far apart, then what people see less
of than the organisation does. At most three stand in front ("start here"): a list of forty is a list nobody begins with.
"""

import enum
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from accountability.assessment.domain.scores import CommitmentScore, Item
from accountability.followup.domain.plan.values import TITLE_LIMIT
from accountability.standard.domain import Commitment, Effort, Suggestion

LOW = 1  # the highest level that is low
WIDE = 2  # levels between the highest and the lowest rater
GAP = 20  # points of 100 by which constituents see less
MOST_IN_FRONT = 3


class Ground(enum.StrEnum):
    """Why something is suggested; the order of the members is the order of suggestions."""

    ZERO = "zero"
    LOW = "low"
    SPREAD = "spread"
    GAP = "gap"


GROUNDS = tuple(Ground)


@dataclass(frozen=True, kw_only=True)
class Serves:
    """What an action is for: a commitment as a whole, or one key action of it."""

    commitment: str
    key_action: str | None = None

    @property
    def slug(self) -> str:
        """The one word that says it: the key action's, else the commitment's."""
        return self.key_action or self.commitment


@dataclass(frozen=True, kw_only=True)
class Suggested:
    """One thing to do next. `level` 0–4 and `spread` (levels) are of a key action, `points` (of 100) of a commitment as a whole."""

    ground: Ground
    serves: Serves
    text: str
    effort: Effort | None
    level: int | None = None
    spread: int | None = None
    points: int | None = None


@dataclass(frozen=True, kw_only=True)
class Grounds:
    """What suggestions are made of.

    `scores` in the order of the standard; `spreads` by key action, in levels between the highest and the lowest rater; `voices` by
    commitment, 0–100, None where it is hidden; `planned` is what has an action already.
    """

    scores: Sequence[CommitmentScore]
    spreads: Mapping[str, int] = field(default_factory=dict)
    voices: Mapping[str, float | None] = field(default_factory=dict)
    planned: Collection[Serves] = ()
    spread_suggestion: Suggestion | None = None


def suggest(grounds: Grounds) -> tuple[Suggested, ...]:
    """Everything the assessment suggests, the most urgent first; never what has an action already."""
    found = [*_from_items(grounds), *_from_gaps(grounds)]
    fresh = [each for each in found if each.serves not in grounds.planned]
    # Sorting keeps the order of the standard within the same urgency.
    return tuple(sorted(fresh, key=_urgency))


def in_front(suggested: Sequence[Suggested]) -> tuple[Suggested, ...]:
    """The few to start with."""
    return tuple(suggested[:MOST_IN_FRONT])


def _urgency(each: Suggested) -> tuple[int, int]:
    return GROUNDS.index(each.ground), -(each.points or (each.spread if each.ground is Ground.SPREAD else 0) or 0)


def _from_items(grounds: Grounds) -> Iterable[Suggested]:
    for score in grounds.scores:
        for item in score.items:
            spread = grounds.spreads.get(item.key_action.slug)
            ground = _ground_of(item.answer.level, spread)
            if ground is not None:
                yield _of_item(item, ground, spread=spread, commitment=score.commitment, ours=grounds.spread_suggestion)


def _ground_of(level: int | None, spread: int | None) -> Ground | None:
    if level is not None and level <= LOW:
        return Ground.LOW if level else Ground.ZERO
    return Ground.SPREAD if spread is not None and spread >= WIDE else None


def _of_item(item: Item, ground: Ground, *, spread: int | None, commitment: Commitment, ours: Suggestion | None) -> Suggested:
    key_action, level = item.key_action, item.answer.level
    # To talk first makes sense until a level is agreed; from then on there is a next step.
    said = ours if ground is Ground.SPREAD and level is None else key_action.suggestion_from(level or 0)
    return Suggested(
        ground=ground,
        serves=Serves(commitment=commitment.slug, key_action=key_action.slug),
        # Without words of the standard's own the next level's descriptor says where to go.
        text=(said.text if said else key_action.descriptors[min((level or 0) + 1, 4)])[:TITLE_LIMIT],
        effort=said.effort if said else None,
        level=level,
        spread=spread,
    )


def _from_gaps(grounds: Grounds) -> Iterable[Suggested]:
    for score in grounds.scores:
        commitment, ours, theirs = score.commitment, score.mean.share, grounds.voices.get(score.commitment.slug)
        if ours is None or theirs is None or ours - theirs < GAP:
            continue
        said = commitment.gap_suggestion
        yield Suggested(
            ground=Ground.GAP,
            serves=Serves(commitment=commitment.slug),
            text=(said.text if said else commitment.promise)[:TITLE_LIMIT],
            effort=said.effort if said else None,
            points=round(ours - theirs),
        )
