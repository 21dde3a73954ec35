"""Programs that come with a personal token: they read, carry no cookie, and are answered in JSON when refused."""

from typing import Any

import flask
from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin

from accountability.web import READING, knock

WRONG_TOKENS = "30/minute"  # from one sender; right ones are not counted


class WrongToken(Exception):
    """The token opens nothing: unknown, mistyped, lapsed, changed or ended. Nobody is told which."""


class TokenOnlyReads(Exception):
    """A token was sent with a request that would change something."""


class CookiesOfBrowsers(SecureCookieSessionInterface):
    """The browser's cookie; whoever brings a token has none, and is given none."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        return self.session_class() if token_in(request) is not None else super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if token_in(request) is None:
            super().save_session(app, session, response)


def install(app: Flask) -> None:
    """Let programs come to this app with tokens. Called before anything that looks at forms."""
    app.session_interface = CookiesOfBrowsers()
    app.extensions["takes_tokens"] = True

    @app.before_request
    def refuse_writing() -> None:
        if token_in(request) is not None and request.method not in READING:
            raise TokenOnlyReads


def token_in(request: Request) -> str | None:
    """The token that came with a request; None for a browser."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def refuse_wrong() -> None:
    """WrongToken, or TooMany when somebody guesses."""
    knock("token", WRONG_TOKENS)
    raise WrongToken


def comes_with_token() -> bool:
    """Whether this request is a program's."""
    return bool(flask.current_app.extensions.get("takes_tokens")) and token_in(request) is not None


def explain(status: int, title: str, cause: str) -> Any:
    """What went wrong, for a program (RFC 9457)."""
    answer = flask.jsonify(type="about:blank", status=status, title=title, detail=cause)
    answer.mimetype = "application/problem+json"
    if status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer
