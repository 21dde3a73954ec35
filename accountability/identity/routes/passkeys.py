"""Passkeys: signing in with one, adding, renaming and removing them. The browser is asked by a script, and answers with a form."""

import logging

import flask
from flask import request
from flask.typing import ResponseReturnValue

from accountability.access import ANYONE, CHANGE_ACCOUNT, SETTING_UP, PersonId
from accountability.database import NotFound
from accountability.identity import commands, queries
from accountability.identity.commands import factors as removing
from accountability.identity.commands import passkeys as doing
from accountability.identity.domain import label_of
from accountability.identity.domain import passkeys as domain
from accountability.identity.routes.asking import known_passkeys, new_challenge, prove_passkey, site, spend_challenge
from accountability.identity.routes.entering import end_sign_in, remember_device
from accountability.identity.routes.factors import demand_fresh_proof, finish_setting_up, is_required
from accountability.identity.routes.pages import pages
from accountability.identity.routes.proving import find_waiting
from accountability.language import gettext as _
from accountability.refusal import Refusal
from accountability.web import go, here, knock, local_path, say, sign_in_browser
from forms.identity import NewPasskeyForm, PasskeyForm, RenamePasskeyForm

log = logging.getLogger(__name__)


@pages.post("/sign-in/passkey/challenge", access=ANYONE)
def ask_for_passkey() -> ResponseReturnValue:
    """What this browser is to sign: with a passkey of the person who is here, else with whichever it has for us."""
    knock("passkey", "60/15 minute")
    waiting = find_waiting()
    person_id = here.actor.person_id if here.actor else PersonId(waiting.person_id) if waiting else None
    known = known_passkeys(person_id) if person_id else []
    return _json(domain.ask_for_known(site(), new_challenge(), known=known))


@pages.post("/sign-in/passkey", access=ANYONE)
def sign_in_with_passkey() -> ResponseReturnValue:
    """Sign in with a passkey alone: it proves that somebody holds the device and that the device knows them."""
    knock("passkey", "60/15 minute")
    after = local_path(request.args.get("after"))
    try:
        person_id = prove_passkey(PasskeyForm(request.form).draft)
    except Refusal as refusal:
        log.warning("a passkey did not sign in: %s", type(refusal).__name__)
        return _refused(refusal, "identity.sign_in", after=after)
    account = queries.get_account(here.session, person_id)
    end_sign_in()
    _enter(person_id)
    response = flask.redirect(after or flask.url_for("home.show_dashboard"), code=303)
    remember_device(response, account)
    return response


@pages.post("/account/passkeys/challenge", access=SETTING_UP)
def ask_for_new_passkey() -> ResponseReturnValue:
    """What this browser is to make."""
    account = queries.get_account(here.session, here.actor.person_id)
    known = known_passkeys(here.actor.person_id)
    challenge = new_challenge()
    return _json(domain.ask_for_new(site(), challenge, person_id=here.actor.person_id, email=account.email, known=known))


@pages.post("/account/passkeys/add", access=SETTING_UP)
def add_passkey() -> ResponseReturnValue:
    """Keep the passkey that this browser made."""
    demand_fresh_proof()
    form = NewPasskeyForm(request.form)
    answer, name = form.draft
    fallback = label_of(request.user_agent.string) or _("Passkey")
    try:
        new = domain.read_new(site(), spend_challenge(), answer)
        name = name if form.validate() else ""
        doing.add_passkey(here.session, here.actor.person_id, new, name=name, fallback=fallback, at=here.now)
    except Refusal as refusal:
        return _refused(refusal, "identity.set_up_second_factor")
    return finish_setting_up(_("The passkey is added."))


@pages.post("/account/passkeys/rename", access=CHANGE_ACCOUNT)
def rename_passkey() -> ResponseReturnValue:
    """Give a passkey another name."""
    form = RenamePasskeyForm(request.form)
    passkey_id, name = form.draft
    if form.validate():
        doing.rename_passkey(here.session, here.actor.person_id, passkey_id, name=name)
        say(_("The passkey is called %(name)s now.", name=name))
    else:
        say(" ".join(error for errors in form.errors.values() for error in errors), kind="error")
    return go("identity.show_factors")


@pages.post("/account/passkeys/remove", access=CHANGE_ACCOUNT)
def remove_passkey() -> ResponseReturnValue:
    """Remove a passkey from the account; the device may still offer it, and is refused."""
    required, passkey_id = is_required(), request.form.get("passkey", "")
    if not domain.is_passkey_id(passkey_id):
        raise NotFound("passkey")
    removing.remove_passkey(here.session, here.actor.person_id, passkey_id, is_required=required, at=here.now)
    say(_("The passkey is removed. Remove it from your device too, so that it is not offered any more."))
    return go("identity.show_factors")


def _enter(person_id: PersonId) -> None:
    label = label_of(request.user_agent.string)
    sign_in_browser(commands.sign_in(here.session, person_id, at=here.now, label=label, factor_at=here.now))


def _json(text: str) -> ResponseReturnValue:
    return text, 200, {"Content-Type": "application/json"}


def _refused(refusal: Refusal, endpoint: str, **values: str | None) -> ResponseReturnValue:
    """Back to the page that asked, with the reason; a challenge that was answered wrongly stays spent."""
    say(_(refusal.message, **refusal.params), kind="error")
    return go(endpoint, **values)
