"""Cookies and tokens: exact flags, renewed when rights change, dead when they should be, and no trouble when forged."""

import base64
import secrets
from collections.abc import Iterator
from datetime import datetime
from http.cookies import Morsel, SimpleCookie
from typing import Any

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from accountability.app import create_app, create_constituents_app
from accountability.config import Config
from accountability.identity import commands
from accountability.identity.domain import LinkPurpose
from tests.conftest import make_config
from tests.identity.conftest import RIGHT, SIGN_UP
from tests.identity.test_passwords import hold, token_of
from tests.support.client import CheckingClient
from tests.support.databases import PinnedDatabase
from tests.support.letters import sign_up
from tests.support.tenants import Tenant

SECURE = {"development": False, "base_url": "https://example.org"}
SESSION = {"secure": True, "httponly": True, "samesite": "Lax", "path": "/", "domain": "", "max-age": "", "expires": ""}


@pytest.fixture
def config_of_https(config: Config) -> Config:
    return make_config(config.instance_path, **SECURE)


def cookies(answer: Any) -> Iterator[tuple[str, Morsel[str]]]:
    for line in answer.headers.getlist("Set-Cookie"):
        yield from SimpleCookie(line).items()


def flags(morsel: Morsel[str]) -> dict[str, Any]:
    return {name: morsel[name] for name in SESSION}


def faults(answer: Any) -> list[str]:
    """Cookies that are not exactly as they should be."""
    found = []
    for name, morsel in cookies(answer):
        wanted = SESSION if name == "__Host-session" else SESSION | {"samesite": "Strict", "max-age": str(400 * 86_400)}
        given = flags(morsel) | ({"expires": ""} if name == "__Host-known-device" else {})
        if name not in {"__Host-session", "__Host-known-device"} or given != wanted:
            found.append(f"{name} {given}")
    return found


def signed_in_by_https(ours: Tenant, app: Flask, at: datetime) -> Any:
    """The answer to signing in with a link, which sets every cookie there is."""
    with ours.database.transaction() as session:
        token = commands.write_link(session, LinkPurpose.SIGN_IN, person_id=ours.actor("viewer").person_id, at=at)
    client = CheckingClient(app, at=at)
    options: dict[str, Any] = {"base_url": "https://example.org"}
    page = client._open("GET", f"/sign-in/links/{token}", **options).text
    field = page.split('name="csrf_token" value="')[1].split('"')[0]
    headers = {"Referer": "https://example.org/"}
    return client._open("POST", f"/sign-in/links/{token}", data={"csrf_token": field}, headers=headers, **options)


def test_cookies_have_exactly_the_flags_they_should(config_of_https: Config, ours: Tenant, at: datetime) -> None:
    answer = signed_in_by_https(ours, create_app(config_of_https, database=ours.database), at)
    assert answer.status_code == 303
    assert {name for name, _ in cookies(answer)} == {"__Host-session", "__Host-known-device"}
    assert not faults(answer)


@pytest.mark.parametrize("weaker", ["SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE"])
def test_a_cookie_with_a_weaker_flag_is_noticed(config_of_https: Config, ours: Tenant, at: datetime, weaker: str) -> None:
    app = create_app(config_of_https, database=ours.database)
    app.config[weaker] = None
    assert faults(signed_in_by_https(ours, app, at))


def test_constituents_get_no_cookie(config_of_https: Config, database: PinnedDatabase, at: datetime) -> None:
    client = CheckingClient(create_constituents_app(config_of_https, database=database), at=at)
    assert "Set-Cookie" not in client._open("GET", "/nothing", base_url="https://example.org").headers


def test_the_token_before_signing_in_is_worth_nothing_after_it(mira: CheckingClient, stranger: CheckingClient) -> None:
    before = token_of(mira)
    mira.post("/sign-in", RIGHT)
    assert token_of(mira) != before
    hold(stranger, before)
    stranger.get("/account", expect=303)


def test_switching_gives_a_new_token_and_proves_nothing_anew(mira: CheckingClient, stranger: CheckingClient) -> None:
    mira.post("/organisations/add", SIGN_UP | {"organisation_name": "Plava"})
    before = token_of(mira)
    mira.at = mira.at.replace(minute=mira.at.minute + 40)
    other = mira.get("/organisations/switch").text.split('name="organisation" value="')[1].split('"')[0]
    mira.post("/organisations/switch", {"organisation": other})
    hold(stranger, before)
    stranger.get("/account", expect=303)
    assert mira.get("/account/password", expect=303).location.startswith("/account/confirm")


def forged(app: Flask, key: str, token: str) -> str:
    """A cookie with this token, signed with a key."""
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer
    serializer.secret_keys = [key]
    return str(serializer.dumps({"_user_id": token, "_fresh": True}))


def test_forged_edited_and_foreign_cookies_are_signed_out_without_trouble(mira: CheckingClient, app: Flask, at: datetime) -> None:
    cookie = mira.browser.get_cookie("session")
    assert cookie
    right, token = cookie.value, token_of(mira)
    payload = base64.urlsafe_b64encode(b'{"_user_id":"' + token.encode() + b'"}').decode().rstrip("=")
    body, _, rest = right.partition(".")
    for odd in (
        "",
        "x",
        "." * 9,
        "\x00",
        "é",
        f"{payload}.{rest}",
        f"{body}x.{rest}",
        right[:-1],
        forged(app, "another key", token),
    ):
        browser = CheckingClient(app, at=at)
        browser.browser.set_cookie("session", odd)
        browser.get("/account", expect=303)


def test_a_cookie_of_another_shape_is_signed_out_without_trouble(app: Flask, at: datetime) -> None:
    for odd in (7, None, ["x"], {"a": 1}, secrets.token_urlsafe(2_000), "a\x00b"):
        browser = CheckingClient(app, at=at)
        with browser.browser.session_transaction() as session:
            session["_user_id"] = odd
        browser.get("/account", expect=303)


def test_a_key_is_changed_without_signing_out_and_the_old_one_dies_when_it_is_taken_away(
    config: Config, database: PinnedDatabase, at: datetime
) -> None:
    new = "another-secret-of-the-tests-0123456789"
    old = CheckingClient(create_app(config, database=database), at=at)
    sign_up(old, SIGN_UP)
    cookie = old.browser.get_cookie("session")
    assert cookie
    for fallbacks, status in (((config.secret_key,), 200), ((), 303)):
        rotated = make_config(config.instance_path, secret_key=new, secret_key_fallbacks=fallbacks)
        browser = CheckingClient(create_app(rotated, database=database), at=at)
        browser.browser.set_cookie("session", cookie.value)
        browser.get("/account", expect=status)
