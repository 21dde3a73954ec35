"""A piece of evidence with a link, a file with an original, and an upload on its way; it supports a key action."""

import tempfile
import uuid
from pathlib import Path

from sqlalchemy.orm import Session

from accountability.assessment.commands.support import attach_evidence
from accountability.assessment.domain.ids import AssessmentId
from accountability.assessment.queries import get_assessment
from accountability.evidence import commands
from accountability.evidence.commands.uploads import settle_ready
from accountability.evidence.domain import EvidenceId, FileDraft, Kind, LinkDraft, PieceDraft, Room, Source
from accountability.evidence.models import EvidenceVersion
from accountability.evidence.queries import get_piece
from accountability.storage import FolderStorage
from tests.factories.world.worlds import Place

ROOM = Room(most=1_000_000, quota=10_000_000)


def fill(place: Place) -> None:
    """One of everything. Of the file only the rows: the storage that held it is gone, which is written down already."""
    by = place.tenant.actor("contributor")
    with place.working() as session, tempfile.TemporaryDirectory() as folder:
        storage = FolderStorage(Path(folder))
        said = PieceDraft(title=place.text[:100], source=Source.DOCUMENT, description=place.text, expires_on=place.at.date())
        piece = commands.add_piece(session, said, by=by, at=place.at)
        link = LinkDraft(url=f"https://{place.key.lower()}.example.org/policy", label=place.text[:100])
        place.note("link_id", commands.add_link(session, piece, link, by=by, at=place.at).id)
        sent = {"keeps_original": True, "room": ROOM, "by": by, "at": place.at}
        version = commands.send_through(session, piece, f"{place.key} photo.jpg", place.text.encode(), storage, **sent)
        _settle(place, version)
        settle_ready(session, version, place.text.encode(), kind=Kind.JPEG, at=place.at)
        waiting = FileDraft(name=f"{place.key}.txt", size=5, upload_key=uuid.uuid4())
        announced = commands.announce_upload(session, piece, waiting, room=ROOM, by=by, at=place.at)
        place.note("evidence_id", piece.id)
        place.note("file_id", version.file_id)
        place.note("version_id", version.id)
        place.note("evidence.take_away.version_id", announced.id)
        place.note("evidence.confirm_upload.version_id", announced.id)
        place.send(
            "evidence.announce_upload", name=place.text[:40], size=5, upload_key=uuid.uuid4(), keeps_original="", replaces=""
        )
        _attach(place, session, EvidenceId(piece.id))


def _settle(place: Place, version: EvidenceVersion) -> None:
    version.found = ["place"]
    version.original_size, version.original_sha256, version.damaged_at = version.announced_size, "f" * 64, place.at


def _attach(place: Place, session: Session, evidence_id: EvidenceId) -> None:
    running = get_assessment(session, AssessmentId(uuid.UUID(place.ids["assessment_id"][0])))
    action, by = place.ids["key_action"][0], place.tenant.actor("contributor")
    attach_evidence(session, running, key_action=action, evidence_id=get_piece(session, evidence_id).id, by=by, at=place.at)
    place.send("assessment.attach_evidence", pieces=evidence_id)
