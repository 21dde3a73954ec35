"""Taking away what nobody needs: uploads that were begun and never confirmed, and stored files without a row."""

import re
from datetime import UTC, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.evidence import queries
from accountability.evidence.commands.uploads import drop_version
from accountability.evidence.domain import UNCONFIRMED_LASTS, FileState
from accountability.evidence.models import EvidenceVersion
from accountability.jobs import Worker
from accountability.storage import file_key
from accountability.tenancy import OrganisationId, act_for
from accountability.trash import looking_into_trash

ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NEEDS_INCOMING = (FileState.ANNOUNCED, FileState.WAITING, FileState.CHECKING, FileState.WAITING_FOR_SCAN, FileState.ASKS)
TIME_BITS = 80  # of a UUIDv7, below its milliseconds


def sweep(worker: Worker, organisation_id: OrganisationId, *, at: datetime) -> int:
    """Remove what is left over of an organisation's uploads; return how many stored files went."""
    with worker.database.transaction() as session:
        act_for(session, organisation_id)
        with looking_into_trash(session):
            for version in queries.list_unconfirmed(session, at=at):
                drop_version(session, version)
        kept = _kept_keys(session)
    stored = [key for folder in (queries.FOLDER, queries.INCOMING) for key in _keys(worker, organisation_id, folder)]
    over = [key for key in stored if key not in kept and _is_old(key, at=at)]
    for key in over:
        worker.storage.delete(key)
    return len(over)


def _keys(worker: Worker, organisation_id: OrganisationId, folder: str) -> list[str]:
    return worker.storage.keys(file_key(organisation_id, folder))


def _kept_keys(session: Session) -> set[str]:
    found: set[str] = set()
    for version in session.scalars(sa.select(EvidenceVersion)):
        if version.state is FileState.READY:
            found |= {queries.stored_key(version)} | ({queries.original_key(version)} if version.keeps_original else set())
        elif version.state in NEEDS_INCOMING:
            # What is handed out is put shortly before its row says so.
            found |= {queries.incoming_key(version), queries.stored_key(version), queries.original_key(version)}
    return found


def _is_old(key: str, *, at: datetime) -> bool:
    """Whether the file's id was made long ago: the row of a younger one may not be committed yet."""
    named = ID.search(key.rpartition("/")[2])
    if named is None:
        return True
    made = datetime.fromtimestamp((UUID(named[0]).int >> TIME_BITS) / 1_000, UTC)
    return made < at - UNCONFIRMED_LASTS
