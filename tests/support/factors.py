"""Somebody with an account, a browser and a phone that makes codes."""

import html
import re
from dataclasses import dataclass, field
from datetime import timedelta

import pyotp
from werkzeug.test import TestResponse

from tests.support.client import CheckingClient
from tests.support.tenants import PASSWORD, Tenant


def hidden(page: TestResponse, name: str) -> str:
    """The value of a hidden field of a page."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page.text)
    assert found, f"no hidden field {name}"
    return html.unescape(found[1])


@dataclass
class Somebody:
    """A member of an organisation with a password, at a browser; `secret` is in the phone once it is set up."""

    client: CheckingClient
    tenant: Tenant
    role: str
    secret: str = ""
    codes: list[str] = field(default_factory=list)

    @property
    def email(self) -> str:
        return f"{self.role}@{self.tenant.organisation_id}.example"

    def look_at_set_up(self) -> tuple[str, str]:
        """The sealed secret of the page and the secret that it shows."""
        page = self.client.get("/account/second-factor/set-up")
        shown = re.search(r'class="secret"[^>]*>([^<]+)<', page.text)
        assert shown
        return hidden(page, "secret"), shown[1].replace(" ", "")

    def set_up(self) -> TestResponse:
        """Set up a code generator; the codes for a bad day are kept."""
        sealed, self.secret = self.look_at_set_up()
        page = self.client.post("/account/second-factor/set-up", {"secret": sealed, "code": self.code()}, expect=200)
        self.codes = re.findall(r"<li><code>([^<]+)</code></li>", page.text)
        return page

    def code(self, *, later: timedelta = timedelta()) -> str:
        """What the phone shows."""
        return pyotp.TOTP(self.secret).at(self.client.at + later)

    def leave(self) -> None:
        """Sign out."""
        self.client.post("/sign-out")
        self.client.actor = None

    def give_password(self, password: str = PASSWORD, *, expect: int = 303) -> TestResponse:
        """The first step of signing in."""
        return self.client.post("/sign-in", {"email": self.email, "password": password}, expect=expect)

    def give(self, way: str, value: str, *, expect: int = 303) -> TestResponse:
        """The second step, by a code or a recovery code."""
        name = {"code": "code", "recovery": "recovery_code"}[way]
        return self.client.post("/sign-in/second-factor", {"way": way, name: value}, expect=expect)

    def confirm(self, way: str, value: str, *, after: str = "/account", expect: int = 303) -> TestResponse:
        """Prove again who one is."""
        name = {"code": "code", "recovery": "recovery_code", "password": "current"}[way]
        return self.client.post(f"/account/confirm?after={after}", {"way": way, name: value}, expect=expect)

    def wait(self, time: timedelta) -> None:
        """Let time pass."""
        self.client.at += time


def somebody(client: CheckingClient, tenant: Tenant, role: str = "officer") -> Somebody:
    """The member with this role, signed in with their password alone."""
    found = Somebody(client=client, tenant=tenant, role=role)
    tenant.actor(role)
    found.give_password()
    client.actor = tenant.actor(role)
    return found
