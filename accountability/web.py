"""The way in: pages that demand an access rule, one transaction per request decided by its method, errors in words."""

import functools
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar, cast

import flask
from flask import Blueprint, g, request
from flask.typing import ResponseReturnValue
from flask_login import UserMixin, current_user, login_user, logout_user
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from werkzeug.local import LocalProxy
from werkzeug.wrappers import Response
from wtforms.form import BaseForm

from accountability import clock, language, trouble
from accountability.access import (
    ANYONE,
    CHANGE_ACCOUNT,
    CONFIRMED_TO_CHANGE,
    CONFIRMED_TO_READ,
    OWN_ACCOUNT,
    SETTING_UP,
    Actor,
    ConfirmationIsNeeded,
    Forbidden,
    ProviderIsRequired,
    Rule,
    SecondFactorIsMissing,
)
from accountability.database import Database, NotFound
from accountability.refusal import Refusal
from accountability.tenancy import OrganisationId, act_for
from accountability.throttle import Throttle

log = logging.getLogger(__name__)
READING = {"GET", "HEAD", "OPTIONS"}
View = Callable[..., ResponseReturnValue]
T = TypeVar("T")


class SignedIn(UserMixin):  # type: ignore[misc]
    """Who Flask-Login knows: the person's server-side session by its token, and the member they act as."""

    def __init__(self, token: str, actor: Actor | None = None) -> None:
        self.id = token
        self.actor = actor


@dataclass
class Here:
    """What a route needs of the request: the session, who acts, and the time."""

    database: Database
    session: Session
    now: datetime
    throttle: Throttle
    actor: Actor | None = None
    despite: list[Callable[[Session], None]] = field(default_factory=list)

    def enter(self, organisation_id: OrganisationId) -> None:
        """Act for the organisation that an address or invitation leads to; for people who are not its members."""
        act_for(self.session, organisation_id)


class _Here:
    """`here` with the actor known to be there: behind a rule that demands a member it always is."""

    session: Session
    now: datetime
    actor: Actor
    throttle: Throttle
    database: Database
    enter: Callable[[OrganisationId], None]


here = cast(_Here, LocalProxy(lambda: g.here))


class OtherOrganisation(Refusal):
    message = (
        "You switched to another organisation in another tab, so this was not saved. "
        "Go back, switch to the organisation this page belongs to, and send it again: what you typed is still there."
    )


class Pages(Blueprint):
    """A blueprint on which no route can be made without the rule that says who may use it."""

    def get(self, path: str, *, access: Rule) -> Callable[[View], View]:  # type: ignore[override]
        return self._page(path, access, "GET")

    def post(self, path: str, *, access: Rule, most_files: int = 0) -> Callable[[View], View]:  # type: ignore[override]
        """`most_files`: as many files of the largest size may come with it, from those who are signed in."""
        return self._page(path, access, "POST", most_files)

    def route(self, rule: str, **options: Any) -> Any:
        raise TypeError("use get or post with an access rule")

    def _page(self, path: str, access: Rule, method: str, most_files: int = 0) -> Callable[[View], View]:
        def place(view: View) -> View:
            rules: dict[str, Rule] = getattr(view, "access", {})
            served = view if rules else _serve(view)
            rules[method] = access
            served.access = rules  # type: ignore[attr-defined]
            served.most_files = most_files or getattr(served, "most_files", 0)  # type: ignore[attr-defined]
            self.add_url_rule(path, endpoint=view.__name__, view_func=served, methods=[method])
            return served

        return place


def _serve(view: View) -> View:
    """Check the rule, run the view, commit what a POST changed if it is answered below 400."""

    @functools.wraps(view)
    def serve(**arguments: Any) -> ResponseReturnValue:
        rules: dict[str, Rule] = serve.access  # type: ignore[attr-defined]
        demand(rules["GET" if request.method in READING else request.method])
        if request.method not in READING:
            _demand_same_organisation()
        response = flask.make_response(view(**arguments))
        if request.method not in READING and response.status_code < 400:
            _commit()
        return response

    return serve


def _commit() -> None:
    here.session.commit()
    names = here.session.info.pop("wake", set())
    if names:
        flask.current_app.extensions["queue"].wake(names)


def _demand_same_organisation() -> None:
    posted = request.form.get("acting_for")
    if here.actor and posted and posted != str(here.actor.organisation_id):
        raise OtherOrganisation


def open_request(database: Database, throttle: Throttle) -> None:
    """Begin a request: a session that cannot write when the method only reads."""
    session = database.session(read_only=request.method in READING)
    # A thread serves many people: nobody gets the language or the clock of the one before.
    language.use(language.DEFAULT)
    language.use_zone(language.UTC_ZONE)
    g.here = Here(database=database, session=session, now=clock.now(), throttle=throttle)
    if "\0" in request.path:
        # No address of ours has it, and PostgreSQL takes no text with it, not even to look for.
        raise NotFound("address")


