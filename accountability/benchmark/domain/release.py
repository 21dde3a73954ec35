"""A release: the four things that are said in public about a group, frozen and chained to the one before."""

import enum
import hashlib
import itertools
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accountability.benchmark.domain.bands import Band, band_name
from accountability.benchmark.domain.ranks import K_MIN, SPACING, Ranks

FIRST_DIGEST = "0" * 64  # stands before the first release of a network

_CLASS_STARTS = (
    10,
    14,
    19,
    28,
    50,
    100,
)  # the borders of one, two and three figures lie on borders of classes

PLACES: dict[int, tuple[str, ...]] = {
    1: ("about the middle",),
    2: ("lower third", "upper third"),
    3: ("lower quarter", "about the middle", "upper quarter"),
}


class Hidden(enum.Enum):
    """Why a round has no release."""

    TOO_FEW = "too_few"
    PAUSED = "paused"
    FAILED_CHECK = "failed_check"


_REASONS = {
    Hidden.TOO_FEW: (
        "Fewer than ten confirmed organisations contributed to this round; with so few, members could work each other out.",
        "A benchmark is shown from ten confirmed organisations that contribute to one round.",
    ),
    Hidden.PAUSED: (
        "This figure pauses in this round: too few organisations joined or left to change it safely.",
        "It returns in the round in which five organisations or more have left, or have come back.",
    ),
    Hidden.FAILED_CHECK: (
        "The figures of this round did not pass the checks that every release goes through, so they were not published.",
        "The next round is checked anew; more contributing organisations make it safer.",
    ),
}


def hidden_because(reason: Hidden) -> tuple[str, str]:
    """Why nothing is shown, and what would show it."""
    return _REASONS[reason]


def fewer_figures_because(size_class_name: str, shown: int) -> tuple[str, str] | None:
    """Why a release shows fewer than three figures per commitment, and what would show more; None when all are shown."""
    if shown >= max(PLACES):
        return None
    full = {"10–13": 1, "14–18": 2}.get(size_class_name, 3)
    if shown < full:
        return (
            "Some figures pause in this round: too few organisations joined or left to change them safely.",
            "They return when five organisations or more have joined or left, or in the next round that allows it.",
        )
    return (
        f"A group of {size_class_name} has room for {shown} of three figures: they must be read {SPACING} organisations apart.",
        "Two figures are shown from 14 contributing organisations, three from 19.",
    )


@dataclass(frozen=True, kw_only=True)
class Release:
    """A document with the digest that chains it to the release before."""

    document: dict[str, Any]
    previous: str
    digest: str


def size_class(size: int) -> str:
    """The class in which a number of organisations is said: "14–18"; from 200 on each class doubles. ValueError below ten."""
    if size < K_MIN:
        raise ValueError("a group has at least ten organisations")
    starts = list(_CLASS_STARTS)
    while starts[-1] <= size:
        starts.append(starts[-1] * 2)
    low, following = next((low, high) for low, high in itertools.pairwise(starts) if low <= size < high)
    return f"{low}–{following - 1}"


def figures_of(bands: Iterable[Mapping[str, Band]], *, commitments: Sequence[str], ranks: Ranks) -> dict[str, list[str]]:
    """Commitment → names of the bands found at the ranks, lowest first."""
    contributions = list(bands)
    figures = {}
    for commitment in commitments:
        ordered = sorted(contribution[commitment] for contribution in contributions)
        figures[commitment] = [band_name(ordered[rank - 1]) for rank in ranks]
    return figures


def release_document(*, group: str, size: int, figures: dict[str, list[str]], round_name: str) -> dict[str, Any]:
    """The public document. Exactly these four keys: every further field would be one more clue."""
    return {
        "group": group,
        "organisations": size_class(size),
        "figures": figures,
        "round": round_name,
    }


def canonical(document: Mapping[str, Any]) -> str:
    """The one way in which a document is written as JSON, so that everybody computes the same digest."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(document: Mapping[str, Any], *, previous: str = FIRST_DIGEST) -> str:
    """SHA-256 of the previous digest, a bar and the canonical document, in hexadecimal."""
    return hashlib.sha256(f"{previous}|{canonical(document)}".encode()).hexdigest()


def seal(document: dict[str, Any], *, previous: str = FIRST_DIGEST) -> Release:
    """Freeze a document behind the digest of the release before it."""
    return Release(
        document=document,
        previous=previous,
        digest=digest_of(document, previous=previous),
    )
