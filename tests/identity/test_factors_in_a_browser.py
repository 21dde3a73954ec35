"""A passkey in a real browser, whose authenticator is Chromium's own: made, used to sign in, used to prove again."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from accountability import clock
from accountability.app import create_app
from tests.conftest import make_config
from tests.journeys.visitor import page_complaints
from tests.support.databases import make_sqlite
from tests.support.postgres import free_port
from tests.support.tenants import PASSWORD, Tenant, make_tenant

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Site:
    """The members' app on a port of its own, at the address that passkeys are made for."""

    def __init__(self, folder: Path) -> None:
        self.address = f"http://localhost:{(port := free_port())}"
        self.tenant: Tenant = make_tenant(make_sqlite(folder), "Otvorena Vrata", at=clock.now())
        self.email = f"officer@{self.tenant.organisation_id}.example"
        self.tenant.actor("officer")
        self.app = create_app(make_config(folder, base_url=self.address), database=self.tenant.database)
        self.server = make_server("127.0.0.1", port, self.app, threaded=True)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("passkeys"))
    thread = threading.Thread(target=site.server.serve_forever)
    thread.start()
    yield site
    site.server.shutdown()
    thread.join()
    site.server.server_close()
    site.tenant.database.engine.dispose()


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """A page of a browser with an authenticator, on which nothing may be complained about."""
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    assert not said


def plug_in(page: Page, **options: Any) -> None:
    """Give the browser a device that holds passkeys."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR | options})


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def give_password(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/sign-in")
    page.get_by_label("Mail address").fill(site.email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")


def test_a_passkey_is_made_opens_the_account_alone_and_proves_again(page: Page, site: Site) -> None:
    plug_in(page)
    give_password(page, site)
    page.goto(f"{site.address}/account/second-factor/set-up")
    assert not page_complaints(page)
    press(page, "Add a passkey")
    assert page.locator("h1").inner_text() == "Your recovery codes"
    assert page.locator(".codes li").count() == 10
    page.goto(f"{site.address}/account/second-factor")
    assert "Chrome" in page.locator(".people").inner_text()
    page.context.clear_cookies()
    page.goto(f"{site.address}/sign-in?after=/account")
    press(page, "Sign in with a passkey")
    assert page.url == f"{site.address}/account"
    page.goto(f"{site.address}/account/confirm?after=/account/password")
    press(page, "Use a passkey")
    assert page.url == f"{site.address}/account/password"
    page.context.clear_cookies()
    give_password(page, site)
    assert page.locator("h1").inner_text() == "Your second factor"
    assert not page_complaints(page)
    press(page, "Use a passkey")
    assert page.url == f"{site.address}/"


def test_a_device_that_does_not_know_its_user_is_no_proof(page: Page, site: Site) -> None:
    plug_in(page, isUserVerified=False)
    page.goto(f"{site.address}/sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("Nothing was chosen, or it took too long").wait_for()


def test_at_another_address_the_page_says_where_passkeys_work(page: Page, site: Site) -> None:
    page.goto(f"{site.address.replace('localhost', '127.0.0.1')}/sign-in")
    assert page.get_by_text(f"Passkeys work only at this address of the site: {site.address}").is_visible()
    assert page.get_by_role("button", name="Sign in with a passkey").count() == 0


def test_without_scripts_the_page_says_what_works(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.address}/sign-in")
    assert page.get_by_text("A code generator works without them").is_visible()
    assert not page.get_by_role("button", name="Sign in with a passkey").is_visible()
    context.close()
