"""Signing in and out."""

from functools import partial

import flask
from flask import request
from flask.typing import ResponseReturnValue

from accountability.access import ANYONE
from accountability.identity import commands, domain
from accountability.identity.routes.pages import pages
from accountability.language import gettext as _
from accountability.refusal import Refusal
from accountability.web import (
    go,
    here,
    knock,
    local_path,
    page,
    record_despite_refusal,
    say,
    sign_in_browser,
    sign_out_browser,
    submitted,
)
from forms.identity import SignInForm


@pages.get("/sign-in", access=ANYONE)
@pages.post("/sign-in", access=ANYONE)
def sign_in() -> ResponseReturnValue:
    """The sign-in page; afterwards people are where they wanted to go."""
    form = SignInForm(request.form)
    if submitted(form):
        knock("sign-in", "30/15 minute")
        try:
            account = commands.check_password(here.session, form.draft, at=here.now)
        except domain.SignInFailed as refusal:
            record_despite_refusal(partial(commands.note_failure, email=form.draft.email, at=here.now))
            form.refuse(refusal)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            _end_sign_in()
            sign_in_browser(commands.sign_in(here.session, account.person_id, at=here.now))
            return flask.redirect(local_path(request.args.get("after")) or flask.url_for("home.show_dashboard"), code=303)
    return page(form=form, after=local_path(request.args.get("after")))


@pages.post("/sign-out", access=ANYONE)
def sign_out() -> ResponseReturnValue:
    """End this browser's sign-in, on the server too."""
    _end_sign_in()
    say(_("You are signed out."))
    response = go("identity.sign_in")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _end_sign_in() -> None:
    """Whatever this browser was signed in with ends on the server too, so that no token outlives its use."""
    token = sign_out_browser()
    if token:
        commands.sign_out(here.session, token)
