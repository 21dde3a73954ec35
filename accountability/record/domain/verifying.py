"""Whether a journal is what it was: reads the entries themselves, recomputes the chain, and holds it against anchors outside.

What the chain alone shows: an entry changed, removed, put in between or moved. What only an anchor shows: the end cut off, cut
off and written anew, or the whole chain made again from its beginning. After the last anchor nothing protects the end.
"""

import enum
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from accountability.fact import digest_of_personal
from accountability.record.domain.anchors import Anchor
from accountability.record.domain.chain import Entry, digest_of, genesis

CHAINED_WITHIN = timedelta(minutes=10)  # the job comes by every minute; longer means that it does not, or never will
RECORDED_WITHIN = timedelta(hours=1)  # how much older than the anchor before it an entry may claim to be


class Tampering(enum.Enum):
    """What is wrong with a journal, in words."""

    CHANGED = "the entry, or its place in the chain, was changed after it was written"
    MISSING = "an entry was removed here"
    INSERTED = "there is an entry here that does not belong in this place"
    PART_CHANGED = "the name or other personal part of the entry was changed or put in afterwards"
    UNCHAINED = "an entry stands outside the chain: it was put in beside it, or the job that chains entries does not run"
    CUT = "the journal ends before the anchor: entries at its end were removed"
    REWRITTEN = "the journal was written anew: here it is not what was signed"
    BACKDATED = "an entry claims to be older than the anchor that was signed before it was written"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that is wrong, at a place in the chain (None: outside of it)."""

    kind: Tampering
    position: int | None


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a verification found. `anchored` is the last position that an anchor protects, 0 without one."""

    faults: tuple[Fault, ...]
    entries: int
    unchained: int
    erased: int  # personal parts that were erased
    anchored: int

    @property
    def is_whole(self) -> bool:
        return not self.faults


def verify(organisation_id: uuid.UUID, entries: Iterable[Entry], anchors: Sequence[Anchor], *, at: datetime) -> Finding:
    """Check all entries of an organisation, in any order, against their chain and the anchors of that organisation."""
    chained: list[Entry] = []
    outside: list[Entry] = []
    for entry in entries:
        (outside if entry.position is None else chained).append(entry)
    chained.sort(key=lambda entry: entry.position or 0)
    everything = [*chained, *outside]
    faults = [
        *_broken_links(organisation_id, chained),
        *(Fault(kind=Tampering.PART_CHANGED, position=entry.position) for entry in everything if _has_wrong_part(entry)),
        *(Fault(kind=Tampering.UNCHAINED, position=None) for entry in outside if at - entry.happened_at > CHAINED_WITHIN),
        *_against_anchors(chained, anchors),
    ]
    faults.sort(key=lambda fault: (fault.position is None, fault.position or 0))
    return Finding(
        faults=tuple(faults),
        entries=len(chained),
        unchained=len(outside),
        erased=sum(len(entry.personal) - len(entry.parts) for entry in everything),
        anchored=max((anchor.position for anchor in anchors), default=0),
    )


def _broken_links(organisation_id: uuid.UUID, chained: Sequence[Entry]) -> Iterator[Fault]:
    """The first place where the chain does not hold: what comes after it hangs on it."""
    previous = genesis(organisation_id)
    for place, entry in enumerate(chained, start=1):
        if entry.position != place:
            is_gap = entry.position is not None and entry.position > place
            yield Fault(kind=Tampering.MISSING if is_gap else Tampering.INSERTED, position=place)
            return
        if entry.digest != digest_of(entry, organisation_id=organisation_id, position=place, previous=previous):
            yield Fault(kind=Tampering.CHANGED, position=place)
            return
        previous = entry.digest


def _has_wrong_part(entry: Entry) -> bool:
    return any(
        entry.personal.get(part.name) != digest_of_personal(salt=part.salt, member_id=part.member_id, value=part.value)
        for part in entry.parts
    )


def _against_anchors(chained: Sequence[Entry], anchors: Sequence[Anchor]) -> Iterator[Fault]:
    digests = {entry.position: entry.digest for entry in chained}
    end = max((entry.position or 0 for entry in chained), default=0)
    for anchor in anchors:
        if anchor.position > end:
            yield Fault(kind=Tampering.CUT, position=end + 1)
        elif digests.get(anchor.position) != anchor.digest:
            yield Fault(kind=Tampering.REWRITTEN, position=anchor.position)
    for anchor in sorted(anchors, key=lambda anchor: anchor.position)[-1:]:
        for entry in chained:
            if (entry.position or 0) > anchor.position and entry.happened_at < anchor.signed_at - RECORDED_WITHIN:
                yield Fault(kind=Tampering.BACKDATED, position=entry.position)
