"""How much stands behind a commitment's numbers: kinds of source that do not depend on each other, counted and never mixed in.

A paper, several members, a partner and the people concerned can each be wrong in their own way; where they say something on the
same commitment, a number stands on more. The count says nothing about whether they agree: that is what the perception gap and the
page of self and peer are for (source: documents, staff, partners and communities as the field verifies by).
"""

import enum
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from accountability.assessment.domain.scores import CommitmentScore, MeanState

LEAST_MEMBERS = 2  # one person's word is no source of its own


class SourceKind(enum.Enum):
    """Who or what a number can stand on."""

    DOCUMENT = "document"
    STAFF = "staff"
    PARTNER = "partner"
    CONSTITUENT = "constituent"


@dataclass(frozen=True, kw_only=True)
class Behind:
    """What there is behind the levels of an assessment.

    `evidence`: key action → kinds of source of the evidence attached to it; `members`: commitment → how many members chose a level
    in it or said whether they know its policies; `reviewed`: key actions for which a reviewer from outside suggested a level;
    `heard`: commitments on which constituent voice may be shown.
    """

    evidence: Mapping[str, Collection[SourceKind]] = field(default_factory=dict)
    members: Mapping[str, int] = field(default_factory=dict)
    reviewed: Collection[str] = ()
    heard: Collection[str] = ()


def kinds_of_source(score: CommitmentScore, behind: Behind) -> tuple[SourceKind, ...]:
    """The kinds behind one commitment, in the order of `SourceKind`."""
    slugs = [item.key_action.slug for item in score.items]
    found = {kind for slug in slugs for kind in behind.evidence.get(slug, ())}
    if score.mean.state is MeanState.KNOWN and behind.members.get(score.commitment.slug, 0) >= LEAST_MEMBERS:
        found.add(SourceKind.STAFF)
    if any(slug in behind.reviewed for slug in slugs):
        found.add(SourceKind.PARTNER)
    if score.commitment.slug in behind.heard:
        found.add(SourceKind.CONSTITUENT)
    return tuple(kind for kind in SourceKind if kind in found)
