"""Links sent by mail: they act on a button press, once, in time, for what they were made for."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from accountability.identity import commands, domain, queries
from accountability.identity.domain import LASTS, LinkPurpose
from accountability.identity.models import MailLink, Person, SignInSession
from tests.identity.conftest import EMAIL, PASSWORD, RIGHT, SIGN_UP
from tests.support.client import CheckingClient
from tests.support.databases import PinnedDatabase
from tests.support.letters import letters_to, link_to

NEW = "lime trees along the river"
# What each link is asked for with, and who is asked.
ASKED = {
    "/sign-up": SIGN_UP | {"email": "nova@example.org"},
    "/sign-in/link": {"email": EMAIL},
    "/forgotten-password": {"email": EMAIL},
    "/account/mail-address": {"email": "nova@example.org"},
}
PRESSED = {"password": NEW}
Fingerprint = Callable[[], list[object]]


@pytest.fixture
def fingerprint(database: PinnedDatabase) -> Fingerprint:
    """Everything about accounts and links that a press could change."""

    def read() -> list[object]:
        with database.session(read_only=True) as session:
            people = [tuple(row) for row in session.execute(sa.select(Person.id, Person.email, Person.password_hash))]
            links = [tuple(row) for row in session.execute(sa.select(MailLink.token_hash, MailLink.used_at))]
            return [sorted(people, key=str), sorted(links), session.scalar(sa.select(sa.func.count()).select_from(SignInSession))]

    return read


def ask(visitor: CheckingClient, path: str) -> str:
    """The link that comes of asking on a page."""
    if path.startswith("/account"):
        visitor.post("/sign-in", RIGHT)
    visitor.post(path, ASKED[path])
    return link_to(visitor.app.extensions["database"], ASKED[path]["email"])


@pytest.mark.parametrize("path", ASKED)
def test_looking_at_a_link_changes_nothing_and_leaves_it_usable(
    visitor: CheckingClient, fingerprint: Fingerprint, path: str
) -> None:
    link = ask(visitor, path)
    before = fingerprint()
    for method in ("GET", "HEAD", "GET"):
        assert visitor._open(method, link, headers={"Purpose": "prefetch"}).status_code == 200
    assert fingerprint() == before
    visitor.post(link, PRESSED)
    assert fingerprint() != before


@pytest.mark.parametrize("path", ASKED)
def test_a_link_acts_once(visitor: CheckingClient, fingerprint: Fingerprint, path: str) -> None:
    link = ask(visitor, path)
    visitor.post(link, PRESSED)
    before = fingerprint()
    assert "no longer open" in visitor.post(link, PRESSED, expect=422).text
    assert "no longer open" in visitor.get(link).text
    assert fingerprint() == before


@pytest.mark.parametrize("path", ASKED)
def test_a_link_lapses(visitor: CheckingClient, fingerprint: Fingerprint, path: str) -> None:
    link = ask(visitor, path)
    before = fingerprint()
    visitor.at += timedelta(hours=24, seconds=1)
    assert "no longer open" in visitor.post(link, PRESSED, expect=422).text
    assert fingerprint() == before


def test_how_long_links_last() -> None:
    hours = {purpose.value: lasts / timedelta(hours=1) for purpose, lasts in LASTS.items()}
    assert hours["sign_in"] == 0.25
    assert hours["forgotten"] == 1
    assert hours["confirm_sign_up"] == 24


@pytest.mark.parametrize("path", ASKED)
def test_a_link_does_only_what_it_was_made_for(visitor: CheckingClient, path: str) -> None:
    token = ask(visitor, path).rpartition("/")[2]
    pages = ("/sign-up", "/sign-in/links", "/forgotten-password", "/mail-address/confirm", "/mail-address/keep")
    answers = [visitor._open("GET", f"{page}/{token}").status_code for page in pages]
    assert sorted(answers) == [200, 404, 404, 404, 404]


def test_only_a_hash_of_a_token_is_kept(visitor: CheckingClient, database: PinnedDatabase) -> None:
    token = ask(visitor, "/sign-in/link").rpartition("/")[2]
    with database.session(read_only=True) as session:
        assert token not in list(session.scalars(sa.select(MailLink.token_hash)))
        assert queries.token_hash(token) in list(session.scalars(sa.select(MailLink.token_hash)))


def test_a_link_signs_in_and_leads_to_where_one_wanted_to_go(visitor: CheckingClient, database: PinnedDatabase) -> None:
    visitor.post("/sign-in/link?after=/account/name", {"email": EMAIL})
    assert visitor.post(link_to(database, EMAIL)).location == "/account/name"
    visitor.get("/account")


def test_using_a_link_takes_back_the_others_of_its_kind(visitor: CheckingClient) -> None:
    first, second = ask(visitor, "/sign-in/link"), ask(visitor, "/sign-in/link")
    visitor.post(second)
    assert "no longer open" in visitor.post(first, expect=422).text


def test_a_link_does_not_pass_by_the_second_factor(visitor: CheckingClient, database: PinnedDatabase, at: datetime) -> None:
    with database.transaction() as session:
        session.execute(sa.update(Person).where(Person.email == EMAIL).values(second_factor_since=at))
    assert visitor.post(ask(visitor, "/sign-in/link")).location.startswith("/sign-in/second-factor")
    visitor.get("/account", expect=303)
    assert visitor.post("/sign-in", RIGHT).location.startswith("/sign-in/second-factor")
    visitor.get("/account", expect=303)


def test_what_was_asked_for_is_not_kept_after_it_was_done(visitor: CheckingClient, database: PinnedDatabase) -> None:
    visitor.post(ask(visitor, "/sign-up"))
    with database.session(read_only=True) as session:
        assert all(row.payload == {} for row in session.scalars(sa.select(MailLink)) if row.used_at)


def test_a_mail_can_be_asked_for_a_few_times_only_whoever_asks(visitor: CheckingClient) -> None:
    for number in range(4):  # one went out when the organisation signed up
        visitor.post("/sign-in/link", {"email": EMAIL}, environ_overrides={"REMOTE_ADDR": f"198.51.100.{number}"})
    visitor.post("/sign-in/link", {"email": EMAIL}, expect=429, environ_overrides={"REMOTE_ADDR": "203.0.113.1"})


def test_an_organisation_is_added_to_an_account_that_is_there(visitor: CheckingClient, database: PinnedDatabase) -> None:
    visitor.post("/sign-up", SIGN_UP | {"organisation_name": "Plava", "password": NEW})
    link = link_to(database, EMAIL)
    assert "account with this address already" in visitor.get(link).text
    assert visitor.post(link).location == "/sign-in"
    visitor.post("/sign-in", RIGHT)
    assert "Plava" in visitor.get("/organisations/switch").text


def test_a_password_typed_by_somebody_else_never_opens_the_account(
    visitor: CheckingClient, app: Flask, database: PinnedDatabase, at: datetime
) -> None:
    link = ask(CheckingClient(app, at=at), "/sign-up")
    assert visitor.post(link).location == "/"
    assert "it was not kept" in visitor.get("/").text
    typed = {"email": "nova@example.org", "password": SIGN_UP["password"]}
    CheckingClient(app, at=at).post("/sign-in", typed, expect=422)


def test_the_password_is_kept_where_it_was_typed(visitor: CheckingClient) -> None:
    visitor.post(ask(visitor, "/sign-up"))
    visitor.post("/sign-out")
    visitor.post("/sign-in", {"email": "nova@example.org", "password": SIGN_UP["password"]})


def test_two_links_to_sign_up_make_one_account(visitor: CheckingClient, database: PinnedDatabase) -> None:
    links = [ask(visitor, "/sign-up") for _ in range(2)]
    assert [visitor.post(link).location for link in links] == ["/", "/sign-in"]
    with database.session(read_only=True) as session:
        assert len(session.scalars(sa.select(Person).where(Person.email == "nova@example.org")).all()) == 1


def test_an_address_without_account_is_told_so_by_mail_and_gets_no_link(visitor: CheckingClient, database: PinnedDatabase) -> None:
    visitor.post("/forgotten-password", {"email": "nobody@example.org"})
    assert "http" not in letters_to(database, "nobody@example.org")[-1].text


def test_a_link_of_nobody_signs_nobody_in(session: Session, visitor: CheckingClient, at: datetime) -> None:
    for purpose, path in ((LinkPurpose.SIGN_IN, "/sign-in/links"), (LinkPurpose.FORGOTTEN, "/forgotten-password")):
        token = commands.write_link(session, purpose, at=at)
        session.commit()
        assert "no longer open" in visitor.post(f"{path}/{token}", PRESSED, expect=422).text


def test_lapsed_links_are_removed(session: Session, at: datetime) -> None:
    commands.write_link(session, LinkPurpose.SIGN_IN, at=at)
    commands.forget_lapsed(session, at=at + domain.LONGEST_LINK + timedelta(seconds=1))
    assert session.scalars(sa.select(MailLink)).all() == []


def test_an_expired_invitation_stays_expired_whatever_else_is_asked_for(
    client: CheckingClient, sign_in: Callable[[str], CheckingClient], database: PinnedDatabase
) -> None:
    owner = sign_in("owner")
    owner.post("/organisation/colleagues/invite", {"email": "new@example.org", "role": "viewer"})
    invitation = link_to(database, "new@example.org")
    owner.post("/sign-out", {})
    client.actor, client.at = None, client.at + timedelta(days=15)
    client.post("/forgotten-password", {"email": "new@example.org"})
    assert "http" not in letters_to(database, "new@example.org")[-1].text
    client.post(invitation, {"name": "Nova", "password": PASSWORD}, expect=422)
