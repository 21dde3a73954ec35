"""What links sent by mail open: nothing changes before the button on the page is pressed."""

from functools import partial

import flask
from flask import request
from flask.typing import ResponseReturnValue

from accountability.access import ANYONE, PersonId
from accountability.identity import commands, domain, queries
from accountability.identity.domain import LinkPurpose
from accountability.identity.routes.entering import keys, let_in, limit_mails_to
from accountability.identity.routes.pages import pages
from accountability.language import gettext as _
from accountability.web import absolute_url, go, here, knock, local_path, page, say, submitted
from forms.base import Form
from forms.identity import AddressForm, NewPasswordForm


@pages.get("/sign-in/link", access=ANYONE)
@pages.post("/sign-in/link", access=ANYONE)
def ask_for_link() -> ResponseReturnValue:
    """Have a link sent that signs in without a password."""
    form, after = AddressForm(request.form), local_path(request.args.get("after"))
    if submitted(form):
        _limit(form.draft)
        address = partial(_address_of, "identity.sign_in_by_link")
        commands.send_sign_in_link(here.session, email=form.draft, after=after, at=here.now, address=address)
        return mail_is_sent(form.draft)
    return page(form=form, after=after)


@pages.get("/sign-in/links/<token>", access=ANYONE)
@pages.post("/sign-in/links/<token>", access=ANYONE)
def sign_in_by_link(token: str) -> ResponseReturnValue:
    """Sign in by a link, with a button press. The second factor is still asked for."""
    form = Form(request.form)
    account = account_of(queries.find_link(here.session, token, LinkPurpose.SIGN_IN, at=here.now))
    if request.method == "POST":
        knock("link", "30/15 minute")
        with form.showing_refusals():
            link = commands.use_link(here.session, token, LinkPurpose.SIGN_IN, at=here.now)
            if account is None:
                raise domain.LinkHasLapsed
            door = domain.door_of_address(keys()[0], account.email)
            commands.open_door(here.session, door, person_id=account.person_id, at=here.now)
            return let_in(account, after=link.payload.get("after"))
    return page(form=form, account=account, token=token)


@pages.get("/forgotten-password", access=ANYONE)
@pages.post("/forgotten-password", access=ANYONE)
def ask_for_new_password() -> ResponseReturnValue:
    """Have a link sent to a page where a new password is chosen."""
    form = AddressForm(request.form)
    if submitted(form):
        _limit(form.draft)
        address = partial(_address_of, "identity.choose_new_password")
        commands.send_new_password_link(here.session, email=form.draft, at=here.now, address=address)
        return mail_is_sent(form.draft)
    return page(form=form)


@pages.get("/forgotten-password/<token>", access=ANYONE)
@pages.post("/forgotten-password/<token>", access=ANYONE)
def choose_new_password(token: str) -> ResponseReturnValue:
    """Choose a new password by a link; afterwards people sign in with it, and with their second factor."""
    form = NewPasswordForm(request.form)
    account = account_of(queries.find_link(here.session, token, LinkPurpose.FORGOTTEN, at=here.now))
    if submitted(form):
        knock("link", "30/15 minute")
        with form.showing_refusals():
            commands.choose_new_password(here.session, token, form.draft, at=here.now)
            say(_("Your password is changed. Every device was signed out; sign in with the new password."))
            return go("identity.sign_in")
    return page(form=form, account=account, token=token)


@pages.get("/mail-address/confirm/<token>", access=ANYONE)
@pages.post("/mail-address/confirm/<token>", access=ANYONE)
def confirm_address(token: str) -> ResponseReturnValue:
    """Sign in with another mail address from now on."""
    form = Form(request.form)
    link = queries.find_link(here.session, token, LinkPurpose.CHANGE_ADDRESS, at=here.now)
    if request.method == "POST":
        with form.showing_refusals():
            commands.confirm_address(here.session, token, at=here.now)
            say(_("Your mail address is changed. Sign in with the new one from now on."))
            return go("identity.show_account") if here.actor else go("identity.sign_in")
    return page(form=form, email=link and link.payload["email"], token=token)


@pages.get("/mail-address/keep/<token>", access=ANYONE)
@pages.post("/mail-address/keep/<token>", access=ANYONE)
def keep_address(token: str) -> ResponseReturnValue:
    """Stop a change of mail address that somebody else asked for."""
    form = Form(request.form)
    link = queries.find_link(here.session, token, LinkPurpose.KEEP_ADDRESS, at=here.now)
    if request.method == "POST":
        with form.showing_refusals():
            commands.keep_address(here.session, token, at=here.now)
            say(_("Your mail address stays as it was, and every device was signed out. Choose a new password now."))
            return go("identity.ask_for_new_password")
    return page(form=form, email=link and link.payload["email"], token=token)


def mail_is_sent(email: str) -> ResponseReturnValue:
    """On to the page that says so, the same for an address with an account and without one."""
    flask.session["mail_sent_to"] = email
    return go("identity.show_mail_sent")


def account_of(link: domain.Link | None) -> domain.Account | None:
    """Whose link it is; None when it does nothing any more."""
    return queries.get_account(here.session, PersonId(link.person_id)) if link and link.person_id else None


def _limit(email: str) -> None:
    knock("mail", "20/hour")
    limit_mails_to(email)


def _address_of(endpoint: str, token: str) -> str:
    return absolute_url(endpoint, token=token)
