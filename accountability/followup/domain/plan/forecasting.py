"""What if it were done: the means of commitments once the hoped-for levels are reached. A dry run; nothing of it is stored.

The means follow the same rules as those of the profile (`assessment.domain.scores`), from the same answers with some changed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from accountability.assessment.domain.ratings import Verdict
from accountability.assessment.domain.scores import CommitmentScore, Item


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """One commitment as it is now and as it would be. `changed` are the items with another level then."""

    now: CommitmentScore
    then: CommitmentScore
    changed: tuple[tuple[Item, Item], ...]


def forecast(scores: Sequence[CommitmentScore], *, expected: Mapping[str, int]) -> tuple[Forecast, ...]:
    """The commitments that would change, by the levels `expected` of key actions. A level is only ever hoped to rise; a key action
    that the assessment does not ask for, or that does not apply, changes nothing."""
    found = (_forecast(score, expected) for score in scores)
    return tuple(each for each in found if each.changed)


def _forecast(score: CommitmentScore, expected: Mapping[str, int]) -> Forecast:
    pairs = tuple((item, _reached(item, expected.get(item.key_action.slug))) for item in score.items)
    then = replace(score, items=tuple(item for _, item in pairs))
    return Forecast(now=score, then=then, changed=tuple(pair for pair in pairs if pair[0] != pair[1]))


def _reached(item: Item, level: int | None) -> Item:
    answer = item.answer
    if level is None or answer.verdict is Verdict.NOT_APPLICABLE or (answer.level is not None and answer.level >= level):
        return item
    return replace(item, answer=replace(answer, verdict=Verdict.LEVEL, level=level, reason=""))
