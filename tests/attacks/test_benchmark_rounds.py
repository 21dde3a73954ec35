"""A04, A05: two rounds together, nobody's score changed. Exact: all worlds, all coalitions of three, brute force over counts."""

import uuid
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import product

import pytest

from accountability.benchmark.domain import Change, ContributorKey, Panel, choose_panel, is_compatible, is_spaced

BANDS = 3  # coarse, so that all worlds can be counted
Counts = tuple[int, ...]


@cache
def _spread(total: int) -> tuple[Counts, ...]:
    return tuple((low, middle, total - low - middle) for low in range(total + 1) for middle in range(total + 1 - low))


def _parts(counts: Counts, people: int) -> Iterator[Counts]:
    """All ways to take so many organisations out of these counts."""
    if len(counts) == 1:
        if counts[0] >= people:
            yield (people,)
        return
    for first in range(min(counts[0], people) + 1):
        for rest in _parts(counts[1:], people - first):
            yield (first, *rest)


def _figures(counts: Counts, ranks: tuple[int, ...]) -> tuple[int, ...]:
    low, middle, _ = counts
    return tuple(0 if rank <= low else 1 if rank <= low + middle else 2 for rank in ranks)


def _narrowest(stayed: int, change: Change, old: tuple[int, ...], new: tuple[int, ...], *, colluders: int = 3) -> int:
    """The fewest bands that stay possible for an outsider, over all scores, coalitions and targets."""
    coalitions: dict[object, set[Counts]] = defaultdict(set)
    with_target: dict[object, set[Counts]] = defaultdict(set)
    for both, left, joined in product(_spread(stayed), _spread(change.left), _spread(change.joined)):
        before = _figures(tuple(a + b for a, b in zip(both, left, strict=True)), old)
        after = _figures(tuple(a + b for a, b in zip(both, joined, strict=True)), new)
        world = (*both, *left, *joined)
        coalitions[before, after].update(_parts(world, colluders))
        with_target[before, after].update(_parts(world, colluders + 1))
    left_open = [BANDS]
    for releases, found in coalitions.items():
        for coalition, group in product(found, range(3)):
            raised = (tuple(count + (place == group * 3 + band) for place, count in enumerate(coalition)) for band in range(BANDS))
            possible = sum(counts in with_target[releases] for counts in raised)
            if possible:
                left_open.append(possible)
    return min(left_open)


def _two_rounds(start: int, leaving: int, joining: int) -> tuple[int, Change, Panel, Panel]:
    keys = [ContributorKey(uuid.UUID(int=number)) for number in range(1, start + joining + 1)]
    old = choose_panel(keys[:start], earlier=[], seed="2025")
    assert old is not None
    new = choose_panel(keys[leaving:], earlier=[old], seed="2026")
    assert new is not None
    change = Change(joined=len(new.members - old.members), left=len(old.members - new.members))
    return len(old.members & new.members), change, old, new


@pytest.mark.parametrize(("start", "leaving", "joining"), [(10, 0, 5), (10, 1, 3), (13, 0, 5), (14, 0, 5), (15, 5, 0), (11, 5, 5)])
def test_two_releases_together_leave_every_band_possible(start: int, leaving: int, joining: int) -> None:
    stayed, change, old, new = _two_rounds(start, leaving, joining)
    assert _narrowest(stayed, change, old.ranks, new.ranks) == BANDS


@pytest.mark.parametrize(
    ("stayed", "joined", "left", "old", "new"),
    [
        (10, 1, 0, (5,), (5,)),  # no rule of five
        (10, 0, 1, (5,), (5,)),
        (10, 5, 0, (5,), (8,)),  # rule of five, ranks that do not fit
        (10, 0, 5, (8,), (5,)),
    ],
)
def test_without_the_panel_rule_two_releases_exclude_bands(
    stayed: int, joined: int, left: int, old: tuple[int, ...], new: tuple[int, ...]
) -> None:
    change = Change(joined=joined, left=left)
    assert is_spaced(old, size=stayed + left)
    assert is_spaced(new, size=stayed + joined)
    assert not is_compatible(old, new, change=change)
    assert _narrowest(stayed, change, old, new) < BANDS


def test_two_ranks_together_need_the_rule_for_pairs() -> None:
    # One colluder, spacing three. Each rank alone would fit; what lies between the two ranks gives the others away.
    change = Change(joined=3, left=3)
    assert is_compatible((3,), (3,), change=change, colluders=1)
    assert not is_compatible((3, 6), (3, 6), change=change, colluders=1)
    assert _narrowest(5, change, (3, 6), (3, 6), colluders=1) < BANDS
