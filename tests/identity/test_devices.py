"""Devices that are signed in: what they are called, that they are listed, and that they end."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from accountability.identity import commands, domain, queries
from tests.identity.conftest import RIGHT
from tests.identity.test_passwords import hold
from tests.support.client import CheckingClient
from tests.support.databases import PinnedDatabase
from tests.support.tenants import Tenant

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = "Mozilla/5.0 (Linux; Android 15; SM-G991B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1 (KHTML, like Gecko) Version/19.0 Safari/604.1"


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        (FIREFOX, "Firefox on Windows"),
        (CHROME, "Chrome on Android"),
        (SAFARI, "Safari on iPhone"),
        (CHROME + " EdgA/140.0", "Edge on Android"),
        ("Mozilla/5.0 (X11; Linux x86_64)", "Linux"),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_a_device_is_called_by_what_people_recognise(agent: str, label: str) -> None:
    assert domain.label_of(agent) == label


@pytest.fixture
def elsewhere(mira: CheckingClient, stranger: CheckingClient) -> CheckingClient:
    """The same person on a telephone."""
    stranger.at = mira.at + timedelta(minutes=1)
    stranger.post("/sign-in", RIGHT, headers={"User-Agent": CHROME})
    return stranger


def end_path(page: str) -> str:
    """Where the one button leads that ends another device."""
    [path] = re.findall(r'action="(/account/devices/[0-9a-f-]{36}/end)"', page)
    return path


def test_devices_are_listed_and_this_one_is_marked(mira: CheckingClient, elsewhere: CheckingClient) -> None:
    page = mira.get("/account").text
    assert "Chrome on Android" in page
    assert page.count("This device") == 1
    assert page.index("This device") < page.index("Chrome on Android")


def test_one_device_is_ended(mira: CheckingClient, elsewhere: CheckingClient, told: Callable[[], list[str]]) -> None:
    mira.post(end_path(mira.get("/account").text))
    elsewhere.get("/account", expect=303)
    mira.get("/account")
    assert told() == ["DeviceEnded"]


def test_all_other_devices_are_ended(mira: CheckingClient, elsewhere: CheckingClient, told: Callable[[], list[str]]) -> None:
    mira.post("/account/devices/end-others")
    elsewhere.get("/account", expect=303)
    mira.get("/account")
    mira.post("/account/devices/end-others")
    assert told() == ["DeviceEnded"]


def test_ending_this_device_is_signing_out(mira: CheckingClient, database: PinnedDatabase) -> None:
    with mira.browser.session_transaction() as cookie, database.session(read_only=True) as session:
        token = cookie["_user_id"]
        sign_in = queries.find_sign_in(session, token, at=mira.at)
    assert sign_in
    assert mira.post(f"/account/devices/{sign_in.id}/end").location == "/sign-in"
    mira.get("/account", expect=303)


def test_nobody_ends_a_device_of_somebody_else(mira: CheckingClient, ours: Tenant, database: PinnedDatabase) -> None:
    token = ours.token("viewer")
    with database.session(read_only=True) as session:
        sign_in = queries.find_sign_in(session, token, at=mira.at)
    assert sign_in
    theirs = mira.post(f"/account/devices/{sign_in.id}/end", expect=404)
    none = mira.post(f"/account/devices/{uuid4()}/end", expect=404)
    assert len(theirs.text) == len(none.text)
    with database.session(read_only=True) as session:
        assert queries.find_sign_in(session, token, at=mira.at)


def test_a_sign_in_that_waits_for_its_second_factor_is_no_device_yet(
    mira: CheckingClient, database: PinnedDatabase, ours: Tenant
) -> None:
    person_id = ours.actor("viewer").person_id
    with database.transaction() as session:
        commands.sign_in(session, person_id, at=mira.at, awaits_factor=True)
        commands.sign_in(session, person_id, at=mira.at - timedelta(hours=2))
        assert queries.list_devices(session, person_id, token="", at=mira.at) == []


def test_ending_devices_wants_a_fresh_proof(mira: CheckingClient, elsewhere: CheckingClient) -> None:
    mira.at += timedelta(minutes=31)
    assert mira.post("/account/devices/end-others").location.startswith("/account/confirm")
    elsewhere.get("/account")


def test_a_name_is_changed_where_one_acts(mira: CheckingClient) -> None:
    mira.post("/account/name", {"name": "Mirjana"})
    mira.post("/account/name", {"name": "Mirjana"})
    assert "Mirjana" in mira.get("/account").text
    mira.post("/account/name", {"name": ""}, expect=422)


def test_what_one_organisations_provider_vouches_for_does_not_reach_the_account(
    client: CheckingClient, ours: Tenant, database: PinnedDatabase
) -> None:
    person_id = ours.actor("viewer").person_id
    with database.transaction() as session:
        token = commands.sign_in(session, person_id, at=client.at, acting_for=ours.organisation_id, is_bound=True)
    hold(client, token)
    assert "/account" not in set(re.findall(r'href="([^"]*)"', client.get("/").text))
    for path in ("/account", "/account/password", "/account/mail-address"):
        client.get(path, expect=403)
    client.post("/account/devices/end-others", expect=403)


def test_who_may_no_longer_act_is_out_at_the_next_request(client: CheckingClient, ours: Tenant, database: PinnedDatabase) -> None:
    client.sign_in(ours, "viewer").get("/account")
    with database.transaction() as session:
        assert commands.end_sign_ins(session, ours.actor("viewer").person_id) == 1
    client.get("/account", expect=303)
