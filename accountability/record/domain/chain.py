"""The chain of an organisation's journal, and the written form of an entry that it is made of.

    h_0 = SHA-256("accountability journal 1" ‖ organisation)
    h_i = SHA-256(h_{i-1} ‖ entry_i)        h as 32 bytes, written as 64 hex digits

entry_i is one JSON object in UTF-8 with sorted keys, without spaces and without escapes but those JSON demands, of:

    position      i, from 1
    id            the entry's UUID
    organisation  the organisation's UUID
    kind          name of the fact, such as "SurveyPublished"
    happened_at   UTC to the microsecond: "2026-05-04T12:05:00.000000Z"
    subject       UUID of what it is about, or null
    details       the plain part of the fact, an object
    personal      name of each personal part → SHA-256(salt ‖ {"member": UUID or null, "value": text}), see `fact`

Salt and value of a personal part stand beside the entry. Without them its digest says nothing, and the chain still holds:
that is how a person is erased.
"""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accountability.fact import canonical, moment


@dataclass(frozen=True, kw_only=True)
class Part:
    """A personal part as it is stored beside its entry."""

    name: str
    member_id: uuid.UUID | None
    salt: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An entry as it is stored. `position` and `digest` are None until it is chained."""

    id: uuid.UUID
    kind: str
    happened_at: datetime
    subject_id: uuid.UUID | None
    details: Mapping[str, Any]
    personal: Mapping[str, str]
    position: int | None
    digest: str | None
    parts: tuple[Part, ...] = ()


def genesis(organisation_id: uuid.UUID) -> str:
    """What the first entry of an organisation is chained to."""
    return hashlib.sha256(b"accountability journal 1" + str(organisation_id).encode()).hexdigest()


def digest_of(entry: Entry, *, organisation_id: uuid.UUID, position: int, previous: str) -> str:
    """The digest of an entry that stands at `position` after the one with digest `previous`."""
    written = canonical(
        {
            "position": position,
            "id": str(entry.id),
            "organisation": str(organisation_id),
            "kind": entry.kind,
            "happened_at": moment(entry.happened_at),
            "subject": str(entry.subject_id) if entry.subject_id else None,
            "details": dict(entry.details),
            "personal": dict(entry.personal),
        }
    )
    return hashlib.sha256(bytes.fromhex(previous) + written).hexdigest()
