"""What the worker does with files that came in: look for viruses, find out what they are, clean them, keep what is left.

No transaction is held while a file is looked at. What is handed out lies where no browser may write.
"""

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from accountability import trouble
from accountability.evidence import domain, queries
from accountability.evidence.checking.isolation import check_apart
from accountability.evidence.checking.scanner import ScannerIsAway, is_infected
from accountability.evidence.commands.uploads import hold_room, record_added, settle_ready
from accountability.evidence.domain import CannotBeCleaned, Checked, Fault, FileIsRefused, FileState
from accountability.evidence.models import Evidence, EvidenceFile, EvidenceVersion
from accountability.jobs import Worker
from accountability.storage import NoSuchFile
from accountability.tenancy import OrganisationId, act_for
from accountability.trash import looking_into_trash

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What became of a file; `checked` only when it may be handed out."""

    state: FileState
    fault: Fault | None = None
    asks: CannotBeCleaned | None = None
    checked: Checked | None = None


def check_uploads(worker: Worker, organisation_id: OrganisationId, *, at: datetime) -> None:
    """Check everything of an organisation that is there and was not looked at."""
    with worker.database.transaction(read_only=True) as session:
        act_for(session, organisation_id)
        due = queries.list_uploads_to_check(session, at=at)
    for version_id in due:
        _check(worker, organisation_id, version_id, at=at)


def _check(worker: Worker, organisation_id: OrganisationId, version_id: domain.VersionId, *, at: datetime) -> None:
    version = _take_up(worker, organisation_id, version_id, at=at)
    if version is None:
        return
    try:
        content = worker.storage.get(queries.incoming_key(version))
        outcome = _look(content, version, scanner=worker.clamav_url)
    except NoSuchFile:
        content, outcome = b"", Outcome(FileState.ANNOUNCED)
    except Exception as error:
        # One file's trouble must not keep the others waiting; the next round tries again.
        trouble.report(log, "a file could not be checked", error=error)
        _put_back(worker, organisation_id, version_id)
        return
    _settle(worker, organisation_id, version_id, content, outcome, at=at)


def _take_up(
    worker: Worker, organisation_id: OrganisationId, version_id: domain.VersionId, *, at: datetime
) -> EvidenceVersion | None:
    """The version, now marked as being checked; None when another worker has it."""
    with worker.database.transaction() as session:
        act_for(session, organisation_id)
        version = session.get(EvidenceVersion, (organisation_id, version_id), with_for_update={"skip_locked": True})
        if version is None or version.id not in queries.list_uploads_to_check(session, at=at):
            return None
        version.state, version.begun_at = FileState.CHECKING, at
        return version


def _put_back(worker: Worker, organisation_id: OrganisationId, version_id: domain.VersionId) -> None:
    with worker.database.transaction() as session:
        act_for(session, organisation_id)
        version = session.get(EvidenceVersion, (organisation_id, version_id))
        if version is not None and version.state is FileState.CHECKING:
            version.state = FileState.WAITING


def _look(content: bytes, version: EvidenceVersion, *, scanner: str) -> Outcome:
    """What is to become of it. The scanner looks first: no other program opens what it knows to be bad."""
    try:
        if scanner and is_infected(content, scanner):
            return Outcome(FileState.REFUSED, fault=Fault.INFECTED)
        return Outcome(FileState.READY, checked=check_apart(content, version.name))
    except ScannerIsAway:
        return Outcome(FileState.WAITING_FOR_SCAN)
    except FileIsRefused as error:
        return Outcome(FileState.REFUSED, fault=error.fault)
    except CannotBeCleaned as error:
        return Outcome(FileState.ASKS, asks=error)


def _settle(
    worker: Worker,
    organisation_id: OrganisationId,
    version_id: domain.VersionId,
    content: bytes,
    outcome: Outcome,
    *,
    at: datetime,
) -> None:
    """Write down what became of it. Files are put before that is committed, and the incoming one goes after."""
    with worker.database.transaction() as session:
        act_for(session, organisation_id)
        hold_room(session)
        version = session.get(EvidenceVersion, (organisation_id, version_id), with_for_update={"key_share": True})
        if version is None or version.state is not FileState.CHECKING:
            return
        if outcome.checked is not None:
            _keep(session, worker, version, content, outcome.checked, at=at)
        else:
            _say(version, outcome, at=at)
            version.original_sha256 = hashlib.sha256(content).hexdigest() if outcome.asks else None
        is_done = version.state in (FileState.READY, FileState.REFUSED)
    if is_done:
        worker.storage.delete(queries.incoming_key(version))


def _say(version: EvidenceVersion, outcome: Outcome, *, at: datetime) -> None:
    version.state, version.checked_at = outcome.state, at
    if outcome.asks is not None:
        version.kind, version.why = outcome.asks.kind, outcome.asks.why
    if outcome.fault is not None:
        version.fault, version.reserved = outcome.fault, 0


def _keep(session: Session, worker: Worker, version: EvidenceVersion, content: bytes, checked: Checked, *, at: datetime) -> None:
    kept = len(checked.content) + (len(content) if version.keeps_original else 0)
    if queries.room_taken(session) - version.reserved + kept > worker.evidence_quota:
        _say(version, Outcome(FileState.REFUSED, fault=Fault.NO_ROOM), at=at)
        return
    version.found, version.reserved = [found.value for found in checked.found], kept
    version.original_size, version.original_sha256 = len(content), hashlib.sha256(content).hexdigest()
    worker.storage.put(queries.stored_key(version), checked.content, content_type=checked.kind.media_type)
    if version.keeps_original:
        worker.storage.put(queries.original_key(version), content, content_type="application/octet-stream")
    with looking_into_trash(session):
        settle_ready(session, version, checked.content, kind=checked.kind, at=at)
        file = session.get_one(EvidenceFile, (version.organisation_id, version.file_id))
        piece = session.get_one(Evidence, (version.organisation_id, file.evidence_id))
    record_added(session, piece, version, by=None, at=at)
