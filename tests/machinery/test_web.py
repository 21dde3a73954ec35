"""Headers, cookies, CSRF, errors: what holds on every page."""

from collections.abc import Callable

import pytest
from flask import Flask

from accountability import language
from accountability.web import local_path
from tests.support.client import CheckingClient
from tests.support.tenants import Tenant


def test_the_headers_allow_nothing_that_is_not_ours(client: CheckingClient) -> None:
    headers = client.get("/sign-in").headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_the_session_cookie_is_hardened(client: CheckingClient, ours: Tenant) -> None:
    cookie = client.get("/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_post_without_its_token_is_refused(client: CheckingClient) -> None:
    page = client.post("/sign-in", {"csrf_token": "", "email": "a@example.org", "password": "x"}, expect=400)
    assert "We could not tell that this came from you" in page.text


def test_a_signed_out_visitor_is_sent_to_the_sign_in_page_and_back(client: CheckingClient, ours: Tenant) -> None:
    assert client.get("/organisation?x=1", expect=303).headers["Location"] == "/sign-in?after=/organisation?x%3D1"


def test_a_page_that_is_not_there_says_what_to_do(client: CheckingClient) -> None:
    assert "There is no such page" in client.get("/nothing", expect=404).text


def test_a_wrong_method_is_explained(client: CheckingClient) -> None:
    client.get("/sign-out", expect=405)


def test_text_is_compressed_for_those_who_ask(client: CheckingClient, app: Flask) -> None:
    plain = client.get("/sign-in")
    packed = app.test_client().get("/sign-in", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.data) < len(plain.data) / 2


def test_a_foreign_host_is_refused(client: CheckingClient) -> None:
    client.get("/sign-in", expect=400, headers={"Host": "evil.example"})


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example", "", None, "/a\r\nb", "evil"])
def test_only_our_own_paths_are_followed(target: str | None) -> None:
    assert local_path(target) is None


def test_a_path_of_ours_is_followed() -> None:
    assert local_path("/surveys?page=2") == "/surveys?page=2"


def test_nobody_gets_the_language_of_the_one_before(client: CheckingClient) -> None:
    language.use(language.LANGUAGES["ar"])
    assert '<html lang="en" dir="ltr">' in client.get("/sign-in").text


def test_health_answers_in_json(client: CheckingClient) -> None:
    assert client.get("/healthz").json == {"status": "ok"}


def test_the_member_who_is_not_allowed_reads_why(sign_in: Callable[[str], CheckingClient]) -> None:
    assert "Your role does not include this" in sign_in("viewer").get("/organisation/describe", expect=403).text
