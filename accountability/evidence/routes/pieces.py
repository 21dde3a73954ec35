"""Pieces: the list, one of them, and what people change about it."""

import uuid

import flask
from flask import request
from flask.typing import ResponseReturnValue

from accountability.evidence import commands, queries, uses
from accountability.evidence.access import ADD_EVIDENCE, READ_EVIDENCE
from accountability.evidence.domain import LinkId, Show, is_expired, is_expiring
from accountability.evidence.routes.pages import WORDS, load, load_file, pages, room
from accountability.language import gettext as _
from accountability.organisation.queries import names_of_members
from accountability.web import go, here, page, say, submitted
from forms.evidence import SHOWS, LinkForm, PieceForm


@pages.get("", access=READ_EVIDENCE)
def list_pieces() -> ResponseReturnValue:
    """Everything that supports a level, or what of it is over."""
    asked = request.args.get("show", "")
    show = Show(asked) if asked in set(Show) else Show.ALL
    today = here.now.date()
    found = queries.list_pieces(here.session, show=show, today=today)
    return page(
        pieces=found,
        files=queries.list_files_of(here.session, [piece.id for piece in found]),
        names=names_of_members(here.session),
        show=show.value,
        shows=SHOWS,
        is_expired=lambda piece: is_expired(piece.expires_on, today=today),
        is_expiring=lambda piece: is_expiring(piece.expires_on, today=today),
        taken=queries.room_taken(here.session),
        quota=room().quota,
        **WORDS,
    )


@pages.get("/add", access=ADD_EVIDENCE)
@pages.post("/add", access=ADD_EVIDENCE)
def add_piece() -> ResponseReturnValue:
    """Begin a piece; its files and links follow on its page."""
    form = PieceForm(request.form)
    if submitted(form):
        with form.showing_refusals():
            piece = commands.add_piece(here.session, form.draft, by=here.actor, at=here.now)
            return go("evidence.send_files", evidence_id=piece.id)
    return page(form=form)


@pages.get("/<uuid:evidence_id>", access=READ_EVIDENCE)
def show_piece(evidence_id: uuid.UUID) -> ResponseReturnValue:
    """One piece: files with their versions and states, links, and what it supports."""
    piece = load(evidence_id)
    files = queries.list_files(here.session, piece)
    today = here.now.date()
    return page(
        piece=piece,
        files=files,
        links=queries.list_links(here.session, piece),
        uses=uses.uses_of(here.session, piece.id),
        names=names_of_members(here.session),
        is_moving=any(not version.state.is_settled for kept in files for version in kept.versions),
        is_expired=is_expired(piece.expires_on, today=today),
        is_expiring=is_expiring(piece.expires_on, today=today),
        **WORDS,
    )


@pages.get("/<uuid:evidence_id>/edit", access=ADD_EVIDENCE)
@pages.post("/<uuid:evidence_id>/edit", access=ADD_EVIDENCE)
def describe_piece(evidence_id: uuid.UUID) -> ResponseReturnValue:
    """Say something else of a piece."""
    piece = load(evidence_id)
    now = {"title": piece.title, "description": piece.description, "source": piece.source.value, "expires_on": piece.expires_on}
    form = PieceForm(request.form, data=now)
    if submitted(form):
        with form.showing_refusals():
            commands.describe_piece(here.session, piece, form.draft, by=here.actor, at=here.now)
            say(_("Saved."))
            return go("evidence.show_piece", evidence_id=piece.id)
    return page(form=form, piece=piece)


@pages.get("/<uuid:evidence_id>/remove", access=ADD_EVIDENCE)
@pages.post("/<uuid:evidence_id>/remove", access=ADD_EVIDENCE)
def remove_piece(evidence_id: uuid.UUID) -> ResponseReturnValue:
    """Put a piece in the trash, after asking."""
    piece = load(evidence_id)
    if request.method == "POST":
        commands.remove_piece(here.session, piece, by=here.actor, at=here.now)
        say(_("Evidence removed."), undo=flask.url_for("home.take_back", kind="evidence", removed_id=piece.id))
        return go("evidence.list_pieces")
    return page(piece=piece, uses=uses.uses_of(here.session, piece.id), is_held=uses.is_held(here.session, piece.id))


@pages.get("/<uuid:evidence_id>/links/add", access=ADD_EVIDENCE)
@pages.post("/<uuid:evidence_id>/links/add", access=ADD_EVIDENCE)
def add_link(evidence_id: uuid.UUID) -> ResponseReturnValue:
    """Add an address to a piece."""
    piece, form = load(evidence_id), LinkForm(request.form)
    if submitted(form):
        with form.showing_refusals():
            commands.add_link(here.session, piece, form.draft, by=here.actor, at=here.now)
            say(_("Link added."))
            return go("evidence.show_piece", evidence_id=piece.id)
    return page(form=form, piece=piece)


@pages.post("/<uuid:evidence_id>/links/<uuid:link_id>/remove", access=ADD_EVIDENCE)
def remove_link(evidence_id: uuid.UUID, link_id: uuid.UUID) -> ResponseReturnValue:
    """Take an address out of a piece."""
    piece = load(evidence_id)
    link = queries.get_link(here.session, piece, LinkId(link_id))
    commands.remove_link(here.session, piece, link, by=here.actor, at=here.now)
    say(_("Link removed."))
    return go("evidence.show_piece", evidence_id=piece.id)


@pages.get("/<uuid:evidence_id>/files/<uuid:file_id>/remove", access=ADD_EVIDENCE)
@pages.post("/<uuid:evidence_id>/files/<uuid:file_id>/remove", access=ADD_EVIDENCE)
def remove_file(evidence_id: uuid.UUID, file_id: uuid.UUID) -> ResponseReturnValue:
    """Put a file with its versions in the trash, after asking."""
    piece = load(evidence_id)
    file = load_file(piece, file_id)
    if request.method == "POST":
        commands.remove_file(here.session, piece, file, by=here.actor, at=here.now)
        say(_("File removed."), undo=flask.url_for("home.take_back", kind="evidence_file", removed_id=file.id))
        return go("evidence.show_piece", evidence_id=piece.id)
    return page(piece=piece, file=file, is_held=uses.is_held(here.session, piece.id))
