"""Signing in through the organisation's own provider: what owners decide, and what members meet."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from accountability import oidc
from accountability.identity.models import Person, SignInSession
from accountability.organisation.commands import invite_colleague
from accountability.organisation.domain import NewInvitation
from accountability.organisation.domain import single_sign_on as domain
from accountability.organisation.models import SignInProvider, VouchedMember
from tests.organisation.vouching import Vouching, choose
from tests.support.client import CheckingClient
from tests.support.provider import CLIENT_ID, CLIENT_SECRET, Provider
from tests.support.tenants import Tenant

SETTINGS = "/organisation/single-sign-on"


def typed(provider: Provider, **changes: str) -> dict[str, str]:
    return {"issuer": provider.issuer(), "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET} | changes


def test_an_owner_chooses_a_provider_and_its_secret_is_never_shown(
    sign_in: Callable[[str], CheckingClient], provider: Provider, session: Session
) -> None:
    owner = sign_in("owner")
    owner.post(f"{SETTINGS}/choose", typed(provider))
    row = session.scalars(sa.select(SignInProvider)).one()
    page = owner.get(SETTINGS).text + owner.get(f"{SETTINGS}/choose").text
    assert f"/sign-in/with/{row.code}" in page
    assert CLIENT_SECRET not in page + row.sealed_secret
    assert len(row.code) >= 22  # 128 bits and more


def test_a_secret_is_asked_for_once_and_kept_when_it_is_left_empty(
    sign_in: Callable[[str], CheckingClient], provider: Provider, vouching: Vouching
) -> None:
    owner = sign_in("owner")
    owner.post(f"{SETTINGS}/choose", typed(provider, client_secret="", asks_second_factor="y"))
    vouching.be("viewer")
    vouching.sign_in()


def test_without_a_secret_no_provider_is_chosen(sign_in: Callable[[str], CheckingClient], provider: Provider) -> None:
    page = sign_in("owner").post(f"{SETTINGS}/choose", typed(provider, client_secret=""), expect=422)
    assert "Enter the client secret" in page.text


@pytest.mark.parametrize(
    ("behaviour", "said"),
    [
        ({"document": {"issuer": "https://elsewhere.example"}}, "calls itself by another address"),
        ({"document": {"id_token_signing_alg_values_supported": ["HS256", "none"]}}, "signs in no way that we accept"),
        ({"document": {"token_endpoint": None}}, "does not say its token_endpoint"),
        ({"document": {"jwks_uri": "ftp://elsewhere.example/keys"}}, "This address cannot be asked"),
    ],
)
def test_a_provider_that_does_not_fit_is_refused_beside_its_address(
    behaviour: dict[str, Any], said: str, sign_in: Callable[[str], CheckingClient], provider: Provider
) -> None:
    provider.behave(**behaviour)
    assert said in sign_in("owner").post(f"{SETTINGS}/choose", typed(provider), expect=422).text


def test_a_provider_that_does_not_answer_is_refused_beside_its_address(
    sign_in: Callable[[str], CheckingClient], provider: Provider
) -> None:
    form = typed(provider, issuer="http://127.0.0.1:9/nobody")
    assert "There is no answer from this address" in sign_in("owner").post(f"{SETTINGS}/choose", form, expect=422).text


@pytest.mark.parametrize("role", ["officer", "viewer", "board"])
def test_only_owners_choose_how_members_sign_in(role: str, sign_in: Callable[[str], CheckingClient], provider: Provider) -> None:
    client = sign_in(role)
    client.get(SETTINGS, expect=403)
    client.post(f"{SETTINGS}/choose", typed(provider), expect=403)


def test_choosing_wants_a_fresh_proof(sign_in: Callable[[str], CheckingClient], ours: Tenant) -> None:
    client = sign_in("owner")
    client.at = ours.at + timedelta(minutes=31)
    assert "/confirm" in client.get(SETTINGS, expect=303).headers["Location"]


def test_a_member_signs_in_through_the_provider(vouching: Vouching, session: Session) -> None:
    vouching.be("officer")
    vouching.sign_in()
    assert "Officer of Otvorena Vrata" in vouching.client.get("/").text
    held = session.scalars(sa.select(VouchedMember)).one()
    assert (held.member_id, held.subject) == (vouching.tenant.actor("officer").member_id, "p-1")


def test_looking_at_the_pages_signs_nobody_in(vouching: Vouching, session: Session) -> None:
    vouching.be("officer")
    back = vouching.come_back()
    vouching.client.get(back)
    vouching.client.get(back)
    assert not session.scalars(sa.select(SignInSession).where(SignInSession.is_bound)).all()


def test_the_page_wanted_is_opened_afterwards(vouching: Vouching) -> None:
    vouching.be("officer")
    back = vouching.come_back(f"/sign-in/with/{vouching.code}?after=/organisation")
    assert vouching.press(back).headers["Location"] == "/organisation"
    back = vouching.come_back(f"/sign-in/with/{vouching.code}?after=//evil.example")
    assert vouching.press(back).headers["Location"] == "/"


def test_whoever_was_invited_joins_by_the_providers_word(vouching: Vouching, session: Session) -> None:
    new = NewInvitation(email="nova@example.org", role="contributor")
    invite_colleague(session, new, by=vouching.tenant.actor("owner"), at=vouching.tenant.at, address=lambda token: f"/{token}")
    session.commit()
    vouching.says({"sub": "p-9", "email": "Nova@example.org", "email_verified": True, "name": "Nova Osoba"})
    vouching.sign_in()
    assert "Nova Osoba" in vouching.client.get("/organisation").text
    assert session.scalars(sa.select(Person.password_hash).where(Person.email == "nova@example.org")).one() is None


def test_whoever_was_not_invited_is_told_so(vouching: Vouching) -> None:
    vouching.says({"sub": "p-9", "email": "stranger@example.org", "email_verified": True})
    assert "nobody here has invited your mail address" in vouching.sign_in(expect=409).text


def test_a_mail_address_may_stand_beside_the_token(vouching: Vouching) -> None:
    email = f"officer@{vouching.tenant.organisation_id}.example"
    vouching.tenant.actor("officer")
    more = {"sub": "p-1", "email": email, "email_verified": True}
    vouching.says({"sub": "p-1"}, userinfo=more)
    vouching.sign_in()
    vouching.says({"sub": "p-1"}, userinfo={**more, "sub": "p-2"})
    assert "somebody else beside the token" in vouching.sign_in(expect=409).text


@pytest.mark.parametrize("trouble", [{"slow": 5.0}, {"drips": True}], ids=["silent", "dripping"])
def test_a_provider_that_is_down_leaves_the_other_ways_in(
    trouble: dict[str, Any], vouching: Vouching, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert oidc.SECONDS < 5, "the page comes within five seconds"
    monkeypatch.setattr(oidc, "SECONDS", 0.5)
    vouching.provider.behave(**trouble)
    began = time.monotonic()
    page = vouching.client.get(f"/sign-in/with/{vouching.code}", expect=409).text
    assert time.monotonic() - began < 2
    assert "does not answer" in page
    assert 'href="/sign-in"' in page


def test_an_unknown_address_is_not_found(client: CheckingClient) -> None:
    client.get("/sign-in/with/nobody", expect=404)
    client.get("/sign-in/with/nobody/return", expect=404)


def test_a_provider_becomes_the_only_way_in_once_it_has_worked(
    sign_in: Callable[[str], CheckingClient], vouching: Vouching, ours: Tenant
) -> None:
    owner = sign_in("owner")
    assert "once first" in owner.post(f"{SETTINGS}/require", expect=409).text
    vouching.be("owner")
    assert vouching.press(vouching.come_back(f"{SETTINGS}/try")).headers["Location"] == SETTINGS
    owner.post(f"{SETTINGS}/require")
    sign_in("officer")
    asked = owner.get("/surveys", expect=303).headers["Location"]
    assert asked.startswith("/organisation/use-provider")
    assert f"{vouching.code}?after=/surveys" in owner.get(asked).text
    assert sign_in("owner").get("/").status_code == 200
    vouching.be("officer")
    vouching.sign_in()
    assert vouching.client.get("/").status_code == 200


def test_members_come_in_by_other_ways_again(sign_in: Callable[[str], CheckingClient], vouching: Vouching) -> None:
    vouching.be("owner")
    vouching.sign_in()
    owner = sign_in("owner")
    owner.post(f"{SETTINGS}/require")
    owner.post(f"{SETTINGS}/stop-requiring")
    assert sign_in("officer").get("/").status_code == 200


def test_trying_as_somebody_else_proves_nothing(sign_in: Callable[[str], CheckingClient], vouching: Vouching) -> None:
    sign_in("owner")
    vouching.be("officer")
    vouching.press(vouching.come_back(f"{SETTINGS}/try"), expect=409)
    sign_in("owner").post(f"{SETTINGS}/require", expect=409)


def test_another_provider_must_prove_itself_anew_and_ends_what_the_first_vouched_for(
    vouching: Vouching, sign_in: Callable[[str], CheckingClient], app: Flask, session: Session
) -> None:
    vouching.be("officer")
    vouching.sign_in()
    choose(app, vouching.tenant, vouching.provider, name="other")
    vouching.client.get("/", expect=303)
    assert session.scalars(sa.select(SignInProvider.worked_at)).one() is None


def test_removing_the_provider_signs_out_whom_it_vouched_for(
    vouching: Vouching, sign_in: Callable[[str], CheckingClient], session: Session
) -> None:
    vouching.be("officer")
    vouching.sign_in()
    sign_in("owner").post(f"{SETTINGS}/remove")
    assert not session.scalars(sa.select(SignInSession).where(SignInSession.is_bound)).all()
    vouching.client.get(f"/sign-in/with/{vouching.code}", expect=404)


def test_who_needs_a_second_factor_gets_in_only_when_the_provider_asks_for_it(vouching: Vouching, app: Flask, ours: Tenant) -> None:
    vouching.be("coordinator")
    assert "set one up first" in vouching.sign_in(expect=409).text
    choose(app, ours, vouching.provider, asks_second_factor=True)
    vouching.sign_in()
    assert vouching.client.get("/").status_code == 200


def test_who_has_a_second_factor_gives_it_when_the_provider_did_not(vouching: Vouching, session: Session) -> None:
    vouching.be("officer")
    person = session.get_one(Person, vouching.tenant.actor("officer").person_id)
    person.second_factor_since = vouching.tenant.at
    session.commit()
    assert "second-factor" in vouching.sign_in().headers["Location"]
    assert vouching.client.get("/", expect=303).headers["Location"].startswith("/sign-in")


def test_a_fresh_proof_is_asked_of_the_provider(vouching: Vouching) -> None:
    vouching.be("owner")
    vouching.sign_in()
    client, later = vouching.client, vouching.tenant.at + timedelta(minutes=31)
    client.at = later
    asked = client.get(SETTINGS, expect=303).headers["Location"]
    assert asked.startswith("/sign-in/again")
    vouching.be("owner")
    link = vouching.link(asked)
    assert "prompt=login" in link
    assert "max_age=0" in link
    assert vouching.press(vouching.provider.send_back(link)).headers["Location"] == SETTINGS
    client.get(SETTINGS)


def test_whom_the_provider_did_not_ask_anew_has_confirmed_nothing(vouching: Vouching) -> None:
    vouching.be("owner")
    vouching.sign_in()
    vouching.client.at = vouching.tenant.at + timedelta(minutes=31)
    for stale in (None, vouching.tenant.at.timestamp()):
        vouching.be("owner", claims={"auth_time": stale})
        vouching.press(vouching.come_back("/sign-in/again"), expect=409)
    vouching.client.get(SETTINGS, expect=303)


def test_an_attempt_that_began_too_long_ago_is_over(at: datetime) -> None:
    assert not domain.is_over(begun_at=at, at=at + domain.ATTEMPT_LASTS)
    assert domain.is_over(begun_at=at, at=at + domain.ATTEMPT_LASTS + timedelta(seconds=1))
    assert domain.is_over(begun_at=at + timedelta(seconds=1), at=at)
