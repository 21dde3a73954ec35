"""Which contributors a release counts: the panel, chosen from numbers and random keys alone.

Scores are not an argument of anything here, so hiding a figure says nothing about anybody's score. Whoever joins or leaves
changes the panel only together with four others or more; until then newcomers wait and leavers keep their last band.
"""

import hashlib
import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, product
from typing import NewType

from accountability.benchmark.domain.compatibility import (
    Change,
    is_compatible,
    is_rank_compatible,
)
from accountability.benchmark.domain.ranks import (
    K_MIN,
    SPACING,
    Ranks,
    figure_count,
    rank_choices,
)

ContributorKey = NewType("ContributorKey", uuid.UUID)

_STEPS = 20  # multiples of five tried for very large changes


@dataclass(frozen=True, kw_only=True)
class Panel:
    """The contributors whose bands a release reads, and the ranks at which it reads them."""

    members: frozenset[ContributorKey]
    ranks: Ranks


@dataclass(frozen=True, kw_only=True)
class _Candidate:
    """A panel by its numbers: how many newcomers and leavers move, its size, and the change from every earlier panel."""

    joining: int
    leaving: int
    size: int
    changes: tuple[Change, ...]


def choose_panel(
    active: Collection[ContributorKey], *, earlier: Sequence[Panel], seed: str, gone: Collection[ContributorKey] = ()
) -> Panel | None:
    """The panel of a round; None while fewer than K_MIN contribute, or when those whose bands are gone cannot leave safely yet.

    `active`: verified members that contributed to this round. `earlier`: the panels of all earlier releases of the group, oldest
    first. `seed`: any text fixed before the round; with the random keys it decides who of several newcomers goes first. `gone`:
    members of the last panel whose bands were erased while the figure paused; a new panel is only possible without all of them.
    """
    if len(active) < K_MIN:
        return None
    last = earlier[-1].members if earlier else frozenset()
    joiners = turn_order(set(active) - last, seed=seed)
    forced = turn_order((last - set(active)) & set(gone), seed=seed)
    leavers = forced + turn_order(last - set(active) - set(gone), seed=seed)
    best: tuple[tuple[float, float, int], _Candidate, Ranks] | None = None
    for candidate in _candidates(last, joiners, leavers, earlier=earlier):
        if candidate.leaving < len(forced):
            continue
        ranks = _best_ranks(candidate, earlier=earlier)
        waiting = len(joiners) - candidate.joining + len(leavers) - candidate.leaving
        value = len(ranks) / 3 - 2 * waiting / len(last | set(active))
        merit = (value, len(ranks), -candidate.size)
        if ranks and (best is None or merit > best[0]):
            best = (merit, candidate, ranks)
    if best is None:
        return earlier[-1] if earlier and not forced else None
    _, chosen, ranks = best
    return Panel(
        members=last.union(joiners[: chosen.joining]).difference(leavers[: chosen.leaving]),
        ranks=ranks,
    )


def turn_order(keys: Iterable[ContributorKey], *, seed: str) -> list[ContributorKey]:
    """Who comes first when not all can: by a digest of the random key, so that neither name, time nor score decides."""
    return sorted(keys, key=lambda key: hashlib.sha256(f"{seed}|{key}".encode()).digest())


def _candidates(
    last: frozenset[ContributorKey],
    joiners: Sequence[ContributorKey],
    leavers: Sequence[ContributorKey],
    *,
    earlier: Sequence[Panel],
) -> Iterator[_Candidate]:
    shared = [_shared_counts(last, joiners, leavers, old.members) for old in earlier]
    for joining, leaving in product(_batches(len(joiners)), _batches(len(leavers))):
        size = len(last) + joining - leaving
        changes = tuple(
            Change(joined=size - common, left=len(old.members) - common)
            for old, (base, gained, lost) in zip(earlier, shared, strict=True)
            for common in [base + gained[joining] - lost[leaving]]
        )
        if size >= K_MIN and all(_is_batch(change.joined) and _is_batch(change.left) for change in changes):
            yield _Candidate(joining=joining, leaving=leaving, size=size, changes=changes)


def _shared_counts(
    last: frozenset[ContributorKey],
    joiners: Sequence[ContributorKey],
    leavers: Sequence[ContributorKey],
    old: frozenset[ContributorKey],
) -> tuple[int, list[int], list[int]]:
    """How many of an old panel are in the last one, and among the first 0, 1, 2 … joiners and leavers."""
    gained = list(accumulate((key in old for key in joiners), initial=0))
    lost = list(accumulate((key in old for key in leavers), initial=0))
    return len(last & old), gained, lost


def _batches(waiting: int) -> list[int]:
    """How many of those waiting may move at once: none, all of five or more, or a multiple of five."""
    fives = range(SPACING, waiting + 1, SPACING)
    return sorted(
        {
            0,
            *fives[:: max(1, len(fives) // _STEPS)],
            *([waiting] if _is_batch(waiting) else []),
        }
    )


def _is_batch(count: int) -> bool:
    return count == 0 or count >= SPACING


def _best_ranks(candidate: _Candidate, *, earlier: Sequence[Panel]) -> Ranks:
    """The most figures, nearest to their targets, that may stand beside all earlier releases; empty when none may."""
    before = [(old.ranks, change) for old, change in zip(earlier, candidate.changes, strict=True)]

    def may_stand(rank: int) -> bool:
        return all(is_rank_compatible(old, rank, change=change) for old, change in before)

    if before and candidate.changes[-1] == Change(joined=0, left=0):
        return earlier[-1].ranks
    for count in range(figure_count(candidate.size), 0, -1):
        for ranks in rank_choices(candidate.size, count=count, allowed=may_stand):
            if all(is_compatible(old, ranks, change=change) for old, change in before):
                return ranks
    return ()
