"""Signing in and out."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from accountability.identity import commands, domain
from accountability.identity.models import Person, SignInSession
from tests.identity.conftest import RIGHT
from tests.support.client import CheckingClient
from tests.support.databases import PinnedDatabase
from tests.support.tenants import Tenant


def test_the_right_password_leads_to_where_one_wanted_to_go(visitor: CheckingClient) -> None:
    assert visitor.post("/sign-in?after=/account", RIGHT).headers["Location"] == "/account"
    visitor.get("/account")


def test_nobody_is_sent_to_another_site(visitor: CheckingClient) -> None:
    assert visitor.post("/sign-in?after=//evil.example", RIGHT).headers["Location"] == "/"


def test_wrong_password_and_unknown_address_are_answered_alike(visitor: CheckingClient) -> None:
    wrong = visitor.post("/sign-in", RIGHT | {"password": "not the right one"}, expect=422)
    unknown = visitor.post("/sign-in", {"email": "nobody@example.org", "password": "not the right one"}, expect=422)
    said = "The mail address or the password is not right"
    assert said in wrong.text
    assert said in unknown.text


def test_too_many_wrong_passwords_pause_the_account_for_a_while(visitor: CheckingClient) -> None:
    for _ in range(domain.GUESSES):
        visitor.post("/sign-in", RIGHT | {"password": "not the right one"}, expect=422)
    assert "Too many tries" in visitor.post("/sign-in", RIGHT, expect=422).text
    visitor.at += timedelta(minutes=16)
    visitor.post("/sign-in", RIGHT)


def test_one_sender_cannot_guess_without_end(visitor: CheckingClient) -> None:
    for number in range(30):
        visitor.post("/sign-in", {"email": f"{number}@example.org", "password": "x"}, expect=422)
    visitor.post("/sign-in", RIGHT, expect=429)


def test_signing_out_ends_the_sign_in_on_the_server(visitor: CheckingClient, database: PinnedDatabase) -> None:
    visitor.post("/sign-in", RIGHT)
    with visitor.browser.session_transaction() as cookie:
        token = cookie["_user_id"]
    assert "You are signed out." in visitor.get(visitor.post("/sign-out").location).text
    with visitor.browser.session_transaction() as cookie:
        cookie["_user_id"] = token
    visitor.get("/account", expect=303)


def test_signing_in_again_ends_the_sign_in_before(visitor: CheckingClient) -> None:
    visitor.post("/sign-in", RIGHT)
    with visitor.browser.session_transaction() as cookie:
        first = cookie["_user_id"]
    visitor.post("/sign-in", RIGHT)
    with visitor.browser.session_transaction() as cookie:
        cookie["_user_id"] = first
    visitor.get("/account", expect=303)


def test_the_token_itself_is_not_stored(visitor: CheckingClient, database: PinnedDatabase) -> None:
    visitor.post("/sign-in", RIGHT)
    with visitor.browser.session_transaction() as cookie:
        token = cookie["_user_id"]
    with database.transaction(read_only=True) as session:
        assert token not in list(session.scalars(sa.select(SignInSession.token_hash)))


def test_an_idle_sign_in_lapses_but_a_used_one_goes_on(visitor: CheckingClient) -> None:
    visitor.post("/sign-in", RIGHT)
    for _ in range(4):
        visitor.at += timedelta(minutes=50)
        visitor.get("/account")
    visitor.at += timedelta(minutes=61)
    visitor.get("/account", expect=303)


def test_a_password_is_kept_only_as_an_argon2id_hash(visitor: CheckingClient, database: PinnedDatabase) -> None:
    with database.transaction(read_only=True) as session:
        assert session.scalars(sa.select(Person.password_hash)).one().startswith("$argon2id$")


def test_lapsed_sign_ins_are_removed(ours: Tenant, database: PinnedDatabase, at: datetime) -> None:
    ours.token("viewer")
    with database.transaction() as session:
        commands.forget_lapsed(session, at=at + timedelta(hours=2))
        assert session.scalar(sa.select(sa.func.count()).select_from(SignInSession)) == 0
