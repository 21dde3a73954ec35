"""Attacks on the second factor: replay, guessing, two at once, ways around it; and that all that is sensitive asks again."""

import re
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from accountability.access import RULES, PersonId, Role
from accountability.database import Database
from accountability.identity import commands
from accountability.identity.commands import factors as doing
from accountability.identity.commands import passkeys as passkey_doing
from accountability.identity.domain import NewPerson, factors, passkeys
from accountability.identity.models import Guessing, RecoveryCode
from accountability.organisation.models import CustomRole
from accountability.sealing import Seal
from accountability.throttle import Throttle
from tests.support.client import CheckingClient
from tests.support.databases import PinnedDatabase, drop_postgres, make_postgres
from tests.support.factors import Somebody, somebody
from tests.support.letters import link_to
from tests.support.tenants import PASSWORD, Tenant

SEAL = Seal(["a-sealing-key-of-the-tests-0123456789"])
MINUTE = timedelta(minutes=1)
AT_ONCE = 6


@pytest.fixture(scope="module")
def shared(postgres_server: str) -> Iterator[Database]:
    """A PostgreSQL of real connections."""
    own = make_postgres(postgres_server, f"factors_{secrets.token_hex(4)}")
    yield own
    drop_postgres(own)


@pytest.fixture
def ana(shared: Database, at: datetime) -> tuple[PersonId, str, tuple[str, ...]]:
    """A person with a code generator: who, its secret, the recovery codes."""
    secret = factors.new_secret()
    with shared.transaction() as session:
        new = NewPerson(name="Ana", email=f"{secrets.token_hex(4)}@example.org", password="a long and good sentence")
        person_id = PersonId(commands.make_account(session, new, at=at).person_id)
        doing.add_totp(session, person_id, secret, factors.code_at(secret, at=at), seal=SEAL, at=at)
        return person_id, secret, doing.make_recovery_codes(session, person_id, at=at)


@pytest.fixture
def guarded(client: CheckingClient, ours: Tenant) -> Somebody:
    """An officer with a code generator, a minute after setting it up."""
    client.app.extensions["throttle"] = Throttle()
    found = somebody(client, ours)
    found.set_up()
    found.wait(MINUTE)
    return found


def at_once(database: Database, deed: Callable[[Session], Any], *, times: int = AT_ONCE) -> list[Any]:
    """What the same deed gave or raised, begun several times at once in transactions of their own."""

    def outcome(_number: int) -> Any:
        try:
            with database.transaction() as session:
                deed(session)
                session.execute(sa.text("SELECT pg_sleep(0.05)"))
        except Exception as error:
            return type(error)
        return "done"

    with ThreadPoolExecutor(times) as hands:
        return list(hands.map(outcome, range(times)))


def test_one_code_sent_at_once_counts_once(shared: Database, ana: tuple[PersonId, str, Any], at: datetime) -> None:
    person_id, secret, _codes = ana
    later = at + MINUTE
    use = partial(doing.use_code, person_id=person_id, code=factors.code_at(secret, at=later), seal=SEAL, at=later)
    found = at_once(shared, use)
    assert sorted(map(str, found)) == sorted(["done", *[str(factors.CodeIsWrong)] * (AT_ONCE - 1)])


def test_one_recovery_code_sent_at_once_counts_once(shared: Database, ana: tuple[PersonId, str, Any], at: datetime) -> None:
    person_id, _secret, codes = ana
    found = at_once(shared, partial(doing.use_recovery_code, person_id=person_id, code=codes[0], at=at))
    assert sorted(map(str, found)) == sorted(["done", *[str(factors.RecoveryCodeIsWrong)] * (AT_ONCE - 1)])
    with shared.transaction(read_only=True) as session:
        asked = sa.select(sa.func.count()).select_from(RecoveryCode).where(RecoveryCode.person_id == person_id)
        assert session.scalar(asked) == 9


def test_one_answer_of_a_passkey_sent_at_once_counts_once(shared: Database, at: datetime) -> None:
    challenge = passkeys.new_challenge()
    found = at_once(shared, partial(passkey_doing.spend_challenge, challenge=challenge, asked_at=at, at=at))
    assert sorted(map(str, found)) == sorted(["done", *[str(passkeys.ChallengeHasLapsed)] * (AT_ONCE - 1)])


