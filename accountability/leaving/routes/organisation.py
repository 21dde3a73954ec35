"""An owner takes everything along, or has the organisation erased. And for everybody: what is kept, and how long."""

import uuid

import flask
from flask import request
from flask.typing import ResponseReturnValue

from accountability import web
from accountability.access import ANYONE
from accountability.language import gettext as _
from accountability.leaving import commands, queries
from accountability.leaving.access import ERASE_ORGANISATION, EXPORT_ORGANISATION, KEEP_ORGANISATION, SEE_LEAVING
from accountability.leaving.domain import KINDS, STATED, ExportId
from accountability.leaving.domain.erasing import ANSWER_BACKUP_DAYS, BACKUP_DAYS, DAYS_TO_THINK, needs_second
from accountability.leaving.domain.exporting import KEPT
from accountability.leaving.routes.pages import pages
from accountability.web import go, here, page, say, submitted
from forms.leaving import EraseOrganisationForm


@pages.get("/organisation/leaving", access=SEE_LEAVING)
def show_leaving() -> ResponseReturnValue:
    """The archives there are, and where an erasure stands."""
    return page(
        exports=queries.list_exports(here.session),
        days=KEPT.days,
        backup_days=BACKUP_DAYS,
        **queries.describe_erasure(here.session, by=here.actor),
    )


@pages.post("/organisation/leaving/exports", access=EXPORT_ORGANISATION)
def ask_for_export() -> ResponseReturnValue:
    """Have an archive made."""
    export = commands.ask_for_export(here.session, by=here.actor, at=here.now)
    return go("leaving.show_export", export_id=export.id)


@pages.get("/organisation/leaving/exports/<uuid:export_id>", access=EXPORT_ORGANISATION)
def show_export(export_id: uuid.UUID) -> ResponseReturnValue:
    """How far an archive is, and what to do with it."""
    return page(export=queries.get_export(here.session, ExportId(export_id)), days=KEPT.days)


@pages.post("/organisation/leaving/exports/<uuid:export_id>", access=EXPORT_ORGANISATION)
def fetch_export(export_id: uuid.UUID) -> ResponseReturnValue:
    """The archive itself; sent by a button, so that it stands in the record who took it."""
    export = queries.get_export(here.session, ExportId(export_id))
    storage = flask.current_app.extensions["storage"]
    content = commands.fetch_export(here.session, export, storage, by=here.actor, at=here.now)
    name = f"accountability-{export.asked_at.date().isoformat()}.zip"
    attached = {"Content-Disposition": f'attachment; filename="{name}"'}
    return flask.Response(content, mimetype="application/zip", headers=attached)


@pages.get("/organisation/leaving/erase", access=ERASE_ORGANISATION)
@pages.post("/organisation/leaving/erase", access=ERASE_ORGANISATION)
def ask_to_erase() -> ResponseReturnValue:
    """Ask for everything to be erased."""
    form = EraseOrganisationForm(request.form)
    if submitted(form):
        with form.showing_refusals():
            commands.ask_to_erase(here.session, form.draft, by=here.actor, at=here.now, address=_address)
            return go("leaving.show_leaving")
    owners = queries.list_owners(here.session)
    return page(form=form, needs_second=needs_second(len(owners)), think=DAYS_TO_THINK.days, **_backups())


@pages.get("/organisation/leaving/erase/confirm", access=ERASE_ORGANISATION)
@pages.post("/organisation/leaving/erase/confirm", access=ERASE_ORGANISATION)
def confirm_erasure() -> ResponseReturnValue:
    """Agree, as another owner."""
    form = EraseOrganisationForm(request.form)
    if submitted(form):
        with form.showing_refusals():
            commands.confirm_erasure(here.session, form.draft, by=here.actor, at=here.now, address=_address)
            return go("leaving.show_leaving")
    return page(form=form, think=DAYS_TO_THINK.days, **queries.describe_erasure(here.session, by=here.actor), **_backups())


@pages.post("/organisation/leaving/erase/cancel", access=KEEP_ORGANISATION)
def cancel_erasure() -> ResponseReturnValue:
    """Keep the organisation after all."""
    commands.cancel_erasure(here.session, by=here.actor, at=here.now, address=_address)
    say(_("Nothing will be erased. The owners are told by mail."))
    return go("leaving.show_leaving")


@pages.get("/kept", access=ANYONE)
def show_lifetimes() -> ResponseReturnValue:
    """What is kept, and how long."""
    return page(kinds=KINDS, stated=STATED)


def _backups() -> dict[str, int]:
    return {"backup_days": BACKUP_DAYS, "answer_backup_days": ANSWER_BACKUP_DAYS}


def _address() -> str:
    return web.absolute_url("leaving.show_leaving")
