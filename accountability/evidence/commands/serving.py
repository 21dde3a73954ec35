"""Handing a file out: only what is still, bit for bit, what was checked."""

import hashlib
from datetime import datetime

from sqlalchemy.orm import Session

from accountability import journal
from accountability.evidence import domain, queries
from accountability.evidence.domain import EvidenceId, FileState, VersionId
from accountability.evidence.models import EvidenceVersion
from accountability.storage import NoSuchFile, Storage
from accountability.tenancy import OrganisationId, act_for


def read_version(version: EvidenceVersion, storage: Storage, *, original: bool = False) -> bytes:
    """The content of a version that is ready; refuses FileIsNotReady, or FileHasChanged when it is not what was kept."""
    if version.state is not FileState.READY or (original and not version.keeps_original):
        raise domain.FileIsNotReady
    key = queries.original_key(version) if original else queries.stored_key(version)
    expected = version.original_sha256 if original else version.sha256
    try:
        content = storage.get(key)
    except NoSuchFile as error:
        raise domain.FileHasChanged from error
    if hashlib.sha256(content).hexdigest() != expected:
        raise domain.FileHasChanged
    return content


def note_damage(
    session: Session, *, organisation_id: OrganisationId, evidence_id: EvidenceId, version_id: VersionId, at: datetime
) -> None:
    """Write down, once, that a stored file is not what was put there."""
    act_for(session, organisation_id)
    version = session.get(EvidenceVersion, (organisation_id, version_id), with_for_update={"key_share": True})
    if version is None or version.damaged_at is not None:
        return
    version.damaged_at = at
    fact = domain.EvidenceFileDamaged(evidence_id=evidence_id, version=version.number, sha256=version.sha256 or "")
    journal.record(session, fact, by=None, at=at, subject_id=evidence_id)
