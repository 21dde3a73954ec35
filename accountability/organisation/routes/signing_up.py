"""Signing up an organisation, and what a person is called in it."""

import secrets
from functools import partial

import flask
from flask import request
from flask.typing import ResponseReturnValue

from accountability import web
from accountability.access import ANYONE, SIGNED_IN, PersonId
from accountability.identity import queries as people
from accountability.identity.domain import Account, LinkPurpose
from accountability.identity.routes.entering import let_in, limit_mails_to
from accountability.identity.routes.links import mail_is_sent
from accountability.language import country_name
from accountability.language import gettext as _
from accountability.organisation.commands.naming import rename_oneself
from accountability.organisation.commands.signing_up import ask_to_sign_up, read_profile
from accountability.organisation.commands.signing_up import confirm_sign_up as confirm
from accountability.organisation.routes.pages import pages
from accountability.web import go, here, page, say, submitted
from forms.base import Form
from forms.organisation import SignUpForm
from forms.organisation.naming import NameForm

ASKED_HERE = "sign_up"  # in the browser's cookie: what it alone knows of the sign-up it asked for


@pages.get("/sign-up", access=ANYONE)
@pages.post("/sign-up", access=ANYONE)
def sign_up() -> ResponseReturnValue:
    """A new organisation with its first member; made when they follow the link in the mail."""
    form = SignUpForm(request.form)
    if submitted(form):
        web.knock("sign-up", "20/hour")
        limit_mails_to(form.draft.email)
        with form.showing_refusals():
            address = partial(_address_of, "organisation.confirm_sign_up")
            browser = flask.session[ASKED_HERE] = secrets.token_urlsafe(16)
            ask_to_sign_up(here.session, form.profile, form.draft, browser=browser, at=here.now, address=address)
            return mail_is_sent(form.draft.email)
    return page(form=form)


@pages.get("/sign-up/<token>", access=ANYONE)
@pages.post("/sign-up/<token>", access=ANYONE)
def confirm_sign_up(token: str) -> ResponseReturnValue:
    """What will be made, and the button that makes it. A new person is signed in at once."""
    form = Form(request.form)
    link = people.find_link(here.session, token, LinkPurpose.CONFIRM_SIGN_UP, at=here.now)
    if request.method == "POST":
        web.knock("link", "30/15 minute")
        with form.showing_refusals():
            account, is_new = confirm(here.session, token, browser=flask.session.get(ASKED_HERE), at=here.now)
            if is_new:
                return _begin(account)
            say(_("The organisation is added to your account. Sign in, then choose whom you act for."))
            return go("identity.sign_in")
    if link is None:
        return page(form=form, asked=None, token=token)
    profile = read_profile(link.payload)
    has_account = people.find_account(here.session, email=link.payload["email"]) is not None
    country = country_name(profile.country)
    return page(form=form, asked=link.payload, country=country, has_account=has_account, token=token)


def _begin(account: Account) -> ResponseReturnValue:
    answer = let_in(account, after=None)
    if not people.get_account(here.session, PersonId(account.person_id)).has_password:
        say(
            _(
                "The password was typed in another browser, so it was not kept. "
                "Choose one now under “Your account”, or sign in with a mailed link next time."
            ),
            kind="warning",
        )
    return answer


@pages.get("/account/name", access=SIGNED_IN)
@pages.post("/account/name", access=SIGNED_IN)
def change_name() -> ResponseReturnValue:
    """What one is called in the organisation one acts for."""
    form = NameForm(request.form, data={"name": here.actor.name})
    if submitted(form):
        rename_oneself(here.session, form.draft, by=here.actor, at=here.now)
        say(_("Saved."))
        return go("identity.show_account")
    return page(form=form)


def _address_of(endpoint: str, token: str) -> str:
    return web.absolute_url(endpoint, token=token)
