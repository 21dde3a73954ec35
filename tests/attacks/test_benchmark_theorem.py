"""A03, A11, theorem: up to three colluders cannot exclude a band for anybody. Exhaustive: every data set, every coalition."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import combinations_with_replacement

import pytest

from accountability.benchmark.domain import BANDS, COLLUDERS, figure_count, is_spaced, rank_choices

Counts = tuple[int, ...]  # how many organisations are in each band


def _sums(total: int, places: int) -> Iterator[Counts]:
    if places == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in _sums(total - first, places - 1):
            yield (first, *rest)


def _figures(counts: Counts, ranks: tuple[int, ...]) -> tuple[int, ...]:
    """Bands at the ranks, worked out from counts: another way than the product's sort."""
    below, found = 0, []
    for band, count in enumerate(counts):
        found += [band for rank in ranks if below < rank <= below + count]
        below += count
    return tuple(found)


@cache
def _within(counts: Counts, people: int) -> frozenset[Counts]:
    """All ways to take so many organisations out of these counts."""
    taken = (
        tuple(chosen.count(band) for band in range(len(counts)))
        for chosen in combinations_with_replacement(range(len(counts)), people)
    )
    return frozenset(part for part in taken if all(have >= want for have, want in zip(counts, part, strict=True)))


def _excluded(size: int, ranks: tuple[int, ...], *, colluders: int, bands: int) -> list[tuple[tuple[int, ...], Counts, int]]:
    """Every (release, coalition, band) in which a coalition knows that an outsider is not in a band."""
    coalitions: dict[tuple[int, ...], set[Counts]] = defaultdict(set)
    with_target: dict[tuple[int, ...], set[Counts]] = defaultdict(set)
    for counts in _sums(size, bands):
        release = _figures(counts, ranks)
        coalitions[release] |= _within(counts, colluders)
        with_target[release] |= _within(counts, colluders + 1)
    return [
        (release, coalition, band)
        for release, found in coalitions.items()
        for coalition in found
        for band in range(bands)
        if tuple(count + (place == band) for place, count in enumerate(coalition)) not in with_target[release]
    ]


@pytest.mark.parametrize("size", [10, 11, 13, 14, 15, 18, 19])
def test_a_coalition_of_three_excludes_no_band_of_anybody(size: int) -> None:
    ranks = next(rank_choices(size, count=figure_count(size)))
    assert _excluded(size, ranks, colluders=COLLUDERS, bands=len(BANDS)) == []


@pytest.mark.parametrize("size", [10, 12, 14, 16])
def test_no_choice_of_ranks_excludes_a_band(size: int) -> None:
    for count in range(1, figure_count(size) + 1):
        for ranks in rank_choices(size, count=count):
            assert _excluded(size, ranks, colluders=COLLUDERS, bands=3) == []


@pytest.mark.parametrize(("colluders", "size", "ranks"), [(1, 8, (3, 6)), (2, 11, (4, 8)), (1, 11, (3, 6, 9))])
def test_spacing_by_two_more_than_the_colluders_is_enough(colluders: int, size: int, ranks: tuple[int, ...]) -> None:
    assert is_spaced(ranks, size=size, spacing=colluders + 2)
    assert _excluded(size, ranks, colluders=colluders, bands=4) == []


@pytest.mark.parametrize(("colluders", "size", "ranks"), [(3, 14, (4, 7, 11)), (3, 12, (4, 8)), (2, 8, (3, 6)), (1, 5, (2, 4))])
def test_spacing_by_one_more_is_broken(colluders: int, size: int, ranks: tuple[int, ...]) -> None:
    assert not is_spaced(ranks, size=size, spacing=colluders + 2)
    assert _excluded(size, ranks, colluders=colluders, bands=4)


def test_minimum_and_maximum_are_broken() -> None:
    assert _excluded(14, (1, 7, 14), colluders=COLLUDERS, bands=4)


def test_four_colluders_are_more_than_a_group_of_ten_bears() -> None:
    assert _excluded(10, (5,), colluders=COLLUDERS + 1, bands=4)
