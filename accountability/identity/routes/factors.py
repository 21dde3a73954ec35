"""Second factors of one's own account: setting them up, seeing and removing them, recovery codes."""

from datetime import datetime, timedelta

import flask
from flask import request
from flask.typing import ResponseReturnValue

from accountability.access import CHANGE_ACCOUNT, CONFIRMED_TO_CHANGE, OWN_ACCOUNT, SETTING_UP, ConfirmationIsNeeded
from accountability.identity import queries
from accountability.identity.commands import devices, proving
from accountability.identity.commands import factors as doing
from accountability.identity.domain import factors as domain
from accountability.identity.routes.entering import token_here
from accountability.identity.routes.pages import pages
from accountability.language import gettext as _
from accountability.sealing import CannotUnseal, Seal
from accountability.web import go, here, local_path, page, say, sign_in_browser, submitted
from forms.identity import SetUpForm

SHOWN = "totp shown"  # what a secret is sealed for while it is only on the page
SHOWN_FOR = timedelta(minutes=30)


@pages.get("/account/second-factor/set-up", access=SETTING_UP)
@pages.post("/account/second-factor/set-up", access=SETTING_UP)
def set_up_second_factor() -> ResponseReturnValue:
    """A code generator with its picture to scan, or a passkey. The secret travels sealed: nothing is kept before a right code."""
    demand_fresh_proof()
    form = SetUpForm(request.form)
    if submitted(form):
        with form.showing_refusals():
            secret = _read_shown(form.secret.data or "")
            doing.add_totp(here.session, here.actor.person_id, secret, form.draft, seal=_seal(), at=here.now)
            return finish_setting_up(_("Your code generator is set up."))
    account = queries.get_account(here.session, here.actor.person_id)
    known = queries.list_factors(here.session, here.actor.person_id)
    secret = _show(form)
    return page(
        form=form,
        factors=known,
        picture=domain.address_of_secret(secret, email=account.email),
        groups=domain.secret_in_groups(secret),
        after=local_path(request.args.get("after")),
    )


@pages.get("/account/second-factor", access=OWN_ACCOUNT)
def show_factors() -> ResponseReturnValue:
    """One's second factors, and how many recovery codes are left."""
    return page(factors=queries.list_factors(here.session, here.actor.person_id))


@pages.post("/account/second-factor/remove", access=CHANGE_ACCOUNT)
def remove_totp() -> ResponseReturnValue:
    """Remove the code generator."""
    doing.remove_totp(here.session, here.actor.person_id, is_required=is_required(), at=here.now)
    say(_("The code generator is removed."))
    return go("identity.show_factors")


@pages.post("/account/recovery-codes", access=CHANGE_ACCOUNT)
def make_recovery_codes() -> ResponseReturnValue:
    """New recovery codes in place of the earlier ones, shown this once."""
    if not queries.list_factors(here.session, here.actor.person_id).count:
        return go("identity.show_factors")
    return _show_codes()


def demand_fresh_proof() -> None:
    """Go on only if the person has just proved who they are: whoever finds an open browser cannot add a factor of their own."""
    if not CHANGE_ACCOUNT.is_confirmed(here.actor, at=here.now, within=CONFIRMED_TO_CHANGE):
        raise ConfirmationIsNeeded


def is_required() -> bool:
    """Whether the person must have a second factor, for any of their organisations."""
    with here.database.session(read_only=True) as session:
        return bool(flask.current_app.extensions["must_have_factor"](session, here.actor.person_id, at=here.now))


def finish_setting_up(said: str) -> ResponseReturnValue:
    """After a factor was added: the sign-in goes on with it, the first one ends all others, and codes for a bad day are shown."""
    known = queries.list_factors(here.session, here.actor.person_id)
    fresh = proving.note_set_up(here.session, token_here(), at=here.now)
    if known.count == 1:
        devices.end_sign_ins(here.session, here.actor.person_id, but=fresh)
    sign_in_browser(fresh)
    if known.codes_left == 0:
        return _show_codes()
    say(said)
    return go("identity.show_factors")


def _show_codes() -> ResponseReturnValue:
    codes = doing.make_recovery_codes(here.session, here.actor.person_id, at=here.now)
    return flask.render_template("identity/make_recovery_codes.html", codes=codes)


def _show(form: SetUpForm) -> str:
    """The secret on the page: the one that was sent back with a wrong code, else a new one."""
    try:
        return _read_shown(form.secret.data or "")
    except domain.SetUpHasLapsed:
        secret = domain.new_secret()
        form.secret.data = _seal().seal(f"{here.now.isoformat()} {secret}", purpose=SHOWN, owner=here.actor.person_id)
        return secret


def _read_shown(sealed: str) -> str:
    try:
        shown_at, _space, secret = _seal().unseal(sealed, purpose=SHOWN, owner=here.actor.person_id).partition(" ")
    except CannotUnseal as error:
        raise domain.SetUpHasLapsed from error
    if here.now - datetime.fromisoformat(shown_at) > SHOWN_FOR:
        raise domain.SetUpHasLapsed
    return secret


def _seal() -> Seal:
    seal: Seal = flask.current_app.extensions["seal"]
    return seal
