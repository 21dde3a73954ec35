"""Versions as files: taken along by everybody, brought in by operators, whole or not at all."""

import flask
from flask import Response, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import CombinedMultiDict

from accountability.language import gettext as _
from accountability.standard import commands
from accountability.standard.access import EDIT_STANDARD, READ_STANDARD
from accountability.standard.domain import PackIsBroken, Problem, read_pack
from accountability.standard.files.documents import read_pack_document, write_document
from accountability.standard.files.tables import COLUMNS, read_key_actions, write_key_actions
from accountability.standard.routes.pages import get_readable, get_stored, pages
from accountability.web import go, here, page, say, submitted
from forms.standard import BringInForm, BringInTableForm


@pages.get("/<pack_slug>/<version>/pack.yaml", access=READ_STANDARD)
def export_version(pack_slug: str, version: str) -> ResponseReturnValue:
    """The whole version in one YAML file."""
    pack = get_readable(pack_slug, version)
    return attached(write_document(pack).encode(), name=f"{pack.id}-{pack.version}.yaml", kind="application/yaml")


@pages.get("/<pack_slug>/<version>/key-actions.csv", access=READ_STANDARD)
def export_key_actions(pack_slug: str, version: str) -> ResponseReturnValue:
    """The key actions as a table."""
    pack = get_readable(pack_slug, version)
    return attached(write_key_actions(pack), name=f"{pack.id}-{pack.version}.csv", kind="text/csv")


@pages.get("/bring-in", access=EDIT_STANDARD)
@pages.post("/bring-in", access=EDIT_STANDARD)
def bring_in_version() -> ResponseReturnValue:
    """A draft from a YAML or JSON file; every problem is shown, and with one nothing is kept."""
    form, problems = BringInForm(CombinedMultiDict([request.form, request.files])), list[Problem]()
    if submitted(form):
        with form.showing_refusals():
            try:
                pack = read_pack(*read_pack_document(form.read()))
                draft = commands.bring_in(here.session, pack, by=here.actor, at=here.now)
                say(_("Brought in as a draft. Nobody else sees it before it is published."))
                return go("standard.show_version", pack_slug=draft.pack_id, version=draft.version)
            except PackIsBroken as broken:
                problems = refuse_file(form, broken)
    return page(form=form, problems=problems)


@pages.get("/<pack_slug>/<version>/bring-in-table", access=EDIT_STANDARD)
@pages.post("/<pack_slug>/<version>/bring-in-table", access=EDIT_STANDARD)
def bring_in_table(pack_slug: str, version: str) -> ResponseReturnValue:
    """The key actions of a draft from a CSV file, whole or not at all."""
    row, pack = get_stored(pack_slug, version), get_readable(pack_slug, version)
    form, problems = BringInTableForm(CombinedMultiDict([request.form, request.files])), list[Problem]()
    if submitted(form):
        with form.showing_refusals():
            try:
                changed = read_key_actions(form.read(), pack)
                commands.replace_key_actions(here.session, row, changed, seen=row.revision, by=here.actor, at=here.now)
                say(_("The key actions of the file stand in the draft now."))
                return go("standard.show_version", pack_slug=pack_slug, version=version)
            except PackIsBroken as broken:
                problems = refuse_file(form, broken)
    return page(form=form, pack=pack, problems=problems, columns=COLUMNS)


def refuse_file(form: BringInForm | BringInTableForm, broken: PackIsBroken) -> list[Problem]:
    """Say in the form that nothing was kept, and hand over all problems for the page."""
    form.file.errors = [*form.file.errors, _("Nothing was kept. Put right what stands below, then choose the file again.")]
    return list(broken.problems)


def attached(body: bytes, *, name: str, kind: str) -> Response:
    """A file to keep."""
    return flask.Response(body, mimetype=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
