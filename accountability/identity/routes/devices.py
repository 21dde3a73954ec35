"""A person's own account: password, mail address, and the devices they are signed in on."""

import uuid
from functools import partial

from flask import request
from flask.typing import ResponseReturnValue

from accountability.access import CHANGE_ACCOUNT, OWN_ACCOUNT
from accountability.identity import commands, domain, queries
from accountability.identity.routes.entering import limit_mails_to, prove_password, token_here
from accountability.identity.routes.links import mail_is_sent
from accountability.identity.routes.pages import pages
from accountability.language import gettext as _
from accountability.web import absolute_url, go, here, page, say, sign_in_browser, sign_out_browser, submitted
from forms.identity import AddressForm, ChangePasswordForm


@pages.get("/account", access=OWN_ACCOUNT)
def show_account() -> ResponseReturnValue:
    """Who one is here, how one signs in, and where one is signed in."""
    account = queries.get_account(here.session, here.actor.person_id)
    devices = queries.list_devices(here.session, here.actor.person_id, token=token_here(), at=here.now)
    return page(account=account, devices=devices)


@pages.get("/account/password", access=CHANGE_ACCOUNT)
@pages.post("/account/password", access=CHANGE_ACCOUNT)
def change_password() -> ResponseReturnValue:
    """Choose another password; this device gets a new sign-in, every other one ends."""
    form, account = ChangePasswordForm(request.form), queries.get_account(here.session, here.actor.person_id)
    if not account.has_password:
        del form.current
    if submitted(form):
        with form.showing_refusals():
            _change_password(account, *form.draft)
            say(_("Your password is changed. Every other device was signed out."))
            return go("identity.show_account")
    return page(form=form)


def _change_password(account: domain.Account, current: str | None, new: str) -> None:
    if current is not None:
        try:
            prove_password(domain.Credentials(email=account.email, password=current))
        except domain.SignInFailed as refusal:
            raise domain.CurrentPasswordIsWrong from refusal
    token, words = token_here(), (here.actor.name, here.actor.organisation_name)
    commands.change_password(here.session, here.actor.person_id, current=current, new=new, token=token, words=words, at=here.now)
    sign_in_browser(commands.renew_sign_in(here.session, token, at=here.now))


@pages.get("/account/mail-address", access=CHANGE_ACCOUNT)
@pages.post("/account/mail-address", access=CHANGE_ACCOUNT)
def change_address() -> ResponseReturnValue:
    """Ask to sign in with another mail address; a link sent there confirms it."""
    form = AddressForm(request.form)
    if submitted(form):
        limit_mails_to(form.draft)
        ways = {"confirm": partial(_address_of, "identity.confirm_address"), "keep": partial(_address_of, "identity.keep_address")}
        commands.ask_to_change_address(here.session, here.actor.person_id, email=form.draft, at=here.now, **ways)
        return mail_is_sent(form.draft)
    return page(form=form, account=queries.get_account(here.session, here.actor.person_id))


@pages.post("/account/devices/<uuid:device_id>/end", access=CHANGE_ACCOUNT)
def end_device(device_id: uuid.UUID) -> ResponseReturnValue:
    """End the sign-in of one device; ending this one is signing out."""
    devices = queries.list_devices(here.session, here.actor.person_id, token=token_here(), at=here.now)
    is_this = any(device.is_this and device.id == device_id for device in devices)
    commands.end_device(here.session, here.actor.person_id, device_id, at=here.now)
    if is_this:
        sign_out_browser()
    say(_("That device is signed out."))
    return go("identity.sign_in") if is_this else go("identity.show_account")


@pages.post("/account/devices/end-others", access=CHANGE_ACCOUNT)
def end_other_devices() -> ResponseReturnValue:
    """End the sign-ins of all devices but this one."""
    commands.end_other_devices(here.session, here.actor.person_id, token=token_here(), at=here.now)
    say(_("All other devices are signed out."))
    return go("identity.show_account")


def _address_of(endpoint: str, token: str) -> str:
    return absolute_url(endpoint, token=token)
