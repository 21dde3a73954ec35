"""How a browser comes in, by whatever proof: one sign-in at a time, remembered as a device that was here."""

import logging
from functools import partial

import flask
from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from accountability.config import Config
from accountability.identity import commands, domain
from accountability.web import here, local_path, record_first, sign_in_browser, sign_out_browser

log = logging.getLogger(__name__)
LINKS_TO_AN_ADDRESS = "5/10 minute"  # mails that anybody may have sent to one address


def keys() -> tuple[str, ...]:
    """The installation's keys, newest first."""
    config = _config()
    return config.secret_key, *config.secret_key_fallbacks


def prove_password(credentials: domain.Credentials) -> domain.Account:
    """The account that the address and password open, the guess counted whatever it comes to.

    Refuses SignInPauses or SignInFailed.
    """
    mark = request.cookies.get(_cookie_name(), "")
    guess = partial(commands.count_guess, email=credentials.email, mark=mark, keys=keys(), at=here.now)
    door = record_first(guess)
    try:
        account = commands.check_password(here.session, credentials)
    except domain.SignInFailed:
        # A keyed hash, the same for known and unknown addresses: lines of one attack can be told apart, people cannot.
        log.warning("a password was wrong at door %s", door[:12])
        raise
    commands.open_door(here.session, door, person_id=account.person_id, at=here.now)
    return account


def let_in(account: domain.Account, *, after: str | None) -> ResponseReturnValue:
    """Begin a sign-in in place of the browser's old one, and go on: to the second factor if there is one, else to `after`."""
    end_sign_in()
    label = domain.label_of(request.user_agent.string)
    awaits = account.has_second_factor
    sign_in_browser(commands.sign_in(here.session, account.person_id, at=here.now, label=label, awaits_factor=awaits))
    wanted = local_path(after)
    factor = flask.url_for("identity.give_second_factor", after=wanted)
    response = flask.redirect(factor if awaits else wanted or flask.url_for("home.show_dashboard"), code=303)
    remember_device(response, account)
    return response


def end_sign_in() -> None:
    """Whatever this browser was signed in with ends on the server too, so that no token outlives its use."""
    token = sign_out_browser()
    if token:
        commands.sign_out(here.session, token)


def remember_device(response: Response, account: domain.Account) -> None:
    """Leave in the browser that this person signed in with it, so that strangers' guesses do not make them wait here."""
    if domain.knows_device(keys(), request.cookies.get(_cookie_name(), ""), account.person_id, at=here.now):
        return
    mark = domain.mark_device(keys()[0], account.person_id, at=here.now)
    is_secure = _config().is_secure
    response.set_cookie(
        _cookie_name(), mark, max_age=domain.DEVICE_LASTS, secure=is_secure, httponly=True, samesite="Strict", path="/"
    )


def token_here() -> str:
    """The token of this browser's sign-in; behind a rule that demands a member there is one."""
    return str(flask.session["_user_id"])


def limit_mails_to(email: str) -> None:
    """No more than a few mails to one address, whoever asks for them and whether or not it has an account."""
    here.throttle.knock("mail to", email, LINKS_TO_AN_ADDRESS)


def mails_go_to_console() -> bool:
    """Whether whoever tries the product out on their own machine finds its mails where they started it."""
    return _config().development and _config().mail_url.startswith("console:")


def _cookie_name() -> str:
    return "__Host-known-device" if _config().is_secure else "known-device"


def _config() -> Config:
    config: Config = flask.current_app.extensions["config"]
    return config
