"""Links in mails begin with the configured address, whatever host a request claims to be for; such a request is refused."""

import re
import secrets
from pathlib import Path
from typing import Any

import flask
import pytest
from flask import Flask

from accountability import web
from accountability.outbox import OutboxMail
from accountability.roles import WORKER
from accountability.throttle import Throttle
from tests.factories import network as make
from tests.support.client import CheckingClient
from tests.support.databases import as_role
from tests.support.tenants import Tenant

ROOT = Path(__file__).parents[2]
EVIL = "evil.example"
SIGN_UP = {"organisation_name": "Zelena", "country": "AL", "size_band": "0", "name": "Mira", "password": "a long and good sentence"}
# Who asks at which page with what; everything here sends a mail with a link.
DOORS: dict[str, tuple[str | None, dict[str, str]]] = {
    "/sign-up": (None, SIGN_UP | {"email": "new@example.org"}),
    "/sign-in/link": (None, {"email": "KNOWN"}),
    "/forgotten-password": (None, {"email": "KNOWN"}),
    "/account/mail-address": ("owner", {"email": "new@example.org"}),
    "/organisation/colleagues/invite": ("owner", {"email": "new@example.org", "role": "viewer"}),
    "/networks/NETWORK/invite": ("coordinator", {"addresses": "new@example.org"}),
}
FORGED: dict[str, dict[str, str]] = {
    "another host": {"HTTP_HOST": EVIL},
    "two hosts": {"HTTP_HOST": f"localhost,{EVIL}"},
    "two hosts, ours last": {"HTTP_HOST": f"{EVIL},localhost"},
    "a name before ours": {"HTTP_HOST": f"{EVIL}@localhost"},
    "a name around ours": {"HTTP_HOST": f"localhost.{EVIL}"},
}
FORWARDED = {"HTTP_X_FORWARDED_HOST": EVIL, "HTTP_X_FORWARDED_SERVER": EVIL, "HTTP_FORWARDED": f"host={EVIL}", "HTTP_X_HOST": EVIL}


@pytest.fixture(autouse=True)
def _open_doors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Throttle, "knock", lambda *_: None)


def knock(client: CheckingClient, ours: Tenant, door: str, headers: dict[str, str]) -> tuple[int, str]:
    """The status, and the text of every mail that was written, when a door is asked with these headers."""
    role, typed = DOORS[door]
    path = door
    if "NETWORK" in door:
        path = door.replace("NETWORK", str(make.convene(ours, at=client.at, name=secrets.token_hex(4)).network_id))
    if role:
        client.sign_in(ours, role)
    if typed.get("email") == "KNOWN":
        typed = typed | {"email": f"viewer@{ours.organisation_id}.example"}
        ours.actor("viewer")
    typed = typed | {"csrf_token": client.csrf_token()}
    cookie = client.browser.get_cookie("session")
    if cookie:
        client.browser.set_cookie("session", cookie.value, domain=EVIL)  # a browser that was led there would send none
    status = client._open("POST", path, data=typed, environ_overrides=headers).status_code
    with as_role(ours.database, WORKER).session(read_only=True) as session:
        return status, "\n".join(mail.text + mail.html for mail in session.query(OutboxMail))


@pytest.mark.parametrize("door", DOORS)
def test_a_mail_leads_to_the_configured_address(client: CheckingClient, ours: Tenant, door: str) -> None:
    status, mails = knock(client, ours, door, FORWARDED)
    assert status == 303
    assert EVIL not in mails
    assert set(re.findall(r"https?://[^/\s\"]+", mails)) == {"http://localhost"}


@pytest.mark.parametrize("door", DOORS)
def test_a_request_for_another_host_is_refused_and_mails_nothing(client: CheckingClient, ours: Tenant, door: str) -> None:
    assert {knock(client, ours, door, forged) for forged in FORGED.values()} == {(400, "")}


@pytest.mark.parametrize("door", DOORS)
def test_links_hold_also_where_hosts_are_not_checked(client: CheckingClient, ours: Tenant, app: Flask, door: str) -> None:
    with unchecked_hosts(app):
        status, mails = knock(client, ours, door, {"HTTP_HOST": EVIL})
    assert status == 303
    assert EVIL not in mails


def test_a_planted_link_made_from_the_request_is_seen(
    client: CheckingClient, ours: Tenant, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def planted(endpoint: str, **values: Any) -> str:
        return flask.url_for(endpoint, _external=True, **values)

    monkeypatch.setattr(web.absolute_url, "__code__", planted.__code__)
    with unchecked_hosts(app):
        assert all(EVIL in knock(client, ours, door, {"HTTP_HOST": EVIL})[1] for door in DOORS)


class unchecked_hosts:  # noqa: N801 - reads as what it does
    """Inside, the app answers to any host."""

    def __init__(self, app: Flask) -> None:
        self.app, self.hosts = app, app.config["TRUSTED_HOSTS"]

    def __enter__(self) -> None:
        self.app.config["TRUSTED_HOSTS"] = None

    def __exit__(self, *_: object) -> None:
        self.app.config["TRUSTED_HOSTS"] = self.hosts


ASKS_THE_REQUEST = re.compile(r"_external|request\.(host\b|host_url|url_root|root_url|base_url|url\b)")
# The origin of a form, or the page it came from, is compared with the host it was sent to; no link is made of it.
ALLOWED = {"accountability/survey/routes/constituent.py", "accountability/errors.py"}


def test_no_code_makes_an_address_from_the_request() -> None:
    found = {
        str(path.relative_to(ROOT)) for path in (ROOT / "accountability").rglob("*.py") if ASKS_THE_REQUEST.search(path.read_text())
    }
    found |= {
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*")
        if path.is_file() and ASKS_THE_REQUEST.search(path.read_text())
    }
    assert found == ALLOWED
    assert ASKS_THE_REQUEST.search("url_for('x', _external=True)")
    assert ASKS_THE_REQUEST.search("request.host_url")
