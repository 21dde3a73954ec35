"""Bands: all that the benchmark ever learns of a score. A world in which a score moves inside its band gives the same release."""

from collections.abc import Mapping
from typing import NewType

Band = NewType("Band", int)  # 0 is the lowest

GRID = (0, 20, 40, 60, 80, 100)  # points; frozen per network at its first release
BANDS = tuple(Band(number) for number in range(len(GRID) - 1))


def band_of(score: float) -> Band:
    """The band of a commitment score from 0 to 100; a score on a border belongs to the band above it, 100 to the highest."""
    if not GRID[0] <= score <= GRID[-1]:
        raise ValueError("a commitment score lies between 0 and 100")
    return Band(max(number for number in BANDS if score >= GRID[number]))


def bands_of(scores: Mapping[str, float]) -> dict[str, Band]:
    """Commitment → band, for commitment → score."""
    return {commitment: band_of(score) for commitment, score in scores.items()}


def band_name(band: Band) -> str:
    """How a band is written in a release: "40–60"."""
    return f"{GRID[band]}–{GRID[band + 1]}"


def band_named(name: str) -> Band:
    """The band that a release writes as `name`; ValueError for a name outside the grid."""
    for band in BANDS:
        if band_name(band) == name:
            return band
    raise ValueError(f"no such band: {name}")
