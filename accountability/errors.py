"""Pages for what goes wrong: the cause, what was kept, what to do next. Never a bare status."""

import logging
import secrets

import flask
from flask import Flask, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from accountability.access import Forbidden
from accountability.database import NotFound
from accountability.language import gettext as _
from accountability.refusal import Refusal
from accountability.throttle import TooMany

log = logging.getLogger(__name__)


def install(app: Flask, *, template: str, sign_in_endpoint: str | None = None) -> None:
    """Handle every error of the app on the page `template`. `sign_in_endpoint` is where the signed-out are sent, if anywhere."""
    app.extensions["error_template"] = template

    @app.errorhandler(NotFound)
    @app.errorhandler(404)
    def not_found(_error: Exception) -> ResponseReturnValue:
        return _explain(
            404, _("There is no such page"), _("It may have been moved or removed, or the address has a typing mistake."), _kept()
        )

    @app.errorhandler(Refusal)
    def refused(refusal: Refusal) -> ResponseReturnValue:
        return _explain(409, _("This cannot be done now"), _(refusal.message, **refusal.params), _kept())

    @app.errorhandler(Forbidden)
    def forbidden(error: Forbidden) -> ResponseReturnValue:
        actor = flask.g.here.actor
        if actor is None and sign_in_endpoint:
            after = request.full_path.rstrip("?") if request.method == "GET" else None
            return flask.redirect(flask.url_for(sign_in_endpoint, after=after), code=303)
        return _explain(
            403,
            _("Your role does not include this"),
            _("Somebody with another role in your organisation can do it, or an owner can change your role."),
            _kept(),
        )

    @app.errorhandler(CSRFError)
    def not_from_here(_error: CSRFError) -> ResponseReturnValue:
        return _explain(
            400,
            _("We could not tell that this came from you"),
            _("The page was open for very long, or you signed out in another tab. Go back, reload the page and send it again."),
            _kept(),
        )

    @app.errorhandler(TooMany)
    def too_many(error: TooMany) -> ResponseReturnValue:
        text, status, headers = _explain(
            429, _("Too many tries"), _("Please wait a few minutes, then try again. Nobody is locked out for good."), _kept()
        )
        return text, status, headers | {"Retry-After": str(error.seconds)}

    @app.errorhandler(OperationalError)
    def database_is_away(error: OperationalError) -> ResponseReturnValue:
        log.error("the database did not answer: %s", type(error.orig).__name__)
        text, status, headers = _explain(
            503, _("We cannot reach our database"), _("This is our fault. Try again in a minute."), _kept()
        )
        return text, status, headers | {"Retry-After": "5"}

    @app.errorhandler(HTTPException)
    def other(error: HTTPException) -> ResponseReturnValue:
        if error.code is None or error.code < 400:
            return error
        return _explain(error.code, _("This request could not be understood"), _("Go back and try again."), _kept())

    @app.errorhandler(Exception)
    def broken(_error: Exception) -> ResponseReturnValue:
        code = secrets.token_hex(4)
        log.exception("trouble %s at %s", code, request.endpoint)
        cause = _("Something broke on our side. If it happens again, tell the operator this code: %(code)s.", code=code)
        return _explain(500, _("This did not work, and it is our fault"), cause, _kept())


def _kept() -> str:
    if request.method in {"GET", "HEAD"}:
        return _("Nothing was changed.")
    return _("Nothing was changed. Go back in your browser: what you typed should still be in the form.")


def _explain(status: int, title: str, cause: str, kept: str) -> tuple[str, int, dict[str, str]]:
    template = flask.current_app.extensions["error_template"]
    return flask.render_template(template, status=status, title=title, cause=cause, kept=kept), status, {}