def test_guesses_sent_at_once_are_all_counted(shared: Database, ana: tuple[PersonId, str, Any], at: datetime) -> None:
    person_id = ana[0]
    found = at_once(shared, partial(doing.count_code, person_id=person_id, at=at), times=9)
    assert found.count("done") == 5
    with shared.transaction(read_only=True) as session:
        guessed = session.get_one(Guessing, factors.door_of_factor(person_id))
        assert guessed.failures == 5


def test_two_removals_at_once_leave_a_factor_to_whoever_needs_one(
    shared: Database, ana: tuple[PersonId, str, Any], at: datetime
) -> None:
    person_id = ana[0]
    new = passkeys.NewPasskey(id=secrets.token_urlsafe(16), public_key="AAAA", sign_count=0)
    with shared.transaction() as session:
        passkey_doing.add_passkey(session, person_id, new, name="", fallback="Key", at=at)
    deeds = [
        partial(doing.remove_totp, person_id=person_id, is_required=True, at=at),
        partial(doing.remove_passkey, person_id=person_id, passkey_id=new.id, is_required=True, at=at),
    ]
    with ThreadPoolExecutor(2) as hands:
        found = list(hands.map(lambda deed: at_once(shared, deed, times=1)[0], deeds))
    assert sorted(map(str, found)) == sorted(["done", str(factors.LastFactorStays)])


def test_a_code_that_was_seen_over_a_shoulder_is_worth_nothing(guarded: Somebody) -> None:
    code = guarded.code()
    guarded.confirm("code", code)
    guarded.leave()
    guarded.give_password()
    guarded.give("code", code, expect=422)
    guarded.wait(timedelta(seconds=30))
    guarded.give("code", code, expect=422)
    guarded.give("code", guarded.code())


def test_an_earlier_code_than_the_last_one_is_worth_nothing(guarded: Somebody) -> None:
    earlier, now = guarded.code(later=timedelta(seconds=-30)), guarded.code()
    guarded.confirm("code", now)
    guarded.confirm("code", earlier, expect=422)


def test_guessing_codes_comes_to_nothing_and_locks_nobody_out(guarded: Somebody) -> None:
    tried = 0
    for _hour in range(4):
        guarded.leave()
        guarded.client.app.extensions["throttle"] = Throttle()
        guarded.give_password()
        for _ in range(8):
            tried += "not right" in guarded.give("code", "000000", expect=422).text
        guarded.give("recovery", guarded.codes.pop())
        guarded.wait(timedelta(minutes=61))
    assert tried <= 4 * 5
    guarded.give_password()
    guarded.give("code", guarded.code())


def test_one_sender_cannot_guess_without_end(guarded: Somebody) -> None:
    guarded.leave()
    guarded.give_password()
    for _ in range(30):
        guarded.give("recovery", "abcd-efgh-jkmn-pqrs", expect=422)
    guarded.give("recovery", guarded.codes[0], expect=429)


@pytest.mark.parametrize("path", ["/account", "/account/second-factor", "/account/second-factor/set-up", "/organisation", "/"])
def test_the_first_step_alone_opens_no_page(guarded: Somebody, path: str) -> None:
    guarded.leave()
    guarded.give_password()
    assert guarded.client.get(path, expect=303).location.startswith("/sign-in")


@pytest.mark.parametrize(
    "path", ["/account/second-factor/remove", "/account/recovery-codes", "/account/passkeys/challenge", "/account/passkeys/add"]
)
def test_the_first_step_alone_changes_no_factor(guarded: Somebody, path: str) -> None:
    guarded.leave()
    guarded.give_password()
    assert guarded.client.post(path).location.startswith("/sign-in")


