"""Handing files out, through this app only: to download, or to look at on a page of ours. Never as anything that runs."""

import uuid
from functools import partial
from io import BytesIO

import flask
from flask import Response
from flask.typing import ResponseReturnValue

from accountability.database import NotFound
from accountability.evidence import commands, domain
from accountability.evidence.access import READ_EVIDENCE
from accountability.evidence.models import Evidence, EvidenceVersion
from accountability.evidence.routes.pages import WORDS, load, load_file, load_version, pages, storage
from accountability.web import here, page, record_despite_refusal

# Whatever a browser makes of it, it may load nothing, run nothing and be framed by nobody.
SANDBOX = "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
AS_SENT = "application/octet-stream"
MOST_SHOWN = 200_000  # characters of a text on a page


@pages.get("/<uuid:evidence_id>/versions/<uuid:version_id>", access=READ_EVIDENCE)
def show_version(evidence_id: uuid.UUID, version_id: uuid.UUID) -> ResponseReturnValue:
    """A look at a file without leaving this site: pictures and texts; anything else is for downloading."""
    piece = load(evidence_id)
    version = load_version(piece, version_id)
    if version.state is not domain.FileState.READY or version.kind is None:
        raise domain.FileIsNotReady
    text = _read(piece, version).decode("utf-8-sig", "replace") if version.kind.is_text else None
    return page(
        piece=piece,
        version=version,
        file=load_file(piece, version.file_id),
        text=text and text[:MOST_SHOWN],
        is_cut=bool(text) and len(text or "") > MOST_SHOWN,
        **WORDS,
    )


@pages.get("/<uuid:evidence_id>/versions/<uuid:version_id>/picture", access=READ_EVIDENCE)
def show_picture(evidence_id: uuid.UUID, version_id: uuid.UUID) -> ResponseReturnValue:
    """A picture for the page above: drawn anew by us, so it is nothing else. One that is kept as sent is only downloaded."""
    piece = load(evidence_id)
    version = load_version(piece, version_id)
    if version.kind is None or not version.kind.is_picture or version.is_as_sent:
        raise NotFound("picture")
    return _hand_out(_read(piece, version), version.name, version.kind.media_type, as_attachment=False)


@pages.get("/<uuid:evidence_id>/versions/<uuid:version_id>/download", access=READ_EVIDENCE)
def download_version(evidence_id: uuid.UUID, version_id: uuid.UUID) -> ResponseReturnValue:
    """The file, to be kept."""
    piece = load(evidence_id)
    version = load_version(piece, version_id)
    content = _read(piece, version)
    return _hand_out(content, version.name, version.kind.media_type if version.kind else AS_SENT)


@pages.get("/<uuid:evidence_id>/versions/<uuid:version_id>/original", access=READ_EVIDENCE)
def download_original(evidence_id: uuid.UUID, version_id: uuid.UUID) -> ResponseReturnValue:
    """The file as it was sent, where somebody chose to keep it so."""
    piece = load(evidence_id)
    version = load_version(piece, version_id)
    return _hand_out(_read(piece, version, original=True), version.name, AS_SENT)


def _read(piece: Evidence, version: EvidenceVersion, *, original: bool = False) -> bytes:
    try:
        return commands.read_version(version, storage(), original=original)
    except domain.FileHasChanged:
        whose = version.organisation_id
        note = partial(commands.note_damage, organisation_id=whose, evidence_id=piece.id, version_id=version.id, at=here.now)
        record_despite_refusal(note)
        raise


def _hand_out(content: bytes, name: str, media_type: str, *, as_attachment: bool = True) -> Response:
    """The name is data: the browser is told it, and nothing is opened by it."""
    response = flask.send_file(
        BytesIO(content), mimetype=media_type, as_attachment=as_attachment, download_name=name, etag=False, max_age=None
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    return response
