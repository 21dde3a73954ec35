"""Pages for what goes wrong: the cause, what was kept, what to do next. Never a bare status."""

import logging
import secrets
from typing import Any
from urllib.parse import urlsplit

import flask
from flask import Flask, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError

from accountability import bearer, trouble
from accountability.access import (
    ConfirmationIsNeeded,
    Forbidden,
    ProviderIsRequired,
    SecondFactorIsMissing,
    is_free,
)
from accountability.database import NotFound
from accountability.language import gettext as _
from accountability.refusal import Refusal
from accountability.throttle import TooMany
from accountability.web import local_path

log = logging.getLogger(__name__)


def install(app: Flask, *, template: str, sign_in_endpoint: str | None = None) -> None:
    """Handle every error of the app on the page `template`. `sign_in_endpoint` is where the signed-out are sent, if anywhere."""
    app.extensions["error_template"] = template
    app.extensions["sign_in_endpoint"] = sign_in_endpoint
    for error, handler in HANDLERS:
        app.register_error_handler(error, handler)


def not_found(_error: Exception) -> ResponseReturnValue:
    """404, the same for what never was and what belongs to others."""
    cause = _("It may have been moved or removed, or the address has a typing mistake.")
    return _explain(404, _("There is no such page"), cause)


def refused(refusal: Refusal) -> ResponseReturnValue:
    """409 with the domain's own sentence."""
    return _explain(409, _("This cannot be done now"), _(refusal.message, **refusal.params))


def forbidden(error: Forbidden) -> ResponseReturnValue:
    """The sign-in page for those who are not signed in, else 403; nothing at all of what is hidden."""
    if flask.g.here.actor is not None:
        _note_attempt(f"{error.rule.name} was refused to member {flask.g.here.actor.member_id}")
    if error.rule.is_hidden:
        return not_found(error)
    sign_in = flask.current_app.extensions["sign_in_endpoint"]
    if flask.g.here.actor is None and sign_in:
        after = request.full_path.rstrip("?") if request.method == "GET" else None
        return flask.redirect(flask.url_for(sign_in, after=after), code=303)
    if flask.g.here.actor and flask.g.here.actor.is_bound and is_free in error.rule.facts:
        cause = _("Your organisation’s own sign-in is good for this organisation only. Sign in with your mail address instead.")
        return _explain(403, _("This belongs to your account"), cause)
    if bearer.comes_with_token():
        cause = _("Make a token that may read it. What your role does not include, no token of yours may read.")
        return _explain(403, _("The token does not include this"), cause)
    cause = _("Somebody with another role in your organisation can do it, or an owner can change your role.")
    return _explain(403, _("Your role does not include this"), cause)


def wrong_token(_error: bearer.WrongToken) -> ResponseReturnValue:
    """401, the same whatever is wrong with the token."""
    _note_attempt("a token was wrong")
    return _explain(401, _("This token opens nothing"), _("It may have lapsed, been changed or ended, or have a typing mistake."))


def only_reads(_error: bearer.TokenOnlyReads) -> ResponseReturnValue:
    """403 for a program that wants to change something."""
    return _explain(403, _("A token only reads"), _("To change something, sign in with a browser."))


def send_to_provider(_error: ProviderIsRequired) -> ResponseReturnValue:
    """On to where the organisation's own sign-in is offered."""
    return flask.redirect(flask.url_for("organisation.use_provider", after=_page_asked_for()), code=303)


def send_to_second_factor(_error: SecondFactorIsMissing) -> ResponseReturnValue:
    """On to where a second factor is set up."""
    return flask.redirect(flask.url_for("identity.set_up_second_factor", after=_page_asked_for()), code=303)


def send_to_confirmation(_error: ConfirmationIsNeeded) -> ResponseReturnValue:
    """On to where people prove again who they are, and from there back to the page."""
    if request.method != "GET":
        flask.flash(_("Too much time has passed, so nothing was changed. Confirm that it is you, then send it again."), "warning")
    # Whom a provider vouched for proves it there again: they may have no password here.
    place = "organisation.confirm_with_provider" if flask.g.here.actor.is_bound else "identity.confirm_identity"
    return flask.redirect(flask.url_for(place, after=_page_asked_for()), code=303)


