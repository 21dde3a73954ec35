"""Signing in through the provider, step by step as a browser does."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from flask import Flask
from werkzeug.test import TestResponse

from accountability.organisation.commands.single_sign_on import choose_provider
from accountability.organisation.domain.single_sign_on import ProviderChoice
from tests.support.client import CheckingClient
from tests.support.provider import CLIENT_ID, CLIENT_SECRET, Provider
from tests.support.tenants import Tenant


def choose(app: Flask, tenant: Tenant, provider: Provider, *, name: str = "staff", asks_second_factor: bool = False) -> str:
    """Have the provider vouch for the organisation's members; the code of the address at which they sign in."""
    choice = ProviderChoice(
        issuer=provider.issuer(name), client_id=CLIENT_ID, client_secret=CLIENT_SECRET, asks_second_factor=asks_second_factor
    )
    with tenant.session() as session, session.begin():
        return choose_provider(session, choice, seal=app.extensions["seal"], by=tenant.actor("owner"), at=tenant.at).code


@dataclass
class Vouching:
    """One browser, one organisation, one provider."""

    client: CheckingClient
    tenant: Tenant
    provider: Provider
    code: str

    def be(self, role: str, *, sub: str = "p-1", **changes: Any) -> None:
        """The provider says that the browser belongs to this member; `changes` are of its behaviour."""
        email = f"{role}@{self.tenant.organisation_id}.example"
        self.tenant.actor(role)
        self.says({"sub": sub, "email": email, "email_verified": True, "name": "Named there"}, **changes)

    def says(self, person: dict[str, Any], **changes: Any) -> None:
        """The provider says this of whoever comes."""
        self.provider.behave(**{"now": self.client.at.timestamp(), "person": person} | changes)

    def link(self, path: str | None = None) -> str:
        """The link to the provider on the page."""
        found = re.search(r'href="([^"]+/authorize[^"]+)"', self.client.get(path or f"/sign-in/with/{self.code}").text)
        assert found
        return found[1].replace("&amp;", "&")

    def come_back(self, path: str | None = None) -> str:
        """Go to the provider and back; the path that it sends the browser to."""
        return self.provider.send_back(self.link(path))

    def press(self, back: str, *, expect: int = 303, **changes: str) -> TestResponse:
        """Press the button on the page that the browser was sent back to."""
        answer = dict(parse_qsl(urlsplit(back).query)) | changes
        return self.client.post(urlsplit(back).path, answer, expect=expect)

    def sign_in(self, *, expect: int = 303) -> TestResponse:
        """All of it."""
        back = self.come_back()
        self.client.get(back)
        return self.press(back, expect=expect)
