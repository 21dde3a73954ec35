"""Passkeys on the pages, with a device in software; the real browser is in test_factors_in_a_browser."""

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

from accountability.identity.models import Passkey, SignInSession
from accountability.throttle import Throttle
from tests.support.authenticator import Device
from tests.support.client import CheckingClient
from tests.support.databases import PinnedDatabase
from tests.support.factors import Somebody, somebody
from tests.support.letters import letters_to
from tests.support.tenants import Tenant


@pytest.fixture
def lule(client: CheckingClient, ours: Tenant) -> Somebody:
    """An officer, signed in with a password."""
    client.app.extensions["throttle"] = Throttle()
    return somebody(client, ours)


@pytest.fixture
def device() -> Device:
    return Device()


def add(lule: Somebody, device: Device, name: str = "", *, expect: int = 200) -> str:
    asked = lule.client.post("/account/passkeys/challenge", expect=200).text
    return lule.client.post("/account/passkeys/add", {"answer": device.make(asked), "name": name}, expect=expect).text


def ask(lule: Somebody) -> str:
    return lule.client.post("/sign-in/passkey/challenge", expect=200).text


def come_in(lule: Somebody, answer: str, *, after: str = "/account") -> str:
    return str(lule.client.post(f"/sign-in/passkey?after={after}", {"answer": answer}).location)


def test_a_passkey_is_added_and_leads_to_recovery_codes(lule: Somebody, device: Device) -> None:
    assert "Your recovery codes" in add(lule, device, "Blue key")
    assert "Blue key" in lule.client.get("/account/second-factor").text


def test_one_signs_in_with_a_passkey_alone_and_has_given_both_factors(
    lule: Somebody, device: Device, database: PinnedDatabase
) -> None:
    add(lule, device)
    lule.leave()
    asked = ask(lule)
    assert json.loads(asked)["allowCredentials"] == []
    assert come_in(lule, device.use(asked)) == "/account"
    lule.client.get("/account")
    with database.transaction(read_only=True) as session:
        assert session.scalars(sa.select(SignInSession.factor_at)).one() == lule.client.at


def test_a_passkey_is_a_second_factor_and_a_fresh_proof(lule: Somebody, device: Device) -> None:
    add(lule, device)
    lule.leave()
    lule.give_password()
    asked = ask(lule)
    assert [each["id"] for each in json.loads(asked)["allowCredentials"]] == [device.id]
    lule.client.post("/sign-in/second-factor", {"way": "passkey", "answer": device.use(asked)})
    lule.client.actor = lule.tenant.actor(lule.role)
    lule.wait(timedelta(minutes=40))
    assert lule.client.get("/account/password", expect=303).location == "/account/confirm?after=/account/password"
    proof = {"way": "passkey", "answer": device.use(ask(lule))}
    assert lule.client.post("/account/confirm?after=/account/password", proof).location == "/account/password"
    lule.client.get("/account/password")


def test_an_answer_counts_once(lule: Somebody, device: Device) -> None:
    add(lule, device)
    lule.leave()
    with lule.client.browser.session_transaction() as cookie:
        cookie.clear()
    answer = device.use(ask(lule))
    with lule.client.browser.session_transaction() as cookie:
        kept = dict(cookie["passkey"])
    device.step = 0
    come_in(lule, answer)
    lule.leave()
    with lule.client.browser.session_transaction() as cookie:
        cookie["passkey"] = kept
    assert come_in(lule, answer).startswith("/sign-in")
    assert "sent twice" in lule.client.get("/sign-in").text


def test_an_answer_comes_too_late_after_five_minutes(lule: Somebody, device: Device) -> None:
    add(lule, device)
    lule.leave()
    answer = device.use(ask(lule))
    lule.wait(timedelta(minutes=6))
    assert come_in(lule, answer).startswith("/sign-in")


def test_an_answer_to_somebody_else_s_question_is_refused(lule: Somebody, device: Device, app: object) -> None:
    add(lule, device)
    lule.leave()
    other = CheckingClient(lule.client.app, at=lule.client.at)
    answer = device.use(other.post("/sign-in/passkey/challenge", expect=200).text)
    ask(lule)
    assert come_in(lule, answer).startswith("/sign-in")
    assert come_in(lule, answer).startswith("/sign-in")


