"""To a provider and back. What is looked at only leads there; whatever signs in or confirms happens on a button press.

The secrets of an attempt are kept in the browser's own cookie, so an answer counts only in the browser that asked for it. Each
organisation has a return address of its own, so an answer meant for one is worth nothing at another's.
"""

import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import flask
from flask import request
from flask.typing import ResponseReturnValue

from accountability import oidc, web
from accountability.access import ANYONE
from accountability.database import NotFound
from accountability.id_token import NotBelieved, Vouched, is_signed_in_since
from accountability.identity import commands as identity
from accountability.identity.commands.bound import confirm_bound_sign_in
from accountability.identity.domain.devices import label_of
from accountability.language import gettext as _
from accountability.organisation.access import CHOOSE_SIGN_IN, CONFIRM_WITH_PROVIDER
from accountability.organisation.commands import single_sign_on as commands
from accountability.organisation.domain import single_sign_on as domain
from accountability.organisation.models import SignInProvider
from accountability.organisation.queries import get_organisation
from accountability.organisation.queries import single_sign_on as queries
from accountability.organisation.routes.pages import pages
from accountability.outside import NoAnswer, NotAllowedOutside, Outside, Patience
from accountability.refusal import Refusal
from accountability.sealing import Seal
from accountability.web import go, here, knock, local_path, page, say

LOOKS = "60/15 minute"
log = logging.getLogger(__name__)
KEY = "elsewhere"  # where the browser's cookie keeps an attempt


@pages.get("/sign-in/with/<code>", access=ANYONE)
def sign_in_with(code: str) -> ResponseReturnValue:
    """Sign in to an organisation through its provider."""
    provider = _enter(code)
    host, organisation = oidc.host_of(provider.issuer), get_organisation(here.session).name
    return lead_there(provider, purpose="sign_in", host=host, organisation=organisation)


@pages.get("/sign-in/again", access=CONFIRM_WITH_PROVIDER)
def confirm_with_provider() -> ResponseReturnValue:
    """Prove again who one is, to the provider that vouched before."""
    provider = queries.get_provider(here.session)
    return lead_there(provider, purpose="confirm", host=oidc.host_of(provider.issuer))


@pages.get("/sign-in/with/<code>/return", access=ANYONE)
@pages.post("/sign-in/with/<code>/return", access=ANYONE)
def return_from_provider(code: str) -> ResponseReturnValue:
    """Back from the provider: with a button press what it says is asked for, checked and acted on."""
    provider = _enter(code)
    given = request.form if request.method == "POST" else request.args
    answer = {name: given.get(name, "") for name in ("state", "code", "iss", "error")}
    try:
        attempt = _take_attempt(code, answer["state"])
        if answer["error"] or not answer["code"]:
            raise domain.ProviderDeclined
        if request.method == "POST":
            _check_who_asks(provider, attempt)
            vouched = _redeem(provider, attempt, answer)
            return FINISH[attempt["purpose"]](vouched, attempt)
    except Refusal as refusal:
        return _page_of_refusal(refusal, code=code, answer={}, is_over=True)
    return page(message=None, code=code, answer=answer, is_over=False)


def _begin(provider: SignInProvider, *, purpose: str, after: str | None = None, anew: bool = False) -> str:
    """The address at the provider for a fresh attempt, whose secrets this browser keeps. Refuses as `_speaking`."""
    client, code = _client(provider), provider.code
    # Nothing is written yet; nobody waits for the database while another machine thinks.
    here.session.rollback()
    with _speaking():
        found = oidc.find_provider(outside(), client.issuer, patience=Patience(oidc.SECONDS))
    attempt = oidc.new_attempt()
    flask.session[KEY] = {
        "organisation": code,
        "state": attempt.state,
        "nonce": attempt.nonce,
        "verifier": attempt.verifier,
        "purpose": purpose,
        "after": after,
        "begun": here.now.isoformat(),
    }
    return oidc.address_to_go_to(found, client, attempt, anew=anew)


def outside() -> Outside:
    """The way to other machines; in development to this one too."""
    return Outside(is_open=flask.current_app.extensions["config"].development)


def seal() -> Seal:
    """What secrets are sealed with."""
    sealing: Seal = flask.current_app.extensions["seal"]
    return sealing


def lead_there(provider: SignInProvider, *, purpose: str, **context: Any) -> ResponseReturnValue:
    """The page with the link to the provider, or with the reason why there is none."""
    knock("sign-in-with", LOOKS)
    after = local_path(request.args.get("after"))
    try:
        link = _begin(provider, purpose=purpose, after=after, anew=purpose == "confirm")
    except Refusal as refusal:
        return _page_of_refusal(refusal, link=None, **context)
    return page(link=link, message=None, **context)


