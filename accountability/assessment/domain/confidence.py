"""How much stands behind a commitment's numbers: kinds of source that do not depend on each other, counted and never mixed in.

A self-score that only members gave is one kind; where constituents spoke about the same commitment there are two. The
count says nothing about whether they agree: that is the perception gap (source: triangulation as the field asks for it).
"""

import enum

from accountability.assessment.domain.scores import CommitmentScore, MeanState


class SourceKind(enum.Enum):
    """Who or what a number can stand on."""

    MEMBERS = "members"
    CONSTITUENTS = "constituents"


def kinds_of_source(score: CommitmentScore, *, is_heard: bool) -> tuple[SourceKind, ...]:
    """The kinds behind one commitment; `is_heard` says whether constituent voice on it may be shown."""
    members = (SourceKind.MEMBERS,) if score.mean.state is MeanState.KNOWN else ()
    return members + ((SourceKind.CONSTITUENTS,) if is_heard else ())
