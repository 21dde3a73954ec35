"""A person takes along what holds them here, or has their account erased."""

import json
from typing import Any

import flask
from flask import request
from flask.typing import ResponseReturnValue

from accountability import web
from accountability.access import ANYONE, CHANGE_ACCOUNT, OWN_ACCOUNT
from accountability.leaving import commands, queries
from accountability.leaving.archive.values import plain
from accountability.leaving.domain.erasing import BACKUP_DAYS
from accountability.leaving.queries import Found, Membership
from accountability.leaving.routes.pages import pages
from accountability.web import go, here, page, submitted
from forms.leaving import EraseAccountForm


@pages.get("/account/leave", access=OWN_ACCOUNT)
def show_account_leaving() -> ResponseReturnValue:
    """What somebody may take along, and what erasing their account means."""
    return page(memberships=_memberships(), backup_days=BACKUP_DAYS)


@pages.get("/account/leave/data.json", access=CHANGE_ACCOUNT)
def export_account_as_data() -> ResponseReturnValue:
    """All that holds the person here, for computers."""
    tables = [
        {
            "organisation": found.organisation,
            "table": found.table,
            "rows": [dict(zip(found.columns, row, strict=True)) for row in found.rows],
        }
        for found in _findings()
    ]
    text = json.dumps({"made_at": here.now, "tables": tables}, default=plain, ensure_ascii=False, indent=1)
    attached = {"Content-Disposition": 'attachment; filename="my-data.json"'}
    return flask.Response(text, mimetype="application/json", headers=attached)


@pages.get("/account/leave/data", access=CHANGE_ACCOUNT)
def export_account() -> ResponseReturnValue:
    """The same, to be read and kept as a page."""
    return page(tables=[(found, [[_cell(value) for value in row] for row in found.rows]) for found in _findings()])


@pages.get("/account/leave/erase", access=CHANGE_ACCOUNT)
@pages.post("/account/leave/erase", access=CHANGE_ACCOUNT)
def erase_account() -> ResponseReturnValue:
    """Have one's account erased; one is signed out everywhere at once."""
    form = EraseAccountForm(request.form)
    mail = queries.mail_of(here.session, here.actor.person_id)
    if submitted(form):
        with form.showing_refusals():
            commands.ask_to_erase_account(here.session, form.draft, by=here.actor, at=here.now)
            web.sign_out_browser()
            response = go("leaving.show_account_erased")
            response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
            return response
    return page(form=form, mail=mail, backup_days=BACKUP_DAYS)


@pages.get("/account-erased", access=ANYONE)
def show_account_erased() -> ResponseReturnValue:
    """The last page somebody sees."""
    return page(backup_days=BACKUP_DAYS)


def _findings() -> list[Found]:
    # A session of its own: it acts for one of the person's organisations after the other.
    with here.database.session(read_only=True) as session:
        return queries.list_findings(session, here.actor.person_id)


def _memberships() -> list[Membership]:
    with here.database.session(read_only=True) as session:
        return queries.list_memberships(session, here.actor.person_id)


def _cell(value: Any) -> str:
    found = plain(value)
    return json.dumps(found, ensure_ascii=False) if isinstance(found, dict | list) else "" if found is None else str(found)
