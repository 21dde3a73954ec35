"""Changing the mail address: confirmed at the new one, stopped from the old one, followed everywhere."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from accountability.identity import commands
from accountability.identity.domain import LinkPurpose
from accountability.identity.models import Person
from tests.identity.conftest import EMAIL, PASSWORD, RIGHT, SIGN_UP
from tests.support.client import CheckingClient
from tests.support.databases import PinnedDatabase
from tests.support.letters import letters_to, link_to, sign_up

NEW = "mira@new.example"


@pytest.fixture
def asked(mira: CheckingClient) -> CheckingClient:
    """Somebody who asked to change the address."""
    mira.post("/account/mail-address", {"email": NEW})
    return mira


def emails(database: PinnedDatabase) -> set[str]:
    with database.session(read_only=True) as session:
        return set(session.scalars(sa.select(Person.email)))


def test_nothing_changes_before_the_new_address_is_confirmed(asked: CheckingClient, database: PinnedDatabase) -> None:
    assert emails(database) == {EMAIL}


def test_afterwards_one_signs_in_with_the_new_one(
    asked: CheckingClient, database: PinnedDatabase, told: Callable[[], list[str]]
) -> None:
    assert asked.post(link_to(database, NEW)).location == "/account"
    asked.post("/sign-out")
    asked.post("/sign-in", RIGHT, expect=422)
    asked.post("/sign-in", RIGHT | {"email": NEW})
    assert told() == ["AddressChanged", "SignedIn"]


def test_every_organisation_follows(mira: CheckingClient, database: PinnedDatabase) -> None:
    mira.post("/organisations/add", SIGN_UP | {"organisation_name": "Plava"})
    mira.post("/account/mail-address", {"email": NEW})
    mira.post(link_to(database, NEW))
    for _ in range(2):
        page = mira.get("/organisations/switch").text
        other = page.split('name="organisation" value="')[1].split('"')[0]
        mira.post("/organisations/switch", {"organisation": other})
        assert NEW in mira.get("/organisation").text


def test_the_old_address_can_stop_it(asked: CheckingClient, stranger: CheckingClient, database: PinnedDatabase) -> None:
    confirm = link_to(database, NEW)
    stranger.post(link_to(database, EMAIL))
    assert "no longer open" in stranger.post(confirm, expect=422).text
    assert emails(database) == {EMAIL}
    asked.get("/account", expect=303)


def test_the_old_address_can_take_it_back(asked: CheckingClient, stranger: CheckingClient, database: PinnedDatabase) -> None:
    asked.post(link_to(database, NEW))
    stranger.post(link_to(database, EMAIL))
    assert emails(database) == {EMAIL}
    asked.get("/account", expect=303)


def test_whoever_took_the_account_cannot_close_the_way_back(
    asked: CheckingClient, stranger: CheckingClient, database: PinnedDatabase
) -> None:
    back = link_to(database, EMAIL)
    asked.post(link_to(database, NEW))
    asked.at += timedelta(minutes=1)
    asked.post("/account/mail-address", {"email": "another@new.example"})
    kept = link_to(database, NEW)
    stranger.post(kept)
    stranger.post(back)
    assert emails(database) == {EMAIL}


def test_a_way_back_closes_those_that_were_sent_later(
    asked: CheckingClient, stranger: CheckingClient, database: PinnedDatabase
) -> None:
    back = link_to(database, EMAIL)
    asked.post(link_to(database, NEW))
    asked.at += timedelta(minutes=1)
    asked.post("/account/mail-address", {"email": "another@new.example"})
    kept = link_to(database, NEW)
    stranger.post(back)
    stranger.post(kept, expect=422)
    assert emails(database) == {EMAIL}


def test_not_for_ever(asked: CheckingClient, database: PinnedDatabase) -> None:
    asked.post(link_to(database, NEW))
    asked.at += timedelta(days=3, seconds=1)
    asked.post(link_to(database, EMAIL), expect=422)
    assert emails(database) == {NEW}


def test_an_address_of_somebody_else_is_answered_alike_and_cannot_be_had(
    asked: CheckingClient, stranger: CheckingClient, database: PinnedDatabase
) -> None:
    sign_up(stranger, SIGN_UP | {"email": "taken@example.org"})
    answer = asked.post("/account/mail-address", {"email": "taken@example.org"})
    assert answer.location == "/mail-sent"
    assert "account with this address already" in letters_to(database, "taken@example.org")[-1].text
    assert "http" not in letters_to(database, "taken@example.org")[-1].text


def test_an_address_that_was_taken_meanwhile_is_refused(
    asked: CheckingClient, stranger: CheckingClient, database: PinnedDatabase
) -> None:
    link = link_to(database, NEW)
    sign_up(stranger, SIGN_UP | {"email": NEW})
    assert "Somebody signs in with this mail address already" in asked.post(link, expect=422).text


def test_links_sent_to_the_old_address_die_with_it(asked: CheckingClient, database: PinnedDatabase) -> None:
    confirm = link_to(database, NEW)
    asked.post("/forgotten-password", {"email": EMAIL})
    forgotten = link_to(database, EMAIL)
    asked.post(confirm)
    assert "no longer open" in asked.post(forgotten, {"password": PASSWORD + " too"}, expect=422).text


def test_a_link_of_nobody_changes_nobodys_address(visitor: CheckingClient, database: PinnedDatabase) -> None:
    with database.transaction() as session:
        token = commands.write_link(session, LinkPurpose.KEEP_ADDRESS, payload={"email": "x@example.org"}, at=visitor.at)
    visitor.post(f"/mail-address/keep/{token}", expect=422)
    assert emails(database) == {EMAIL}