def make_room_for_files() -> None:
    """Let a larger body in where files are sent, and only from who is signed in. Before anything reads the form."""
    view = flask.current_app.view_functions.get(request.endpoint or "")
    most: int = getattr(view, "most_files", 0)
    if most and current_user.is_authenticated:
        size: int = flask.current_app.extensions["config"].evidence_file_size
        request.max_content_length = most * size + flask.current_app.config["MAX_CONTENT_LENGTH"]


def find_actor() -> None:
    """Fill in who acts, on the app where people sign in."""
    if request.endpoint and request.endpoint != "static" and current_user.is_authenticated:
        g.here.actor = current_user.actor
        act_for(g.here.session, g.here.actor.organisation_id)
        language.use_zone(language.zone_of(g.here.actor.country))


def close_request(_error: BaseException | None = None) -> None:
    """End a request: undo what was not committed, then write what must survive a refusal."""
    opened: Here | None = g.pop("here", None)
    if opened is None:
        return
    opened.session.rollback()
    opened.session.close()
    for write in opened.despite:
        try:
            with opened.database.transaction() as session:
                write(session)
        except SQLAlchemyError as error:
            # The answer is on its way and what it says was kept is kept.
            trouble.report(log, "a note beside the request could not be written", error=error)


def sign_in_browser(token: str) -> None:
    """Give the browser a fresh cookie that holds the token and nothing of what it held before."""
    flask.session.clear()
    login_user(SignedIn(token))


def sign_out_browser() -> str | None:
    """Empty the browser's cookie; return the token it held."""
    token: object = flask.session.get("_user_id")
    logout_user()
    flask.session.clear()
    return token if isinstance(token, str) else None


def knock(door: str, limit: str) -> None:
    """Count this request against a limit such as "10/minute" for whoever sends it; TooMany when it is passed."""
    here.throttle.knock(door, request.remote_addr or "", limit)


def record_despite_refusal(write: Callable[[Session], None]) -> None:
    """Have `write` done in a short transaction of its own when the request ends, whatever its answer and method.

    A test lists the callers, such as "last seen" of a sign-in (at most every five minutes).
    """
    g.here.despite.append(write)


def record_first(write: Callable[[Session], T]) -> T:
    """Have `write` done and committed at once, so that it stands whatever this request comes to. A test lists the callers.

    What this request has begun is let go of first: SQLite has one writer, which would wait for itself.
    """
    here.session.rollback()
    with g.here.database.transaction() as session:
        return write(session)


def demand(rule: Rule, subject: object = None) -> None:
    """Go on only if the actor may; otherwise Forbidden, which sends the signed-out to the sign-in page.

    Who must still set up a second factor, or prove again who they are, is sent there first.
    """
    if not rule.allows(here.actor, subject):
        raise Forbidden(rule)
    if here.actor and here.actor.must_use_provider and rule not in (ANYONE, SETTING_UP, OWN_ACCOUNT, CHANGE_ACCOUNT):
        raise ProviderIsRequired
    if here.actor and here.actor.needs_second_factor and rule not in (ANYONE, SETTING_UP):
        raise SecondFactorIsMissing
    within = CONFIRMED_TO_READ if request.method in READING else CONFIRMED_TO_CHANGE
    if not rule.is_confirmed(here.actor, at=here.now, within=within):
        raise ConfirmationIsNeeded


def page(**context: Any) -> ResponseReturnValue:
    """The page named after the endpoint; answers 422 when a posted form in it has errors."""
    text = flask.render_template(f"{(request.endpoint or '').replace('.', '/')}.html", **context)
    forms = (value for value in context.values() if isinstance(value, BaseForm))
    is_refused = request.method == "POST" and any(form.errors for form in forms)
    return text, 422 if is_refused else 200


def submitted(form: Any) -> bool:
    """Whether the form was sent and is well formed."""
    return request.method == "POST" and bool(form.validate())


def go(endpoint: str, **values: Any) -> Response:
    """Send the browser on to another page with GET."""
    return flask.redirect(flask.url_for(endpoint, **values), code=303)


def say(message: str, *, kind: str = "success", undo: str | None = None) -> None:
    """Show a message on the next page, with a button that takes the deed back when `undo` says where to post it."""
    said: Any = (message, undo) if undo else message
    flask.flash(said, kind)


def absolute_url(endpoint: str, **values: Any) -> str:
    """A page's whole address, made from the configured base address and never from a request's Host header."""
    root: str = flask.current_app.config["BASE_URL"]
    return root + flask.url_for(endpoint, **values)


def local_path(target: str | None) -> str | None:
    """`target` if it is a path of this site, else None; for "where to go after signing in"."""
    if not target or not target.startswith("/") or target.startswith("//") or "\\" in target or not target.isprintable():
        return None
    return target
