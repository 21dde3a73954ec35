"""Second factors on the pages: setting up, giving, proving again, recovering."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from accountability.identity.domain import factors as domain
from accountability.identity.models import Person, RecoveryCode, SignInSession, Totp
from accountability.throttle import Throttle
from tests.support.client import CheckingClient
from tests.support.databases import PinnedDatabase
from tests.support.factors import Somebody, hidden, somebody
from tests.support.letters import letters_to
from tests.support.tenants import Tenant

MINUTE = timedelta(minutes=1)


@pytest.fixture
def lule(client: CheckingClient, ours: Tenant) -> Somebody:
    """An officer, signed in with a password."""
    client.app.extensions["throttle"] = Throttle()
    return somebody(client, ours)


@pytest.fixture
def guarded(lule: Somebody) -> Somebody:
    """The same with a code generator, a minute later, so that the next code is a fresh one."""
    lule.set_up()
    lule.wait(MINUTE)
    return lule


def test_a_code_generator_is_set_up_with_one_right_code(lule: Somebody, database: PinnedDatabase) -> None:
    page = lule.set_up()
    assert len(lule.codes) == 10
    assert "You see these only now" in page.text
    assert "10 unused codes" in lule.client.get("/account/second-factor").text
    assert "A code generator was added" in letters_to(database, lule.email)[-1].text


def test_nothing_is_kept_before_a_right_code(lule: Somebody, database: PinnedDatabase) -> None:
    sealed, _secret = lule.look_at_set_up()
    page = lule.client.post("/account/second-factor/set-up", {"secret": sealed, "code": "000000"}, expect=422)
    assert hidden(page, "secret") == sealed
    with database.transaction(read_only=True) as session:
        assert session.scalars(sa.select(Totp)).all() == []


def test_a_secret_that_was_shown_to_somebody_else_or_long_ago_is_not_taken(lule: Somebody) -> None:
    sealed, lule.secret = lule.look_at_set_up()
    lule.wait(29 * MINUTE)
    lule.client.post("/account/second-factor/set-up", {"secret": "1.AAAA", "code": lule.code()}, expect=422)
    lule.wait(2 * MINUTE)
    lule.confirm("password", "a good long sentence")
    page = lule.client.post("/account/second-factor/set-up", {"secret": sealed, "code": lule.code()}, expect=422)
    assert "Scan the new picture" in page.text


def test_the_secret_is_sealed_and_of_the_codes_only_hashes_are_kept(guarded: Somebody, database: PinnedDatabase) -> None:
    with database.transaction(read_only=True) as session:
        assert guarded.secret not in session.scalars(sa.select(Totp.sealed_secret)).one()
        kept = list(session.scalars(sa.select(RecoveryCode.code_hash)))
    assert len(kept) == 10
    assert not {code.replace("-", "") for code in guarded.codes} & set(kept)


def test_a_password_alone_opens_nothing_once_there_is_a_second_factor(guarded: Somebody) -> None:
    guarded.leave()
    assert guarded.give_password().location == "/sign-in/second-factor"
    assert guarded.client.get("/account", expect=303).location.startswith("/sign-in")
    assert guarded.client.get("/account/confirm", expect=303).location.startswith("/sign-in")
    guarded.give("code", guarded.code())
    guarded.client.get("/account")


def test_after_the_second_step_one_is_where_one_wanted_to_go(guarded: Somebody) -> None:
    guarded.leave()
    path = guarded.client.post("/sign-in?after=/account", {"email": guarded.email, "password": "a good long sentence"}).location
    assert guarded.client.post(path, {"way": "code", "code": guarded.code()}).location == "/account"
    assert guarded.client.get("/sign-in/second-factor?after=/account", expect=303).location == "/sign-in?after=/account"


def test_the_token_of_the_first_step_is_dead_after_the_second(guarded: Somebody) -> None:
    guarded.leave()
    guarded.give_password()
    with guarded.client.browser.session_transaction() as cookie:
        first = cookie["_user_id"]
    guarded.give("code", guarded.code())
    with guarded.client.browser.session_transaction() as cookie:
        assert cookie["_user_id"] != first
        cookie["_user_id"] = first
    guarded.client.get("/account", expect=303)
    guarded.client.get("/sign-in/second-factor", expect=303)


def test_a_first_step_is_forgotten_after_a_quarter_of_an_hour(guarded: Somebody) -> None:
    guarded.leave()
    guarded.give_password()
    guarded.wait(16 * MINUTE)
    assert guarded.give("code", guarded.code()).location == "/sign-in"
    guarded.client.get("/account", expect=303)


def test_a_recovery_code_opens_once_and_its_owner_is_told(guarded: Somebody, database: PinnedDatabase) -> None:
    guarded.leave()
    guarded.give_password()
    guarded.give("recovery", guarded.codes[0].upper().replace("-", " "))
    assert "Unused codes left: 9" in letters_to(database, guarded.email)[-1].text
    guarded.leave()
    guarded.give_password()
    assert "none of your unused recovery codes" in guarded.give("recovery", guarded.codes[0], expect=422).text


def test_new_recovery_codes_replace_the_old_ones_and_want_a_fresh_proof(guarded: Somebody) -> None:
    guarded.wait(31 * MINUTE)
    assert "/account/confirm" in guarded.client.post("/account/recovery-codes").location
    guarded.confirm("code", guarded.code())
    guarded.client.post("/account/recovery-codes", expect=200)
    guarded.wait(MINUTE)
    guarded.confirm("recovery", guarded.codes[0], expect=422)


def test_somebody_without_second_factor_gets_no_recovery_codes(lule: Somebody, database: PinnedDatabase) -> None:
    lule.client.post("/account/recovery-codes")
    with database.transaction(read_only=True) as session:
        assert session.scalars(sa.select(RecoveryCode)).all() == []


def test_what_came_too_late_leads_back_to_the_page_it_was_sent_from(guarded: Somebody) -> None:
    guarded.wait(31 * MINUTE)
    for host, after in (("localhost", "/account/second-factor"), ("evil.example", None)):
        sent_from = {"Referer": f"http://{host}/account/second-factor"}
        location = guarded.client.post("/account/second-factor/remove", headers=sent_from).location
        assert location == "/account/confirm" + (f"?after={after}" if after else "")


def test_the_picture_to_scan_is_drawn_to_fit(lule: Somebody) -> None:
    picture = re.search(r"<svg[^>]*qr[^>]*>", lule.client.get("/account/second-factor/set-up").text)
    assert picture
    assert "viewBox" in picture[0]
    assert " width=" not in picture[0]


def test_setting_up_the_first_factor_ends_every_other_sign_in(lule: Somebody, database: PinnedDatabase) -> None:
    elsewhere = CheckingClient(lule.client.app, at=lule.client.at)
    somebody(elsewhere, lule.tenant)
    elsewhere.get("/account")
    lule.set_up()
    elsewhere.actor = None
    elsewhere.get("/account", expect=303)
    with database.transaction(read_only=True) as session:
        assert session.scalars(sa.select(SignInSession.factor_at)).one() == lule.client.at


def test_an_open_page_is_not_enough_to_add_a_factor(lule: Somebody) -> None:
    lule.wait(31 * MINUTE)
    assert lule.client.get("/account/second-factor/set-up", expect=303).location.startswith("/account/confirm")
    lule.client.post("/account/passkeys/add", {"answer": "{}"})
    lule.confirm("password", "a good long sentence")
    lule.set_up()


def test_whoever_has_a_factor_proves_with_it_and_not_with_the_password(guarded: Somebody) -> None:
    guarded.wait(31 * MINUTE)
    guarded.confirm("password", "a good long sentence", expect=200)
    assert guarded.client.get("/account/password", expect=303).location.startswith("/account/confirm")
    guarded.confirm("code", guarded.code(), expect=303)
    guarded.client.get("/account/password")


def test_a_wrong_password_proves_nothing(lule: Somebody) -> None:
    lule.wait(31 * MINUTE)
    lule.confirm("password", "not the right one at all", expect=422)
    lule.client.post("/account/confirm", {"way": "password", "current": ""}, expect=422)
    lule.client.post("/account/confirm", {"way": "nonsense"}, expect=200)
    assert lule.client.get("/account/password", expect=303).location.startswith("/account/confirm")


def test_proving_again_leads_back_and_never_to_another_site(lule: Somebody) -> None:
    assert lule.confirm("password", "a good long sentence", after="/organisation").location == "/organisation"
    assert lule.confirm("password", "a good long sentence", after="//evil.example").location == "/"


def test_somebody_without_password_and_factor_confirms_by_a_link(lule: Somebody, database: PinnedDatabase) -> None:
    with database.transaction() as session:
        session.execute(sa.update(Person).values(password_hash=None))
    page = lule.client.get("/account/confirm?after=/account/password")
    assert "Send me a link" in page.text
    lule.client.post("/sign-in/link?after=/account/password", {"email": hidden(page, "email")})
    assert "/sign-in/links/" in letters_to(database, lule.email)[-1].text


def test_setting_up_again_replaces_the_generator_and_keeps_the_recovery_codes(guarded: Somebody) -> None:
    old = guarded.secret
    sealed, guarded.secret = guarded.look_at_set_up()
    assert "this one replaces it" in guarded.client.get("/account/second-factor/set-up").text
    guarded.client.post("/account/second-factor/set-up", {"secret": sealed, "code": guarded.code()})
    new, guarded.secret = guarded.secret, old
    guarded.wait(MINUTE)
    guarded.confirm("code", guarded.code(), expect=422)
    guarded.secret = new
    guarded.confirm("code", guarded.code())
    assert "10 unused codes" in guarded.client.get("/account/second-factor").text


def test_removing_the_last_factor_takes_the_recovery_codes_along(guarded: Somebody, database: PinnedDatabase) -> None:
    guarded.client.post("/account/second-factor/remove")
    guarded.client.post("/account/second-factor/remove")
    assert "A code generator was removed" in letters_to(database, guarded.email)[-1].text
    with database.transaction(read_only=True) as session:
        assert session.scalars(sa.select(RecoveryCode)).all() == []
    guarded.leave()
    assert guarded.give_password().location == "/"


def test_the_account_says_whether_there_is_a_second_factor(lule: Somebody) -> None:
    assert "Set up a second factor" in lule.client.get("/account").text
    lule.set_up()
    assert "Your password alone opens nothing" in lule.client.get("/account").text


def test_a_generator_sealed_with_a_lost_key_is_wrong_but_breaks_nothing(guarded: Somebody, database: PinnedDatabase) -> None:
    with database.transaction() as session:
        session.execute(sa.update(Totp).values(sealed_secret="1.AAAA"))
    guarded.confirm("code", guarded.code(), expect=422)
    guarded.confirm("recovery", guarded.codes[0])


def test_five_wrong_codes_make_a_pause_that_a_recovery_code_passes(guarded: Somebody) -> None:
    for _ in range(5):
        guarded.confirm("code", "000000", expect=422)
    assert "Too many wrong codes" in guarded.confirm("code", guarded.code(), expect=422).text
    guarded.confirm("recovery", guarded.codes[0])
    guarded.wait(16 * MINUTE)
    guarded.confirm("code", guarded.code())
    assert domain.WEIGHT * 5 >= 10
