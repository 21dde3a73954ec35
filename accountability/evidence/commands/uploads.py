"""How a file comes in: announced with its size, sent to the storage, confirmed. Whatever breaks in between is tried again.

Announcing holds the organisation's row, so that two who upload at once cannot both take the last room.
"""

import hashlib
import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from accountability import jobs, journal
from accountability.access import Actor
from accountability.evidence import domain, queries
from accountability.evidence.domain import FileState
from accountability.evidence.models import Evidence, EvidenceFile, EvidenceVersion
from accountability.organisation.queries import get_organisation
from accountability.storage import NoSuchFile, Storage, Upload

KIND = "application/octet-stream"  # of what was not looked at yet


def announce_upload(
    session: Session,
    piece: Evidence,
    draft: domain.FileDraft,
    *,
    replaces: EvidenceFile | None = None,
    room: domain.Room,
    by: Actor,
    at: datetime,
) -> EvidenceVersion:
    """Make room for a file that is about to be sent; The same upload key again changes nothing.

    Refuses FileIsEmpty, FileIsTooLarge, PieceIsFull or StoreIsFull.
    """
    domain.check_file(draft, most=room.most)
    hold_room(session)
    known = queries.find_upload(session, draft.upload_key)
    if known is not None:
        queries.get_version(session, piece, known.id)
        return known
    reserved = draft.size * (2 if draft.keeps_original else 1)
    domain.refuse_beyond_quota(queries.room_taken(session), more=reserved, most=room.quota)
    file = replaces or _begin_file(session, piece, draft)
    version = EvidenceVersion(
        file_id=file.id,
        number=queries.last_number(session, file.id) + 1,
        upload_key=draft.upload_key,
        name=domain.tidy_name(draft.name),
        announced_size=draft.size,
        reserved=reserved,
        keeps_original=draft.keeps_original,
        state=FileState.ANNOUNCED,
        added_by_id=by.member_id,
        added_at=at,
    )
    session.add(version)
    session.flush()
    return version


def hold_room(session: Session) -> None:
    """Hold the organisation's room for files for this transaction: whoever else wants some waits."""
    session.refresh(get_organisation(session), with_for_update={"key_share": True})


def offer_upload(version: EvidenceVersion, storage: Storage, *, at: datetime) -> Upload | None:
    """The form with which a browser may send it; None when it is there already."""
    if version.state is not FileState.ANNOUNCED:
        return None
    return storage.offer_upload(queries.incoming_key(version), size=version.announced_size, lasts=domain.UPLOAD_LASTS, at=at)


def confirm_upload(
    session: Session, piece: Evidence, version_id: domain.VersionId, storage: Storage, *, at: datetime
) -> EvidenceVersion:
    """Have what was sent checked; confirming again changes nothing. Refuses UploadIsMissing when it is not there whole."""
    version = queries.get_version(session, piece, version_id, for_change=True)
    if version.state is not FileState.ANNOUNCED:
        return version
    if storage.size(queries.incoming_key(version)) != version.announced_size:
        raise domain.UploadIsMissing(name=version.name)
    version.state, version.confirmed_at = FileState.WAITING, at
    jobs.wake(session, "evidence.check_uploads")
    session.flush()
    return version


def send_through(
    session: Session,
    piece: Evidence,
    name: str,
    content: bytes,
    storage: Storage,
    *,
    keeps_original: bool = False,
    replaces: EvidenceFile | None = None,
    room: domain.Room,
    by: Actor,
    at: datetime,
) -> EvidenceVersion:
    """Take a file that came with an ordinary form. Refuses as `announce_upload` does."""
    draft = domain.FileDraft(name=name, size=len(content), upload_key=uuid.uuid4(), keeps_original=keeps_original)
    version = announce_upload(session, piece, draft, replaces=replaces, room=room, by=by, at=at)
    storage.put(queries.incoming_key(version), content, content_type=KIND)
    return confirm_upload(session, piece, version.id, storage, at=at)


def keep_as_it_is(
    session: Session, piece: Evidence, version_id: domain.VersionId, storage: Storage, *, by: Actor, at: datetime
) -> EvidenceVersion:
    """Keep what cannot be cleaned, as it was sent. Refuses UploadIsSettled or UploadIsMissing."""
    version = queries.get_version(session, piece, version_id, for_change=True)
    if version.state is not FileState.ASKS or version.kind is None:
        raise domain.UploadIsSettled
    try:
        content = storage.get(queries.incoming_key(version))
    except NoSuchFile as error:
        raise domain.UploadIsMissing(name=version.name) from error
    if hashlib.sha256(content).hexdigest() != version.original_sha256:
        raise domain.UploadIsMissing(name=version.name)
    storage.put(queries.stored_key(version), content, content_type=version.kind.media_type)
    version.is_as_sent, version.reserved = True, len(content)
    version.keeps_original = False  # it is the original
    settle_ready(session, version, content, kind=version.kind, at=at)
    record_added(session, piece, version, by=by, at=at)
    return version


def settle_ready(session: Session, version: EvidenceVersion, content: bytes, *, kind: domain.Kind, at: datetime) -> None:
    """Say that a version can be read, and what it is. Its content is stored."""
    version.kind = kind
    version.size, version.sha256 = len(content), hashlib.sha256(content).hexdigest()
    version.name = domain.name_as(version.name, kind)
    version.state, version.checked_at = FileState.READY, at
    file = session.get_one(EvidenceFile, (version.organisation_id, version.file_id))
    file.name = version.name
    session.flush()


def record_added(session: Session, piece: Evidence, version: EvidenceVersion, *, by: Actor | None, at: datetime) -> None:
    """Write down that a version is kept."""
    fact = domain.EvidenceFileAdded(evidence_id=piece.id, version=version.number, sha256=version.sha256 or "")
    journal.record(session, fact, by=by, at=at, subject_id=piece.id)


def take_away(session: Session, piece: Evidence, version_id: domain.VersionId) -> None:
    """Drop a version that never became ready. Refuses UploadIsSettled; what lies in the storage is swept."""
    version = queries.get_version(session, piece, version_id, for_change=True)
    if version.state not in (FileState.ANNOUNCED, FileState.ASKS, FileState.REFUSED):
        raise domain.UploadIsSettled
    drop_version(session, version)


def drop_version(session: Session, version: EvidenceVersion) -> None:
    """Delete a version, and its file when that was all of it."""
    file = session.get(EvidenceFile, (version.organisation_id, version.file_id))
    session.delete(version)
    session.flush()
    if file is not None and queries.last_number(session, file.id) == 0:
        session.delete(file)
        session.flush()


def _begin_file(session: Session, piece: Evidence, draft: domain.FileDraft) -> EvidenceFile:
    domain.refuse_more(queries.count_files(session, piece), most=domain.MOST_FILES)
    file = EvidenceFile(evidence_id=piece.id, name=domain.tidy_name(draft.name))
    session.add(file)
    session.flush()
    return file
