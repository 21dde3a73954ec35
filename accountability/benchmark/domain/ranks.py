"""Ranks that may be published of one panel: never the ends, and far enough apart that colluders cannot fill the room between.

Theorem (one round): with `SPACING` = colluders + 2 between ranks and from both ends, every band stays possible for every
organisation outside any coalition of that many. With one less it does not hold; both are checked in the tests.
"""

from collections.abc import Callable, Iterator
from itertools import combinations, pairwise, product

COLLUDERS = 3  # an organisation and two others that pool their results
SPACING = COLLUDERS + 2
K_MIN = 10  # organisations in a group

Ranks = tuple[int, ...]  # 1 is the lowest member of the panel

_TARGETS = {0: (), 1: (1 / 2,), 2: (1 / 3, 2 / 3), 3: (1 / 4, 1 / 2, 3 / 4)}
_NEAREST = 6  # candidates kept per target: enough to step around a few earlier releases, few enough to try all


def figure_count(size: int, *, spacing: int = SPACING, minimum: int = K_MIN) -> int:
    """How many figures a panel of `size` can carry: 0 below the minimum, else one to three."""
    if size < minimum:
        return 0
    return max(0, min(3, (size + 1) // spacing - 1))


def is_spaced(ranks: Ranks, *, size: int, spacing: int = SPACING) -> bool:
    """Whether ranks keep the spacing between each other and from both ends of a panel of `size`."""
    edges = (0, *ranks, size + 1)
    return all(upper - lower >= spacing for lower, upper in pairwise(edges))


def rank_choices(size: int, *, count: int, allowed: Callable[[int], bool] = lambda _rank: True) -> Iterator[Ranks]:
    """Spaced ranks for `count` figures near quarters, thirds or the middle, nearest first; each rank must be `allowed`."""
    targets = [share * (size + 1) for share in _TARGETS[count]]
    near = [_near(target, size=size, allowed=allowed) for target in targets]
    spaced = (ranks for ranks in product(*near) if is_spaced(ranks, size=size))
    return iter(sorted(spaced, key=lambda ranks: (_distance(ranks, targets), ranks)))


def _near(target: float, *, size: int, allowed: Callable[[int], bool]) -> list[int]:
    reach = max(2, size // 10)
    found = [rank for rank in range(max(1, round(target) - reach), min(size, round(target) + reach) + 1) if allowed(rank)]
    return sorted(found, key=lambda rank: (abs(rank - target), rank))[:_NEAREST]


def _distance(ranks: Ranks, targets: list[float]) -> float:
    return sum(abs(rank - target) for rank, target in zip(ranks, targets, strict=True))


def pairs_of(ranks: Ranks) -> Iterator[tuple[int, int]]:
    """All pairs of a lower and a higher rank."""
    return combinations(ranks, 2)
