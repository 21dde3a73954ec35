"""Whether a new release can be laid beside an earlier one without letting colluders work out who joined, left or stayed.

Old panel A with rank r (band t), new panel B with rank R (band T), L = A without B, J = B without A, nobody's score changed.
At least r of A are at or below t, fewer than R of B are below T. If t < T, then #J(< T) + #L(> t) ≤ λ = R − 1 − r + |L|. With
0 ≤ λ ≤ c, c colluders can use up the slack and pin everybody else; λ < 0 cannot happen, λ ≥ c + 1 leaves room. Reading from
above and exchanging the releases gives the mirrored slack. Two ranks of each release bound what lies between them in the
same way. Not a theorem over all rounds (three bounds can still meet), hence the attacks on every release.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from accountability.benchmark.domain.ranks import COLLUDERS, Ranks, pairs_of


@dataclass(frozen=True, kw_only=True)
class Change:
    """From an earlier panel to a new one: how many are only in the new one, and how many only in the old one."""

    joined: int
    left: int


def slacks(old: Ranks, new: Ranks, *, change: Change) -> Iterator[int]:
    """Every λ between an earlier release and a new one."""
    for before, after in product(old, new):
        yield from rank_slacks(before, after, change=change)
    for lower, higher in product(pairs_of(old), pairs_of(new)):
        yield from _pair_slacks(lower, higher, change=change)


def _pair_slacks(old: tuple[int, int], new: tuple[int, int], *, change: Change) -> Iterator[int]:
    """λ of what lies between two ranks, where both borders can have moved apart, or both together."""
    wider = (new[1] - new[0]) - (old[1] - old[0])
    low_up, low_down = rank_slacks(old[0], new[0], change=change)
    high_up, high_down = rank_slacks(old[1], new[1], change=change)
    if low_down >= 0 and high_up >= 0:
        yield wider - 2 + change.left
    if low_up >= 0 and high_down >= 0:
        yield -wider - 2 + change.joined


def rank_slacks(old: int, new: int, *, change: Change) -> tuple[int, int]:
    """λ of one old and one new rank, both ways. Read from above (rank n + 1 − r) both come out the same again."""
    return new - 1 - old + change.left, old - 1 - new + change.joined


def is_open(slack: int, *, colluders: int = COLLUDERS) -> bool:
    """Whether a λ gives colluders nothing: it cannot happen, or it leaves room for one more than they are."""
    return slack < 0 or slack >= colluders + 1


def is_compatible(old: Ranks, new: Ranks, *, change: Change, colluders: int = COLLUDERS) -> bool:
    """Whether a new release with these ranks may follow the old one."""
    return all(is_open(slack, colluders=colluders) for slack in slacks(old, new, change=change))


def is_rank_compatible(old: Ranks, new: int, *, change: Change) -> bool:
    """The same for a single new rank; cheap, so that choosing ranks can leave the impossible ones out first."""
    return all(is_open(slack) for rank in old for slack in rank_slacks(rank, new, change=change))
