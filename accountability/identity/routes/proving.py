"""The second step of signing in, and proving again who one is before something sensitive."""

import logging
from functools import partial
from typing import Any

import flask
from flask import request
from flask.typing import ResponseReturnValue

from accountability.access import ANYONE, Forbidden, PersonId
from accountability.identity import domain, queries
from accountability.identity.commands import factors as doing
from accountability.identity.commands import proving
from accountability.identity.domain import factors
from accountability.identity.routes.asking import prove_passkey
from accountability.identity.routes.entering import prove_password, token_here
from accountability.identity.routes.pages import pages
from accountability.refusal import Refusal
from accountability.web import go, here, knock, local_path, page, record_first, sign_in_browser
from forms.identity import CodeForm, PasskeyForm, PasswordAgainForm, RecoveryCodeForm

log = logging.getLogger(__name__)
WAYS = {"code": CodeForm, "recovery": RecoveryCodeForm, "passkey": PasskeyForm, "password": PasswordAgainForm}


@pages.get("/sign-in/second-factor", access=ANYONE)
@pages.post("/sign-in/second-factor", access=ANYONE)
def give_second_factor() -> ResponseReturnValue:
    """The second step of signing in; without the first one there is nothing to give."""
    waiting, after = find_waiting(), local_path(request.args.get("after"))
    if waiting is None:
        return go("identity.sign_in", after=after)
    person_id, forms = PersonId(waiting.person_id), _forms()
    way = _sent(forms, among=("code", "recovery", "passkey"))
    if way:
        with forms[way].showing_refusals():
            _prove(way, forms[way], person_id)
            sign_in_browser(proving.complete_sign_in(here.session, token_here(), at=here.now))
            return _on_to(after)
    return page(**forms, factors=queries.list_factors(here.session, person_id), after=after)


@pages.get("/account/confirm", access=ANYONE)
@pages.post("/account/confirm", access=ANYONE)
def confirm_identity() -> ResponseReturnValue:
    """Prove again who one is with what one has, then go on to what was wanted. Whoever has a second factor uses that."""
    if not here.actor:
        raise Forbidden(ANYONE)
    after = local_path(request.args.get("after"))
    if here.actor.is_bound:
        return go("organisation.confirm_with_provider", after=after)
    known = queries.list_factors(here.session, here.actor.person_id)
    account = queries.get_account(here.session, here.actor.person_id)
    forms = _forms()
    way = _sent(forms, among=_ways_to_confirm(known, account))
    if way:
        with forms[way].showing_refusals():
            _prove(way, forms[way], here.actor.person_id)
            gave_factor = known.count > 0
            fresh = proving.confirm_sign_in(here.session, token_here(), way=way, gave_factor=gave_factor, at=here.now)
            sign_in_browser(fresh)
            return _on_to(after)
    return page(**forms, factors=known, account=account, after=after)


def find_waiting() -> domain.SignIn | None:
    """The sign-in of this browser whose first proof was right and which waits for its second factor."""
    token = flask.session.get("_user_id")
    return queries.find_waiting(here.session, token, at=here.now) if isinstance(token, str) else None


def prove_code(person_id: PersonId, code: str) -> None:
    """Take a code of the person's code generator, counted whatever it comes to. Refuses CodesPause or CodeIsWrong."""
    knock("factor", "30/15 minute")
    record_first(partial(doing.count_code, person_id=person_id, at=here.now))
    doing.use_code(here.session, person_id, code, seal=flask.current_app.extensions["seal"], at=here.now)


def _ways_to_confirm(known: factors.Factors, account: domain.Account) -> tuple[str, ...]:
    if known.count:
        return ("code", "recovery", "passkey")
    return ("password",) if account.has_password else ()


def _forms() -> dict[str, Any]:
    """A form for each way; what was sent stands in the one it was sent with."""
    sent = request.form.get("way")
    return {way: form(request.form if way == sent else None) for way, form in WAYS.items()}


def _sent(forms: dict[str, Any], *, among: tuple[str, ...]) -> str | None:
    """The way that was sent and is well formed, if it is one of those that count here."""
    way = request.form.get("way") if request.method == "POST" else None
    return way if way in among and forms[way].validate() else None


def _prove(way: str, form: Any, person_id: PersonId) -> None:
    try:
        _prove_by(way, form, person_id)
    except Refusal:
        log.warning("a proof by %s was wrong for person %s", way, person_id)
        raise


def _prove_by(way: str, form: Any, person_id: PersonId) -> None:
    if way == "code":
        prove_code(person_id, form.draft)
    elif way == "recovery":
        knock("factor", "30/15 minute")
        doing.use_recovery_code(here.session, person_id, form.draft, at=here.now)
    elif way == "passkey":
        prove_passkey(form.draft, of=person_id)
    else:
        _prove_password(person_id, form.draft)


def _prove_password(person_id: PersonId, password: str) -> None:
    account = queries.get_account(here.session, person_id)
    try:
        prove_password(domain.Credentials(email=account.email, password=password))
    except domain.SignInFailed as refusal:
        raise domain.CurrentPasswordIsWrong from refusal


def _on_to(after: str | None) -> ResponseReturnValue:
    return flask.redirect(after or flask.url_for("home.show_dashboard"), code=303)
