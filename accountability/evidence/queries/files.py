"""Reading files and their versions, and how much room they take."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.database import NotFound
from accountability.evidence.domain import (
    CHECK_LASTS,
    UNCONFIRMED_LASTS,
    EvidenceFileId,
    EvidenceId,
    FileState,
    VersionId,
)
from accountability.evidence.models import Evidence, EvidenceFile, EvidenceVersion
from accountability.storage import file_key
from accountability.tenancy import OrganisationId, acting_for

FOLDER, INCOMING, ORIGINAL = "evidence", "incoming", ".original"


@dataclass(frozen=True)
class KeptFile:
    """A file with its versions, the newest first."""

    file: EvidenceFile
    versions: Sequence[EvidenceVersion]

    @property
    def newest(self) -> EvidenceVersion:
        """The version that was sent last, whatever became of it."""
        return self.versions[0]

    @property
    def ready(self) -> EvidenceVersion | None:
        """The newest version that can be read."""
        return next((version for version in self.versions if version.state is FileState.READY), None)


def list_files(session: Session, piece: Evidence) -> list[KeptFile]:
    """The files of a piece in the order in which they were added."""
    return list_files_of(session, [piece.id]).get(piece.id, [])


def list_files_of(session: Session, evidence_ids: Sequence[EvidenceId]) -> dict[EvidenceId, list[KeptFile]]:
    """The files of several pieces, by piece, in one query."""
    asked = (
        sa.select(EvidenceFile, EvidenceVersion)
        .join(EvidenceVersion, EvidenceVersion.file_id == EvidenceFile.id)
        .where(EvidenceFile.evidence_id.in_(evidence_ids))
        .order_by(EvidenceFile.id, EvidenceVersion.number.desc())
    )
    versions: dict[EvidenceFileId, list[EvidenceVersion]] = defaultdict(list)
    files: dict[EvidenceFileId, EvidenceFile] = {}
    for file, version in session.execute(asked):
        files[file.id] = file
        versions[file.id].append(version)
    found: dict[EvidenceId, list[KeptFile]] = defaultdict(list)
    for file_id, file in files.items():
        found[file.evidence_id].append(KeptFile(file, versions[file_id]))
    return found


def get_file(session: Session, piece: Evidence, file_id: EvidenceFileId) -> EvidenceFile:
    """One file of this piece; NotFound."""
    file = session.scalars(sa.select(EvidenceFile).where(EvidenceFile.id == file_id)).one_or_none()
    if file is None or file.evidence_id != piece.id:
        raise NotFound("file")
    return file


def get_version(session: Session, piece: Evidence, version_id: VersionId, *, for_change: bool = False) -> EvidenceVersion:
    """One version of a file of this piece; NotFound. `for_change` holds it until the transaction ends."""
    version = session.get(EvidenceVersion, (acting_for(session), version_id))
    if version is None:
        raise NotFound("version")
    get_file(session, piece, version.file_id)
    if for_change:
        session.refresh(version, with_for_update={"key_share": True})
    return version


def find_upload(session: Session, upload_key: UUID) -> EvidenceVersion | None:
    """The version that was announced under this key before."""
    return session.scalars(sa.select(EvidenceVersion).where(EvidenceVersion.upload_key == upload_key)).one_or_none()


def count_files(session: Session, piece: Evidence) -> int:
    """How many files the piece has."""
    return session.scalar(sa.select(sa.func.count()).where(EvidenceFile.evidence_id == piece.id)) or 0


def last_number(session: Session, file_id: EvidenceFileId) -> int:
    """The number of the file's newest version, 0 when there is none."""
    return session.scalar(sa.select(sa.func.max(EvidenceVersion.number)).where(EvidenceVersion.file_id == file_id)) or 0


def room_taken(session: Session) -> int:
    """The bytes that count against the quota, those of files in the trash among them."""
    return int(session.scalar(sa.select(sa.func.sum(EvidenceVersion.reserved))) or 0)


def list_uploads_to_check(session: Session, *, at: datetime) -> list[VersionId]:
    """What is there and was not looked at, the oldest first."""
    asked = sa.select(EvidenceVersion.id).where(_is_to_check(at)).order_by(EvidenceVersion.id)
    return list(session.scalars(asked))


def list_organisations_with_uploads(session: Session, at: datetime) -> Sequence[OrganisationId]:
    """Organisations with something to check."""
    return session.scalars(sa.select(EvidenceVersion.organisation_id).where(_is_to_check(at)).distinct()).all()


def list_unconfirmed(session: Session, *, at: datetime) -> list[EvidenceVersion]:
    """Uploads that somebody began more than a day ago and that never arrived."""
    is_old = EvidenceVersion.added_at < at - UNCONFIRMED_LASTS
    return list(session.scalars(sa.select(EvidenceVersion).where(EvidenceVersion.state == FileState.ANNOUNCED, is_old)))


def names_by_key(session: Session) -> dict[str, str]:
    """Key of a stored file, without the organisation → its name; for who takes everything along."""
    found = {}
    for version_id, name in session.execute(sa.select(EvidenceVersion.id, EvidenceVersion.name)):
        found[f"{FOLDER}/{version_id}"] = found[f"{FOLDER}/{version_id}{ORIGINAL}"] = name
    return found


def key_of_archived(path: str) -> str:
    """The key, without the organisation, of what lies in an archive at this path; other paths are keys themselves."""
    parts = path.split("/")
    return "/".join(parts[:2]) if parts[0] == FOLDER and len(parts) == 3 else path


def incoming_key(version: EvidenceVersion) -> str:
    """Where a browser puts it: looked at there, never handed out from there."""
    return file_key(version.organisation_id, INCOMING, str(version.id))


def stored_key(version: EvidenceVersion) -> str:
    """Where what is handed out lies; no browser was ever allowed to write there."""
    return file_key(version.organisation_id, FOLDER, str(version.id))


def original_key(version: EvidenceVersion) -> str:
    """Where the file lies as it was sent, if somebody chose to keep it so."""
    return file_key(version.organisation_id, FOLDER, f"{version.id}{ORIGINAL}")


def _is_to_check(at: datetime) -> sa.ColumnElement[bool]:
    is_broken_off = sa.and_(EvidenceVersion.state == FileState.CHECKING, EvidenceVersion.begun_at < at - CHECK_LASTS)
    return sa.or_(EvidenceVersion.state.in_([FileState.WAITING, FileState.WAITING_FOR_SCAN]), is_broken_off)