def _page_asked_for() -> str | None:
    """The page to come back to; for what was posted to an address that nobody can open, the page of ours it came from."""
    view = flask.current_app.view_functions.get(request.endpoint or "")
    if "GET" in getattr(view, "access", {}):
        return request.full_path.rstrip("?")
    came_from = urlsplit(request.referrer or "")
    return local_path(came_from.path) if came_from.netloc == request.host else None


def not_from_here(_error: CSRFError) -> ResponseReturnValue:
    """400 for a form that does not carry this browser's token."""
    _note_attempt("a form came without its browser's token")
    cause = _("The page was open for very long, or you signed out in another tab. Go back, reload the page and send it again.")
    return _explain(400, _("We could not tell that this came from you"), cause)


def too_many(error: TooMany) -> ResponseReturnValue:
    """429 with when to come back."""
    _note_attempt("a limit was reached")
    cause = _("Please wait a few minutes, then try again. Nobody is locked out for good.")
    return _explain(429, _("Too many tries"), cause, retry_after=error.seconds)


def database_is_away(error: OperationalError) -> ResponseReturnValue:
    """503 while the database cannot be reached."""
    log.error("the database did not answer: %s", type(error.orig).__name__)
    return _explain(503, _("We cannot reach our database"), _("This is our fault. Try again in a minute."), retry_after=5)


def overtaken(_error: StaleDataError) -> ResponseReturnValue:
    """409 when what was to be changed is gone since it was read."""
    cause = _("Somebody else changed or removed this at the same moment. Open the page again to see how it stands now.")
    return _explain(409, _("This cannot be done now"), cause)


def foreign_host(_error: SecurityError) -> ResponseReturnValue:
    """400 in bare words: for a host that is not ours no address of a page or style sheet can be made."""
    return "This address does not belong to this site.\n", 400, {"Content-Type": "text/plain; charset=utf-8"}


def too_large(_error: HTTPException) -> ResponseReturnValue:
    """413 for more than a page takes."""
    cause = _("It is more than this page takes at once. Send less at a time, or shorten it.")
    return _explain(413, _("This is too large"), cause)


def other(error: HTTPException) -> ResponseReturnValue:
    """Any other status of HTTP."""
    if error.code is None or error.code < 400:
        return error
    return _explain(error.code, _("This request could not be understood"), _("Go back and try again."))


def broken(error: Exception) -> ResponseReturnValue:
    """500 with a code that the person can quote and the operator can find in the log."""
    code = secrets.token_hex(4)
    trouble.report(log, "trouble %s at %s", code, request.endpoint, error=error)
    cause = _("Something broke on our side. If it happens again, tell the operator this code: %(code)s.", code=code)
    return _explain(500, _("This did not work, and it is our fault"), cause)


HANDLERS: tuple[tuple[Any, Any], ...] = (
    (NotFound, not_found),
    (404, not_found),
    (Refusal, refused),
    (Forbidden, forbidden),
    (bearer.WrongToken, wrong_token),
    (bearer.TokenOnlyReads, only_reads),
    (ProviderIsRequired, send_to_provider),
    (SecondFactorIsMissing, send_to_second_factor),
    (ConfirmationIsNeeded, send_to_confirmation),
    (CSRFError, not_from_here),
    (TooMany, too_many),
    (OperationalError, database_is_away),
    (StaleDataError, overtaken),
    (SecurityError, foreign_host),
    (413, too_large),
    (HTTPException, other),
    (Exception, broken),
)


def _note_attempt(what: str) -> None:
    # Of constituents' pages nothing is noted: the minute of a line would be the minute of somebody's answer.
    if flask.current_app.extensions["sign_in_endpoint"]:
        log.warning("%s at %s", what, request.endpoint)


def _kept() -> str:
    if request.method in {"GET", "HEAD"}:
        return _("Nothing was changed.")
    return _("Nothing was changed. Go back in your browser: what you typed should still be in the form.")


def _explain(status: int, title: str, cause: str, *, retry_after: int | None = None) -> ResponseReturnValue:
    more = {"Retry-After": str(retry_after)} if retry_after else {}
    if bearer.comes_with_token():
        return bearer.explain(status, title, cause), status, more
    template = flask.current_app.extensions["error_template"]
    return flask.render_template(template, status=status, title=title, cause=cause, kept=_kept()), status, more