@pytest.mark.parametrize(
    "wrong", [{"origin": "http://evil.example"}, {"site": "evil.example"}, {"knows_user": False}, {"user": "AAAA"}]
)
def test_a_passkey_of_another_site_or_user_or_without_its_user_is_refused(
    lule: Somebody, device: Device, wrong: dict[str, object]
) -> None:
    add(lule, device)
    lule.leave()
    for name, value in wrong.items():
        setattr(device, name, value)
    assert come_in(lule, device.use(ask(lule))).startswith("/sign-in")
    assert "could not be confirmed" in lule.client.get("/sign-in").text


def test_a_copied_passkey_is_refused_and_its_owner_told(lule: Somebody, device: Device, database: PinnedDatabase) -> None:
    add(lule, device)
    lule.leave()
    come_in(lule, device.use(ask(lule)))
    lule.leave()
    device.count, device.step = 0, 1
    assert come_in(lule, device.use(ask(lule))).startswith("/sign-in")
    assert "counts backwards" in lule.client.get("/sign-in").text
    assert "counted backwards" in letters_to(database, lule.email)[-1].text


def test_a_passkey_that_does_not_count_works_again_and_again(lule: Somebody, device: Device) -> None:
    device.step = 0
    add(lule, device)
    for _ in range(2):
        lule.leave()
        assert come_in(lule, device.use(ask(lule))) == "/account"


def test_the_same_passkey_is_not_added_twice(lule: Somebody, device: Device) -> None:
    add(lule, device)
    assert add(lule, device, expect=303)
    assert "in your account already" in lule.client.get("/account/second-factor/set-up").text


def test_somebody_else_s_passkey_proves_nothing(lule: Somebody, device: Device) -> None:
    add(lule, device)
    lule.leave()
    lule.client.actor = None
    ana = somebody(lule.client, lule.tenant, "viewer")
    add(ana, Device())
    ana.leave()
    ana.give_password()
    page = lule.client.post("/sign-in/second-factor", {"way": "passkey", "answer": device.use(ask(ana))}, expect=422)
    assert "We do not know this passkey" in page.text


def test_a_passkey_is_renamed_and_removed(lule: Somebody, device: Device, database: PinnedDatabase) -> None:
    add(lule, device)
    lule.client.post("/account/passkeys/rename", {"passkey": device.id, "name": "Blue key"})
    assert "Blue key" in lule.client.get("/account/second-factor").text
    lule.client.post("/account/passkeys/rename", {"passkey": device.id, "name": ""})
    assert "Enter a name" in lule.client.get("/account/second-factor").text
    lule.client.post("/account/passkeys/remove", {"passkey": device.id})
    assert "A passkey was removed" in letters_to(database, lule.email)[-1].text
    assert "You have none yet" in lule.client.get("/account/second-factor").text


@pytest.mark.parametrize("odd", ["", "a\0b", "čšž", "x" * 5000])
def test_what_is_no_passkey_is_not_found(lule: Somebody, odd: str) -> None:
    lule.client.post("/account/passkeys/rename", {"passkey": odd, "name": "Mine"}, expect=404)
    lule.client.post("/account/passkeys/remove", {"passkey": odd}, expect=404)
    answer = json.dumps({"id": odd})
    ask(lule)
    assert come_in(lule, answer).startswith("/sign-in")


def test_a_passkey_of_another_person_is_not_touched(lule: Somebody, device: Device, database: PinnedDatabase) -> None:
    add(lule, device)
    lule.leave()
    somebody(lule.client, lule.tenant, "viewer")
    lule.client.post("/account/passkeys/rename", {"passkey": device.id, "name": "Mine"}, expect=404)
    lule.client.post("/account/passkeys/remove", {"passkey": device.id})
    with database.transaction(read_only=True) as session:
        assert session.scalars(sa.select(Passkey.name)).one() != "Mine"
