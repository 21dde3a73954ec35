"""Signing in and out."""

import flask
from flask import request
from flask.typing import ResponseReturnValue

from accountability.access import ANYONE
from accountability.identity import domain, queries
from accountability.identity.routes.entering import end_sign_in, let_in, mails_go_to_console, prove_password
from accountability.identity.routes.pages import pages
from accountability.language import gettext as _
from accountability.web import go, here, knock, local_path, page, say, submitted
from forms.identity import SignInForm


@pages.get("/sign-in", access=ANYONE)
@pages.post("/sign-in", access=ANYONE)
def sign_in() -> ResponseReturnValue:
    """The sign-in page; afterwards people are where they wanted to go."""
    form, after = SignInForm(request.form), local_path(request.args.get("after"))
    if submitted(form):
        knock("sign-in", "30/15 minute")
        with form.showing_refusals():
            return let_in(prove_password(form.draft), after=after)
    return page(form=form, after=after, nowhere=_find_account_without_organisation())


def _find_account_without_organisation() -> domain.Account | None:
    """Whose sign-in this browser holds, if they act for no organisation: each page leads them here, and none says why."""
    if here.actor is not None:
        return None
    sign_in = queries.find_sign_in(here.session, flask.session.get("_user_id"), at=here.now)
    if sign_in is None or sign_in.awaits_factor:
        return None
    return queries.get_account(here.session, sign_in.person_id)


@pages.post("/sign-out", access=ANYONE)
def sign_out() -> ResponseReturnValue:
    """End this browser's sign-in, on the server too."""
    end_sign_in()
    say(_("You are signed out."))
    response = go("identity.sign_in")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@pages.get("/mail-sent", access=ANYONE)
def show_mail_sent() -> ResponseReturnValue:
    """What to do now that a mail is on its way; the same whatever stands in the mail."""
    return page(email=flask.session.get("mail_sent_to"), is_on_console=mails_go_to_console())
