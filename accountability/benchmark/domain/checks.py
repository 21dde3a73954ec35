"""Checks on a release before it goes out, named after the attacks they stand for; the release job refuses when one fails."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accountability.benchmark.domain.bands import BANDS, Band, band_name
from accountability.benchmark.domain.compatibility import Change, is_compatible
from accountability.benchmark.domain.panel import Panel
from accountability.benchmark.domain.ranks import (
    K_MIN,
    SPACING,
    figure_count,
    is_spaced,
)
from accountability.benchmark.domain.release import canonical, figures_of

_LARGEST_WEIGHT = 0.10  # share of one organisation in any figure
_NARROWEST_CLASS = 4  # organisations


@dataclass(frozen=True, kw_only=True)
class ReleaseUnderTest:
    """A release that has not gone out yet, with all that it was made from."""

    document: Mapping[str, Any]
    panel: Panel
    chosen_again: Panel | None  # the panel that the same numbers and keys give, without looking at any score
    earlier: Sequence[Panel]
    bands: Sequence[Mapping[str, Band]]  # one per member of the panel
    commitments: Sequence[str]


def failed_checks(release: ReleaseUnderTest) -> list[str]:
    """The names of the checks that the release does not pass; empty when it may go out."""
    return [name for name, passes in CHECKS.items() if not passes(release)]


def _is_large_enough(release: ReleaseUnderTest) -> bool:
    return len(release.panel.members) >= K_MIN


def _changes_in_batches(release: ReleaseUnderTest) -> bool:
    return all(count == 0 or count >= SPACING for change in _changes(release) for count in (change.joined, change.left))


def _stands_beside_earlier(release: ReleaseUnderTest) -> bool:
    return all(
        is_compatible(old.ranks, release.panel.ranks, change=change)
        for old, change in zip(release.earlier, _changes(release), strict=True)
    )


def _changes(release: ReleaseUnderTest) -> list[Change]:
    members = release.panel.members
    return [Change(joined=len(members - old.members), left=len(old.members - members)) for old in release.earlier]


def _ignores_outliers(release: ReleaseUnderTest) -> bool:
    """Ranks keep away from the ends, and pushing the outermost members further out changes no figure."""
    ranks, size = release.panel.ranks, len(release.panel.members)
    if not ranks or len(release.bands) != size or not is_spaced(ranks, size=size):
        return False
    return all(_pushed(release, commitment) == release.document["figures"].get(commitment) for commitment in release.commitments)


def _pushed(release: ReleaseUnderTest, commitment: str) -> list[str]:
    ordered = sorted(bands[commitment] for bands in release.bands)
    ordered[0], ordered[-1] = BANDS[0], BANDS[-1]
    return [band_name(ordered[rank - 1]) for rank in release.panel.ranks]


def _counts_each_once(release: ReleaseUnderTest) -> bool:
    return len(release.bands) == len(release.panel.members) and 1 / len(release.bands) <= _LARGEST_WEIGHT


def _repeats_exactly(release: ReleaseUnderTest) -> bool:
    """The same contributions in another order give the same figures."""
    if max(release.panel.ranks, default=0) > len(release.bands):
        return False
    backwards = figures_of(reversed(release.bands), commitments=release.commitments, ranks=release.panel.ranks)
    return canonical(backwards) == canonical(release.document["figures"])


def _hides_without_scores(release: ReleaseUnderTest) -> bool:
    """Every commitment shows the same number of figures, and the panel comes out again without any score."""
    shown = {len(names) for names in release.document["figures"].values()}
    return release.chosen_again == release.panel and shown == {len(release.panel.ranks)}


def _says_nothing_else(release: ReleaseUnderTest) -> bool:
    figures = release.document["figures"]
    names = {name for found in figures.values() for name in found}
    return (
        set(release.document) == {"group", "organisations", "figures", "round"}
        and list(figures) == list(release.commitments)
        and names <= {band_name(band) for band in BANDS}
    )


def _blurs_the_number(release: ReleaseUnderTest) -> bool:
    """The class is wide, holds the size, and the number of figures does not narrow it."""
    found = re.fullmatch(r"(\d+)–(\d+)", str(release.document["organisations"]))
    if found is None:
        return False
    low, high = int(found[1]), int(found[2])
    wide = high - low + 1 >= _NARROWEST_CLASS and low <= len(release.panel.members) <= high
    return wide and figure_count(low) == figure_count(high)


CHECKS: dict[str, Callable[[ReleaseUnderTest], bool]] = {
    "A01 small group": _is_large_enough,
    "A04 earlier releases": _stands_beside_earlier,
    "A05 joining and leaving": _changes_in_batches,
    "A08 outlier": _ignores_outliers,
    "A09 dominance": _counts_each_once,
    "A10 repetition": _repeats_exactly,
    "A12 inference from hiding": _hides_without_scores,
    "A18 side fields": _says_nothing_else,
    "A19 counting": _blurs_the_number,
}