def _page_of_refusal(refusal: Refusal, **context: Any) -> ResponseReturnValue:
    """The page with what stands in the way, answered as an error so that nothing is kept."""
    log.warning("a provider's word was not taken at %s: %s", request.endpoint, type(refusal).__name__)
    response = flask.make_response(page(message=_(refusal.message, **refusal.params), **context))
    response.status_code = 409
    return response


def _enter(code: str) -> SignInProvider:
    """The provider at this address; from here on the session acts for its organisation."""
    organisation_id = queries.find_organisation_of(here.session, code)
    if organisation_id is None:
        raise NotFound("address")
    here.enter(organisation_id)
    return queries.get_provider(here.session)


def _client(provider: SignInProvider) -> oidc.Client:
    return oidc.Client(
        issuer=provider.issuer,
        client_id=provider.client_id,
        client_secret=commands.open_secret(provider, seal()),
        return_address=web.absolute_url("organisation.return_from_provider", code=provider.code),
    )


def _take_attempt(code: str, state: str) -> dict[str, Any]:
    """The attempt that this answer belongs to; used up once something is done with it. Refuses AttemptIsOver."""
    kept: dict[str, Any] | None = flask.session.get(KEY)
    is_ours = kept is not None and kept["organisation"] == code and secrets.compare_digest(kept["state"].encode(), state.encode())
    if kept is None or not is_ours or domain.is_over(begun_at=datetime.fromisoformat(kept["begun"]), at=here.now):
        raise domain.AttemptIsOver
    if request.method == "POST":
        flask.session.pop(KEY)
    return kept


def _check_who_asks(provider: SignInProvider, attempt: dict[str, Any]) -> None:
    """Confirming and trying are for who acts for this organisation, also if they switched meanwhile. Refuses AttemptIsOver."""
    actor = flask.g.here.actor
    if attempt["purpose"] != "sign_in" and (actor is None or actor.organisation_id != provider.organisation_id):
        raise domain.AttemptIsOver


def _redeem(provider: SignInProvider, attempt: dict[str, Any], answer: dict[str, str]) -> Vouched:
    client = _client(provider)
    kept = oidc.Attempt(state=attempt["state"], nonce=attempt["nonce"], verifier=attempt["verifier"])
    named, patience = answer["iss"] or None, Patience(oidc.SECONDS)
    here.session.rollback()
    with _speaking():
        return oidc.redeem(outside(), client, kept, code=answer["code"], named=named, at=here.now, patience=patience)


@contextmanager
def _speaking() -> Iterator[None]:
    """What can go wrong with a provider, in words. Refuses ProviderIsAway, ProviderDeclined or ProviderIsNotBelieved."""
    try:
        yield
    except (NoAnswer, NotAllowedOutside) as error:
        raise domain.ProviderIsAway from error
    except oidc.ProviderRefused as error:
        raise domain.ProviderDeclined from error
    except NotBelieved as error:
        raise domain.ProviderIsNotBelieved(reason=error) from error


def _let_in(vouched: Vouched, attempt: dict[str, Any]) -> ResponseReturnValue:
    """A sign-in for this organisation only, in place of whatever the browser was signed in with."""
    came = commands.let_in(here.session, vouched, at=here.now, label=label_of(request.user_agent.string))
    old = web.sign_out_browser()
    if old:
        identity.sign_out(here.session, old)
    web.sign_in_browser(came.token)
    if came.awaits_factor:
        return go("identity.give_second_factor", after=attempt["after"])
    return flask.redirect(attempt["after"] or flask.url_for("home.show_dashboard"), code=303)


def _confirm(vouched: Vouched, attempt: dict[str, Any]) -> ResponseReturnValue:
    """The same person proved again to the provider who they are."""
    web.demand(CONFIRM_WITH_PROVIDER)
    commands.check_same_person(here.session, vouched, actor=here.actor)
    if not is_signed_in_since(vouched, asked_at=datetime.fromisoformat(attempt["begun"])):
        raise domain.WasNotProvenAnew
    gave_factor = queries.get_provider(here.session).asks_second_factor
    token = confirm_bound_sign_in(here.session, flask.session["_user_id"], gave_factor=gave_factor, at=here.now)
    web.sign_in_browser(token)
    return flask.redirect(attempt["after"] or flask.url_for("home.show_dashboard"), code=303)


def _note_it_works(vouched: Vouched, _attempt: dict[str, Any]) -> ResponseReturnValue:
    """An owner tried it, and stays signed in as before."""
    web.demand(CHOOSE_SIGN_IN)
    commands.note_provider_works(here.session, vouched, by=here.actor, at=here.now)
    say(_("It works: the provider knows you, and we know you by it."))
    return go("organisation.show_single_sign_on")


FINISH: dict[str, Callable[[Vouched, dict[str, Any]], ResponseReturnValue]] = {
    "sign_in": _let_in,
    "confirm": _confirm,
    "try": _note_it_works,
}
