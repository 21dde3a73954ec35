"""What every members' page has, what fields of passwords are, and that nothing of ours stays in a browser."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from accountability.access import Rule
from accountability.web import demand
from tests.support.client import CheckingClient

SCRIPTS = Path(__file__).parents[2] / "accountability" / "static" / "js"
STORES = r"localStorage|sessionStorage|indexedDB|document\.cookie|caches\.|serviceWorker|onpaste|postMessage"
SignIn = Callable[[str], CheckingClient]


def pages_of(app: Flask) -> list[str]:
    """Addresses of members' pages that need no id."""
    own = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments]
    return sorted(rule.rule for rule in own if rule.endpoint.split(".")[0] not in {"static", "health"})


def opened(client: CheckingClient) -> dict[str, str]:
    """What this browser gets to see, by address."""
    found = {path: client._open("GET", path) for path in pages_of(client.app)}
    return {path: page.text for path, page in found.items() if page.status_code == 200 and page.mimetype == "text/html"}


def without_a_way_out(client: CheckingClient, stranger: CheckingClient) -> list[str]:
    """Pages that open for a member, not for a stranger, and hold no button to sign out."""
    public, own = opened(stranger), opened(client)
    assert len(own) > len(public) + 10
    return [path for path, text in own.items() if path not in public and 'action="/sign-out"' not in text]


@pytest.fixture
def stranger(app: Flask, at: datetime) -> CheckingClient:
    return CheckingClient(app, at=at)


def test_every_page_of_members_has_the_way_out(sign_in: SignIn, stranger: CheckingClient) -> None:
    assert without_a_way_out(sign_in("owner"), stranger) == []


def test_a_page_without_it_is_seen(sign_in: SignIn, stranger: CheckingClient, monkeypatch: pytest.MonkeyPatch) -> None:
    client = sign_in("owner")
    view: Any = client.app.view_functions["record.show_record"]
    monkeypatch.setitem(client.app.view_functions, "record.show_record", _serve_bare(view.access))
    assert without_a_way_out(client, stranger) == ["/record"]


def _serve_bare(rules: dict[str, Rule]) -> Callable[[], str]:
    def show() -> str:
        demand(rules["GET"])
        return "<p>No way out</p>"

    return show


def test_passwords_are_hidden_and_left_to_password_managers(client: CheckingClient, sign_in: SignIn) -> None:
    for text in (client.get("/sign-in").text, sign_in("owner").get("/account/password").text):
        fields = re.findall(r"<input[^>]*autocomplete=\"(?:current|new)-password\"[^>]*>", text)
        assert fields
        assert all('type="password"' in field and "maxlength" not in field for field in fields)


def test_signing_out_clears_what_the_browser_kept(sign_in: SignIn) -> None:
    assert sign_in("owner").post("/sign-out").headers["Clear-Site-Data"] == '"cache", "storage"'


def test_scripts_keep_nothing_in_the_browser() -> None:
    assert not [path.name for path in SCRIPTS.glob("*.js") if re.search(STORES, path.read_text())]
    assert re.search(STORES, "localStorage.setItem('answer', text)")
