"""What happened to evidence, as the record keeps it: ids and digests, never titles or names of files."""

from dataclasses import dataclass
from uuid import UUID

from accountability.fact import Fact, PlainText


@dataclass(frozen=True, kw_only=True)
class EvidenceAdded(Fact):
    """Fact: somebody began a piece."""

    evidence_id: UUID


@dataclass(frozen=True, kw_only=True)
class EvidenceChanged(Fact):
    """Fact: somebody changed what is said of a piece, or its links."""

    evidence_id: UUID


@dataclass(frozen=True, kw_only=True)
class EvidenceRemoved(Fact):
    """Fact: a piece went into the trash."""

    evidence_id: UUID


@dataclass(frozen=True, kw_only=True)
class EvidenceFileAdded(Fact):
    """Fact: a version of a file was found sound and is kept."""

    evidence_id: UUID
    version: int
    sha256: PlainText


@dataclass(frozen=True, kw_only=True)
class EvidenceFileRemoved(Fact):
    """Fact: a file of a piece went into the trash."""

    evidence_id: UUID


@dataclass(frozen=True, kw_only=True)
class EvidenceFileDamaged(Fact):
    """Fact: what lies in the storage is missing, or not what was put there."""

    evidence_id: UUID
    version: int
    sha256: PlainText
