"""Attacks on signing in through a provider: forged and stolen answers, and a provider that reaches for more than its organisation.

Each way in is also tried with the check that closes it taken out: then the attack must succeed, or it proves nothing.
"""

import json
from base64 import b64decode
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from joserfc import jwt
from joserfc.jwk import OctKey

from accountability import oidc
from accountability.access import Role
from accountability.identity import commands as identity
from accountability.identity.models import Person, SignInSession
from accountability.organisation.commands import invite_colleague
from accountability.organisation.commands import single_sign_on as commands
from accountability.organisation.domain import NewInvitation
from accountability.organisation.models import FactorReset, Member, Membership, VouchedMember
from accountability.organisation.routes import vouching as routes
from accountability.record.models import JournalWaiting
from tests.organisation.vouching import Vouching, choose
from tests.support.client import CheckingClient
from tests.support.provider import CLIENT_ID
from tests.support.tenants import Tenant

NOW = 1777896300  # the moment of the tests, in seconds since 1970
ERASURE = "/organisation/leaving/erase/confirm"


def is_in(vouching: Vouching) -> bool:
    """Whether the browser acts for anybody."""
    with vouching.tenant.database.session(read_only=True) as session:
        return session.scalar(sa.select(sa.exists().where(SignInSession.is_bound))) is True


def comes_in(vouching: Vouching, *, role: str = "officer", sub: str = "p-1", **behaviour: Any) -> bool:
    """Whether a sign-in works while the provider behaves like this."""
    vouching.be(role, sub=sub, **behaviour)
    back = vouching.come_back()
    status = vouching.client._open("POST", back.partition("?")[0], data=answer_of(vouching, back)).status_code
    assert status in (303, 409)
    return is_in(vouching)


def answer_of(vouching: Vouching, back: str) -> dict[str, str]:
    """What the button on the page sends."""
    fields = dict(pair.split("=", 1) for pair in back.partition("?")[2].split("&"))
    return {**fields, "csrf_token": vouching.client.csrf_token()}


