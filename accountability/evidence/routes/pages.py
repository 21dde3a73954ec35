"""The pages of evidence, and what all of them need."""

import uuid

from flask import current_app

from accountability.evidence import queries
from accountability.evidence.domain import EvidenceFileId, EvidenceId, Room, VersionId
from accountability.evidence.models import Evidence, EvidenceFile, EvidenceVersion
from accountability.storage import Storage
from accountability.web import Pages, here
from forms.evidence import FAULTS, FOUND, SOURCES, STATES, WHYS

pages = Pages("evidence", __name__, url_prefix="/evidence")
WORDS = {"states": STATES, "faults": FAULTS, "found_words": FOUND, "whys": WHYS, "sources": SOURCES}


def load(evidence_id: uuid.UUID) -> Evidence:
    """The piece of the address. Raises NotFound."""
    return queries.get_piece(here.session, EvidenceId(evidence_id))


def load_file(piece: Evidence, file_id: uuid.UUID) -> EvidenceFile:
    """The file of the address. Raises NotFound."""
    return queries.get_file(here.session, piece, EvidenceFileId(file_id))


def load_version(piece: Evidence, version_id: uuid.UUID) -> EvidenceVersion:
    """The version of the address. Raises NotFound."""
    return queries.get_version(here.session, piece, VersionId(version_id))


def storage() -> Storage:
    """Where files are kept."""
    kept: Storage = current_app.extensions["storage"]
    return kept


def room() -> Room:
    """How much an organisation may keep here."""
    config = current_app.extensions["config"]
    return Room(most=config.evidence_file_size, quota=config.evidence_quota)
