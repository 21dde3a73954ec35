"""Files on their way in: announced, sent straight to the storage, confirmed; or all at once with an ordinary form."""

import uuid
from collections.abc import Callable
from typing import Any

import flask
from flask import request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from werkzeug.datastructures import CombinedMultiDict

from accountability.evidence import commands, queries
from accountability.evidence.access import ADD_EVIDENCE, READ_EVIDENCE
from accountability.evidence.domain import MOST_AT_ONCE, VersionId
from accountability.evidence.models import Evidence, EvidenceFile, EvidenceVersion
from accountability.evidence.routes.pages import load, load_file, pages, room, storage
from accountability.headers import write_policy
from accountability.language import gettext as _
from accountability.language import ngettext
from accountability.refusal import Refusal
from accountability.storage import FolderStorage, UploadRefused
from accountability.web import go, here, page, say, submitted
from forms.evidence import AnnounceUploadForm, SendFilesForm, as_id


@pages.get("/<uuid:evidence_id>/files/add", access=ADD_EVIDENCE)
@pages.post("/<uuid:evidence_id>/files/add", access=ADD_EVIDENCE, most_files=MOST_AT_ONCE)
def send_files(evidence_id: uuid.UUID) -> ResponseReturnValue:
    """Choose files; with scripts they go straight to the storage, without them they come along with this form."""
    piece = load(evidence_id)
    form = SendFilesForm(CombinedMultiDict([request.files, request.form]), data={"replaces": request.args.get("replaces", "")})
    replaces = _replaced(piece, form.replaces.data)
    if submitted(form):
        with form.showing_refusals():
            _take(piece, form, replaces)
            say(ngettext("%(number)s file is there.", "%(number)s files are there.", len(form.files.data)))
            return go("evidence.show_piece", evidence_id=piece.id)
    shown = page(form=form, piece=piece, replaces=replaces, megabytes=room().most // 1_000_000, most_at_once=MOST_AT_ONCE)
    response = flask.make_response(shown)
    origin = storage().upload_origin
    if origin:
        response.headers["Content-Security-Policy"] = write_policy({"connect-src": f"'self' {origin}"})
    return response


@pages.post("/<uuid:evidence_id>/uploads", access=ADD_EVIDENCE)
def announce_upload(evidence_id: uuid.UUID) -> ResponseReturnValue:
    """Make room for one file, and say where a browser may send it."""
    piece, form = load(evidence_id), AnnounceUploadForm(request.form)

    def announce() -> Any:
        replaces = _replaced(piece, form.replaces.data)
        version = commands.announce_upload(
            here.session, piece, form.draft, replaces=replaces, room=room(), by=here.actor, at=here.now
        )
        return _offered(piece, version)

    if not submitted(form):
        return {"refused": " ".join(str(error) for errors in form.errors.values() for error in errors)}, 422
    return _answer(announce)


@pages.post("/<uuid:evidence_id>/uploads/<uuid:version_id>/confirm", access=ADD_EVIDENCE)
def confirm_upload(evidence_id: uuid.UUID, version_id: uuid.UUID) -> ResponseReturnValue:
    """Say that a file was sent; the answer says whether it is there."""
    piece = load(evidence_id)

    def confirm() -> Any:
        version = commands.confirm_upload(here.session, piece, VersionId(version_id), storage(), at=here.now)
        return {"state": version.state.value}

    return _answer(confirm)


@pages.post("/uploads", access=ADD_EVIDENCE, most_files=1)
def take_upload() -> ResponseReturnValue:
    """What a bucket would take, when files lie in a folder: a form with a signed policy, and the file."""
    folder, file, key = storage(), request.files.get("file"), request.form.get("key", "")
    is_ours = key.startswith(f"{here.actor.organisation_id}/")
    if not isinstance(folder, FolderStorage) or file is None or not is_ours:
        return {"refused": _("This request could not be understood")}, 403
    try:
        folder.accept_upload(key=key, policy=request.form.get("policy", ""), content=file.stream, at=here.now)
    except UploadRefused:
        return {"refused": _("This upload is not the one that was announced, or it came too late. Send the file again.")}, 403
    return "", 204


@pages.get("/<uuid:evidence_id>/state.json", access=READ_EVIDENCE)
def show_states(evidence_id: uuid.UUID) -> ResponseReturnValue:
    """How far each file is, for a page that waits."""
    found = queries.list_files(here.session, load(evidence_id))
    versions = [version for kept in found for version in kept.versions]
    return {
        "is_moving": any(not version.state.is_settled for version in versions),
        "states": {str(version.id): version.state.value for version in versions},
    }


@pages.post("/<uuid:evidence_id>/versions/<uuid:version_id>/keep", access=ADD_EVIDENCE)
def keep_version(evidence_id: uuid.UUID, version_id: uuid.UUID) -> ResponseReturnValue:
    """Keep what cannot be cleaned, as it was sent."""
    piece = load(evidence_id)
    commands.keep_as_it_is(here.session, piece, VersionId(version_id), storage(), by=here.actor, at=here.now)
    say(_("Kept as it was sent."))
    return go("evidence.show_piece", evidence_id=piece.id)


@pages.post("/<uuid:evidence_id>/versions/<uuid:version_id>/take-away", access=ADD_EVIDENCE)
def take_away(evidence_id: uuid.UUID, version_id: uuid.UUID) -> ResponseReturnValue:
    """Drop what did not arrive, was not taken, or shall not be kept as it is."""
    piece = load(evidence_id)
    commands.take_away(here.session, piece, VersionId(version_id))
    say(_("Taken away."))
    return go("evidence.show_piece", evidence_id=piece.id)


def _take(piece: Evidence, form: SendFilesForm, replaces: EvidenceFile | None) -> None:
    for each in form.files.data:
        commands.send_through(
            here.session,
            piece,
            each.filename or "",
            each.stream.read(),
            storage(),
            keeps_original=bool(form.keeps_original.data),
            replaces=replaces,
            room=room(),
            by=here.actor,
            at=here.now,
        )


def _replaced(piece: Evidence, file_id: str | None) -> EvidenceFile | None:
    """The file of which a new version is sent; NotFound when it is not of this piece."""
    found = as_id(file_id)
    return load_file(piece, found) if found else None


def _offered(piece: Evidence, version: EvidenceVersion) -> dict[str, Any]:
    upload = commands.offer_upload(version, storage(), at=here.now)
    found: dict[str, Any] = {
        "state": version.state.value,
        "confirm": flask.url_for("evidence.confirm_upload", evidence_id=piece.id, version_id=version.id),
        "take_away": flask.url_for("evidence.take_away", evidence_id=piece.id, version_id=version.id),
    }
    if upload is not None:
        # Our own routes want to know that the form came from our own page; a bucket refuses fields it does not know.
        own = {} if storage().upload_origin else {"csrf_token": generate_csrf(), "acting_for": str(here.actor.organisation_id)}
        found["upload"] = {"url": upload.url, "fields": {**upload.fields, **own}}
    return found


def _answer(deed: Callable[[], Any]) -> ResponseReturnValue:
    """What a script reads: the outcome, or the refusal in words."""
    try:
        return flask.jsonify(deed())
    except Refusal as refusal:
        return {"refused": _(refusal.message, **refusal.params)}, 409