def test_a_new_factor_or_none_wants_the_old_one_freshly_given(guarded: Somebody) -> None:
    guarded.wait(31 * MINUTE)
    asked = "/account/confirm"
    assert guarded.client.get("/account/second-factor/set-up", expect=303).location.startswith(asked)
    for path in (
        "second-factor/set-up",
        "second-factor/remove",
        "recovery-codes",
        "passkeys/add",
        "passkeys/remove",
        "passkeys/rename",
    ):
        assert guarded.client.post(f"/account/{path}").location.startswith(asked)
    guarded.confirm("password", PASSWORD, expect=200)
    assert guarded.client.post("/account/second-factor/remove").location.startswith(asked)
    guarded.confirm("recovery", guarded.codes[0])
    guarded.client.post("/account/second-factor/remove")
    assert "You have none yet" in guarded.client.get("/account/second-factor").text


def test_a_link_from_a_mail_does_not_pass_by_the_second_factor(guarded: Somebody, database: PinnedDatabase) -> None:
    guarded.leave()
    guarded.client.post("/sign-in/link", {"email": guarded.email})
    assert guarded.client.post(link_to(database, guarded.email)).location.startswith("/sign-in/second-factor")
    guarded.client.get("/account", expect=303)


def test_a_coordinator_does_nothing_before_there_is_a_second_factor(client: CheckingClient, ours: Tenant) -> None:
    client.app.extensions["throttle"] = Throttle()
    lule = somebody(client, ours, "coordinator")
    for path in ("/", "/networks", "/organisation", "/organisations/switch", "/account"):
        assert client.get(path, expect=303).location.startswith("/account/second-factor/set-up"), path
    assert client.post("/networks/convene", {"name": "X"}).location.startswith("/account/second-factor/set-up")
    lule.set_up()
    client.get("/networks")


def test_a_role_of_one_s_own_that_coordinates_needs_a_second_factor_too(client: CheckingClient, ours: Tenant) -> None:
    client.app.extensions["throttle"] = Throttle()
    somebody(client, ours, "custom")
    client.get("/", expect=200)
    with ours.session() as session, session.begin():
        session.execute(sa.update(CustomRole).values(permissions=["COORDINATE_NETWORK"]))
    assert client.get("/", expect=303).location.startswith("/account/second-factor/set-up")


def sensitive_routes(app: Flask) -> list[tuple[str, str, str]]:
    """(rule, method, path) of every route without ids behind a rule that wants a fresh proof."""
    found = []
    for rule in app.url_map.iter_rules():
        for method, access in getattr(app.view_functions[rule.endpoint], "access", {}).items():
            if access.is_sensitive and method in (rule.methods or ()):
                found.append((access.name, method, re.sub(r"<uuid:\w+>", str(UUID(int=7)), rule.rule)))
    return sorted(found)


def test_everything_sensitive_asks_again_after_half_an_hour(client: CheckingClient, ours: Tenant) -> None:
    routes = sensitive_routes(client.app)
    assert len({name for name, _method, _path in routes}) >= 8
    client.sign_in(ours, "owner")
    client.at += 31 * MINUTE
    for name, method, path in routes:
        if RULES[name].allows(ours.actor(Role.OWNER)) and "<" not in path:
            answer = client.get(path, expect=303) if method == "GET" else client.post(path)
            assert answer.location.startswith("/account/confirm"), f"{method} {path} did not ask again"


def test_every_sensitive_rule_wants_a_proof_that_is_minutes_old(app: Flask, ours: Tenant, at: datetime) -> None:
    within, actor = 30 * MINUTE, replace(ours.actor(Role.OWNER), confirmed_at=at)
    for rule in [rule for rule in RULES.values() if rule.is_sensitive]:
        assert rule.is_confirmed(actor, at=at + within, within=within)
        assert not rule.is_confirmed(actor, at=at + within + MINUTE, within=within)
        assert not rule.is_confirmed(replace(actor, confirmed_at=None), at=at, within=within)


def test_roles_keys_exports_and_erasure_are_among_what_is_sensitive(app: Flask) -> None:
    sensitive = {name for name, rule in RULES.items() if rule.is_sensitive}
    assert {"CHANGE_ACCOUNT", "CHOOSE_ROLES", "MANAGE_MEMBERS", "MAKE_TOKEN", "CHOOSE_SIGN_IN"} <= sensitive
    assert {"RESET_SECOND_FACTOR", "DEMAND_SECOND_FACTOR"} <= sensitive
    assert [name for name in RULES if re.search("EXPORT|ERASE|BILL", name) and name not in sensitive] == []
