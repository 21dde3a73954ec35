"""An organisation's own score beside the published bands. Computed inside its own tenant from the published document only."""

from collections.abc import Mapping
from dataclasses import dataclass

from accountability.benchmark.domain.bands import GRID, Band, band_named, band_of
from accountability.benchmark.domain.release import PLACES


@dataclass(frozen=True, kw_only=True)
class Place:
    """One published figure: where in the group it was read, and the band found there (points from 0 to 100)."""

    name: str
    low: int
    high: int


@dataclass(frozen=True, kw_only=True)
class Position:
    """One commitment: the published places, the own score if there is one, and how they compare, in words."""

    commitment: str
    places: tuple[Place, ...]
    own: float | None
    words: str


def position_in(figures: Mapping[str, list[str]], *, scores: Mapping[str, float | None]) -> list[Position]:
    """One position per commitment of the release, in its order; `scores` may be empty (a coordinator has none)."""
    return [_position(commitment, names, own=scores.get(commitment)) for commitment, names in figures.items()]


def _position(commitment: str, names: list[str], *, own: float | None) -> Position:
    bands = [band_named(name) for name in names]
    places = tuple(
        Place(name=place, low=GRID[band], high=GRID[band + 1]) for place, band in zip(PLACES[len(bands)], bands, strict=True)
    )
    words = "" if own is None else _words(band_of(own), bands, places)
    return Position(commitment=commitment, places=places, own=own, words=words)


def _words(own: Band, bands: list[Band], places: tuple[Place, ...]) -> str:
    same = [place.name for place, band in zip(places, bands, strict=True) if band == own]
    if same:
        return f"in the band of {_listed(same)}"
    if own < bands[0]:
        return f"below the band of {_listed([places[0].name])}"
    if own > bands[-1]:
        return f"above the band of {_listed([places[-1].name])}"
    below = max(index for index, band in enumerate(bands) if band < own)
    return f"between the bands of {_listed([places[below].name, places[below + 1].name])}"


def _listed(names: list[str]) -> str:
    """The places as they stand in a sentence: the lower quarter, the middle and the upper quarter."""
    *first, last = [f"the {name.removeprefix('about the ')}" for name in names]
    return f"{', '.join(first)} and {last}" if first else last