FORGED: dict[str, tuple[dict[str, Any], str]] = {
    "unsigned": ({"sign": "none"}, "signature does not hold"),
    "signed with the shared secret": ({"sign": "secret"}, "signature does not hold"),
    "signed with the public key as if it were secret": ({"sign": "public-key"}, "signature does not hold"),
    "signed with another key": ({"sign": "other-key"}, "signature does not hold"),
    "of another issuer": ({"claims": {"iss": "https://evil.example"}}, "from another provider"),
    "for another audience": ({"claims": {"aud": "another"}}, "for somebody else"),
    "for several audiences": ({"claims": {"aud": [CLIENT_ID, "another"]}}, "for somebody else"),
    "for another party": ({"claims": {"azp": "another"}}, "for somebody else"),
    "for nobody": ({"claims": {"aud": None}}, "for somebody else"),
    "with another nonce": ({"claims": {"nonce": "another"}}, "from another attempt"),
    "without nonce": ({"claims": {"nonce": None}}, "from another attempt"),
    "lapsed": ({"claims": {"exp": NOW - 120, "iat": NOW - 240}}, "too old"),
    "that never lapses": ({"claims": {"exp": None}}, "too old"),
    "made too long ago": ({"claims": {"iat": NOW - 3600}}, "too old"),
    "of tomorrow": ({"claims": {"iat": NOW + 86400, "exp": NOW + 90000}}, "too old"),
    "about nobody": ({"claims": {"sub": ""}}, "names nobody"),
    "about a number": ({"claims": {"sub": 7}}, "names nobody"),
    "with an unverified address": ({"claims": {"email_verified": False}}, "is verified"),
    "with an address of unknown standing": ({"claims": {"email_verified": None}}, "is verified"),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_token_is_refused_and_the_page_says_why(name: str, vouching: Vouching) -> None:
    behaviour, said = FORGED[name]
    vouching.be("officer", **behaviour)
    assert said in vouching.sign_in(expect=409).text
    assert not is_in(vouching)


OTHERS = ("is verified", "names nobody")  # found by checks of their own
CLAIMS = [name for name, (behaviour, said) in FORGED.items() if "claims" in behaviour and said not in OTHERS]


@pytest.mark.parametrize("name", CLAIMS)
def test_without_the_check_of_claims_these_tokens_would_let_in(
    name: str, vouching: Vouching, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oidc, "check_claims", lambda *_claims, **_more: None)
    # An issuer is also compared with the provider that was chosen.
    monkeypatch.setattr(commands, "_get_provider_of", lambda session, _vouched: commands.queries.get_provider(session))
    assert comes_in(vouching, **FORGED[name][0])


def test_an_unsigned_token_would_let_in_if_nobody_looked_at_the_signature(
    vouching: Vouching, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oidc, "read_token", lambda text, _keys: json.loads(b64decode(text.split(".")[1] + "==", "-_")))
    assert comes_in(vouching, sign="none")


def test_without_the_kinds_of_key_a_shared_secret_would_let_in(vouching: Vouching, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = OctKey.import_key("a-secret-between-the-two" * 2)
    monkeypatch.setattr(oidc, "read_token", lambda text, _keys: jwt.decode(text, secret, algorithms=["HS256"]).claims)
    assert comes_in(vouching, sign="secret")


def test_an_unverified_address_would_let_in_if_it_were_believed(vouching: Vouching, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = oidc.vouched_by
    monkeypatch.setattr(oidc, "vouched_by", lambda claims: honest({**claims, "email_verified": True}))
    assert comes_in(vouching, claims={"email_verified": False})


def begun_elsewhere(vouching: Vouching) -> bool:
    """Whether an attacker's answer signs in the browser of somebody who is made to open it."""
    vouching.be("officer")
    back = vouching.come_back()
    victim = CheckingClient(vouching.client.app, at=vouching.client.at)
    victim._open("GET", back)
    victim._open("POST", back.partition("?")[0], data={**answer_of(vouching, back), "csrf_token": victim.csrf_token()})
    return is_in(vouching)


def test_an_answer_counts_only_in_the_browser_that_asked(vouching: Vouching) -> None:
    assert not begun_elsewhere(vouching)


def test_an_answer_would_count_anywhere_without_the_state(vouching: Vouching, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[dict[str, Any]] = []
    begin = routes._begin

    def remember(*args: Any, **options: Any) -> str:
        link = begin(*args, **options)
        kept.append(dict(routes.flask.session[routes.KEY]))
        return link

    monkeypatch.setattr(routes, "_begin", remember)
    monkeypatch.setattr(routes, "_take_attempt", lambda _code, _state: kept[-1])
    assert begun_elsewhere(vouching)


@pytest.mark.parametrize("state", ["", "another", "čćž"])
def test_a_wrong_state_is_refused(state: str, vouching: Vouching) -> None:
    vouching.be("officer")
    assert "did not begin in this browser" in vouching.press(vouching.come_back(), expect=409, state=state).text


def test_an_answer_counts_once(vouching: Vouching) -> None:
    vouching.be("officer")
    back = vouching.come_back()
    vouching.press(back)
    vouching.press(back, expect=409)


def test_an_attempt_that_failed_is_spent(vouching: Vouching) -> None:
    vouching.be("officer")
    back = vouching.come_back()
    vouching.press(back, expect=409, code="guessed")
    assert "did not begin in this browser" in vouching.press(back, expect=409).text


def test_a_stolen_code_opens_nothing_in_another_attempt(vouching: Vouching) -> None:
    vouching.be("officer")
    stolen = answer_of(vouching, vouching.come_back())["code"]
    own = vouching.come_back()
    assert "did not let you in" in vouching.press(own, expect=409, code=stolen).text


def test_an_answer_that_comes_too_late_is_refused(vouching: Vouching) -> None:
    vouching.be("officer")
    back = vouching.come_back()
    vouching.client.at += timedelta(minutes=11)
    assert "too long ago" in vouching.press(back, expect=409).text


def test_an_answer_of_another_provider_is_refused(vouching: Vouching) -> None:
    vouching.be("officer")
    page = vouching.press(vouching.come_back(), expect=409, iss="https://evil.example").text
    assert "the answer came from another provider" in page


def test_a_provider_that_names_itself_must_do_so(vouching: Vouching) -> None:
    vouching.be("officer", document={"authorization_response_iss_parameter_supported": True})
    back = vouching.come_back()
    vouching.press(back, expect=409)
    vouching.press(vouching.come_back(), iss=vouching.provider.issuer())


def test_an_answer_for_one_organisation_is_worth_nothing_at_another(vouching: Vouching, app: Flask, theirs: Tenant) -> None:
    other = choose(app, theirs, vouching.provider)
    vouching.be("officer")
    back = vouching.come_back()
    vouching.client.may_see_neighbour = True
    assert "did not begin in this browser" in vouching.press(back.replace(vouching.code, other), expect=409).text
    assert not is_in(vouching)


def test_a_refusal_of_the_provider_is_shown_without_its_words(vouching: Vouching) -> None:
    vouching.be("officer")
    state = answer_of(vouching, vouching.come_back())["state"]
    path = f"/sign-in/with/{vouching.code}/return"
    page = vouching.client.get(f"{path}?error=<script>alert(1)</script>&state={state}", expect=409).text
    assert "alert(1)" not in page
    assert "did not let you in" in page


def somebody_else_takes_the_address(vouching: Vouching) -> bool:
    """Whether another of the provider's people becomes the member by having their mail address."""
    vouching.be("officer", sub="p-1")
    vouching.sign_in()
    vouching.client.post("/sign-out")
    return comes_in(vouching, sub="p-2")


def address_of(vouching: Vouching, role: str) -> dict[str, Any]:
    return {"email": f"{role}@{vouching.tenant.organisation_id}.example", "email_verified": True}


def test_a_member_stays_who_they_were_until_released(vouching: Vouching, client: CheckingClient, ours: Tenant) -> None:
    assert not somebody_else_takes_the_address(vouching)
    client.sign_in(ours, "owner")
    client.post(f"/organisation/single-sign-on/members/{ours.actor('officer').member_id}/release")
    client.actor = None
    assert comes_in(vouching, sub="p-2")


def test_somebody_else_would_take_the_address_if_nobody_were_held(vouching: Vouching, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "_hold", lambda *_args, **_more: None)
    assert somebody_else_takes_the_address(vouching)


def test_whom_the_provider_renames_is_still_who_they_were(vouching: Vouching) -> None:
    vouching.be("viewer", sub="p-1")
    vouching.sign_in()
    vouching.tenant.actor("owner")
    vouching.says({"sub": "p-1", **address_of(vouching, "owner")})
    vouching.sign_in()
    assert "Viewer of" in vouching.client.get("/").text


def joined_both(vouching: Vouching, theirs: Tenant) -> None:
    """Our officer is the other organisation's owner, too."""
    person_id = vouching.tenant.actor("officer").person_id
    with theirs.session() as session, session.begin():
        member = Member(name="The same", email="same@example.org", role=Role.OWNER, joined_at=theirs.at)
        session.add(member)
        session.flush()
        session.add(Membership(person_id=person_id, organisation_id=theirs.organisation_id, member_id=member.id))


def reaches_the_other(vouching: Vouching, theirs: Tenant) -> bool:
    """Whether our provider, which can be anybody of ours, gets into the other organisation of one of them."""
    joined_both(vouching, theirs)
    vouching.be("officer")
    vouching.sign_in()
    client = vouching.client
    client.may_see_neighbour = True
    data = {"organisation": str(theirs.organisation_id), "csrf_token": client.csrf_token()}
    shown = client._open("GET", "/organisations/switch")
    client._open("POST", "/organisations/switch", data=data)
    return theirs.name in client._open("GET", "/").text or theirs.name in shown.text


def test_a_provider_does_not_reach_the_other_organisations_of_a_person(vouching: Vouching, theirs: Tenant) -> None:
    assert not reaches_the_other(vouching, theirs)


def test_a_provider_would_reach_them_if_its_word_were_not_bound(
    vouching: Vouching, theirs: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest: Callable[..., str] = identity.sign_in

    def unbound(*args: Any, **options: Any) -> str:
        return honest(*args, **{**options, "is_bound": False})

    monkeypatch.setattr(identity, "sign_in", unbound)
    assert reaches_the_other(vouching, theirs)


ACCOUNT = (
    "/account",
    "/account/password",
    "/account/mail-address",
    "/account/second-factor",
    "/account/second-factor/set-up",
    "/account/leave",
    "/organisations/add",
    "/organisations/switch",
)


@pytest.mark.parametrize("path", ACCOUNT)
def test_a_provider_does_not_reach_the_account(path: str, vouching: Vouching) -> None:
    vouching.be("officer")
    vouching.sign_in()
    assert "own sign-in is good for this organisation only" in vouching.client.get(path, expect=403).text


def test_a_provider_does_not_reach_the_second_factor_either(vouching: Vouching, theirs: Tenant) -> None:
    joined_both(vouching, theirs)
    vouching.be("officer")
    with vouching.tenant.session() as session, session.begin():
        session.get_one(Person, vouching.tenant.actor("officer").person_id).second_factor_since = vouching.tenant.at
    assert "second-factor" in vouching.sign_in().headers["Location"]
    assert vouching.client.get("/sign-in/second-factor/lost", expect=303).headers["Location"] == "/sign-in"
    vouching.client.post("/sign-in/second-factor/lost", {"organisation": str(theirs.organisation_id)})
    with theirs.session() as session:
        assert not session.scalars(sa.select(FactorReset)).all()


def test_what_a_provider_vouches_for_is_no_news_for_other_organisations(vouching: Vouching, theirs: Tenant) -> None:
    joined_both(vouching, theirs)
    vouching.be("officer")
    vouching.sign_in()
    with theirs.session() as session:
        assert not session.scalars(sa.select(JournalWaiting.kind).where(JournalWaiting.kind == "SignedIn")).all()


def test_a_provider_cannot_vouch_for_people_of_an_organisation_that_did_not_choose_it(vouching: Vouching, theirs: Tenant) -> None:
    theirs.actor("owner")
    vouching.says({"sub": "p-1", "email": f"owner@{theirs.organisation_id}.example", "email_verified": True})
    assert "nobody here has invited" in vouching.sign_in(expect=409).text


def test_a_member_who_left_does_not_come_back_by_the_provider(vouching: Vouching, client: CheckingClient, ours: Tenant) -> None:
    vouching.be("viewer")
    vouching.sign_in()
    client.post("/sign-out")
    client.sign_in(ours, "owner").post(f"/organisation/members/{ours.actor('viewer').member_id}/end")
    client.actor = None
    assert not comes_in(vouching, role="viewer")
    with ours.session() as session:
        assert not session.scalars(sa.select(VouchedMember)).all()


def test_confirming_as_somebody_else_confirms_nothing(vouching: Vouching) -> None:
    vouching.be("owner")
    vouching.sign_in()
    vouching.client.at += timedelta(minutes=31)
    vouching.be("owner", sub="p-2")
    vouching.press(vouching.come_back("/sign-in/again"), expect=409)
    vouching.client.get("/organisation/single-sign-on", expect=303)


def test_a_provider_brings_nobodys_account_into_its_organisation(vouching: Vouching, theirs: Tenant) -> None:
    """Its owners would hear of every sign-in of that account, and two of them could have its second factor removed."""
    victim, mail = theirs.actor("officer"), f"officer@{theirs.organisation_id}.example"
    with vouching.tenant.session() as session, session.begin():
        new, by = NewInvitation(email=mail, role="viewer"), vouching.tenant.actor("owner")
        invite_colleague(session, new, by=by, at=vouching.tenant.at, address=lambda token: f"/{token}")
    vouching.says({"sub": "p-9", "email": mail, "email_verified": True})
    assert "an account of your own" in vouching.sign_in(expect=409).text
    with vouching.tenant.database.session(read_only=True) as session:
        joined = session.scalars(sa.select(Membership.organisation_id).where(Membership.person_id == victim.person_id)).all()
    assert joined == [theirs.organisation_id]


@pytest.mark.parametrize(
    "path", ["/organisation/second-factors/resets/{reset}/approve", "/organisation/second-factors/resets/start", ERASURE]
)
def test_a_provider_cannot_be_the_second_of_two_owners(path: str, vouching: Vouching) -> None:
    """An owner chose it, and could have it vouch for every other one."""
    reset = add_reset(vouching.tenant)
    vouching.be("owner")
    vouching.sign_in()
    typed = {"member": str(vouching.tenant.actor("officer").member_id), "typed": vouching.tenant.name}
    vouching.client.post(path.format(reset=reset), typed, expect=403)


def add_reset(tenant: Tenant) -> UUID:
    """A reset that waits for the second of two people."""
    with tenant.session() as session, session.begin():
        row = FactorReset(
            member_id=tenant.actor("officer").member_id, asked_by=tenant.actor("viewer").member_id, asked_at=tenant.at
        )
        session.add(row)
        session.flush()
        return row.id
