"""Whether an address has an account cannot be told: not by the answer, its size, the queries, the hashing or the mails sent."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask

from accountability.identity import domain
from accountability.identity.commands import links, passwords
from accountability.throttle import Throttle
from tests.support.client import CheckingClient
from tests.support.letters import letters_to, sign_up

KNOWN, UNKNOWN = "mira@example.org", "nema@example.org"  # of one length
GOOD, WRONG = "a long and good sentence", "a long and wrong sentence"
SIGN_UP = {"organisation_name": "Zelena", "country": "AL", "size_band": "0", "name": "Mira", "password": GOOD}
DOORS: dict[str, dict[str, str]] = {
    "/sign-in": {"password": WRONG},
    "/sign-up": SIGN_UP,
    "/sign-in/link": {},
    "/forgotten-password": {},
}
CHANGING = re.compile(r'name="csrf_token" value="[^"]*"')


@dataclass(frozen=True)
class Told:
    """Everything that an answer tells a stranger, and what it cost."""

    status: int
    location: str | None
    body: str
    size: int
    queries: int
    hashes: int
    mails: int


Ask = Callable[[str, str], Told]


@pytest.fixture
def ask(client: CheckingClient, app: Flask, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """`ask(door, address)`: knock at a door with an address, and note everything."""
    app.extensions["throttle"] = Throttle()
    sign_up(client, SIGN_UP | {"email": KNOWN})
    stranger = CheckingClient(app, at=client.at)
    app.extensions["throttle"] = Throttle()
    counted: list[str] = []
    for name in ("hash", "verify"):
        monkeypatch.setattr(PasswordHasher, name, _counting(getattr(PasswordHasher, name), counted))

    def knock(door: str, email: str) -> Told:
        mails, hashes = len(letters_to(app.extensions["database"], email)), len(counted)
        answer = stranger._open("POST", door, data=DOORS[door] | {"email": email, "csrf_token": stranger.csrf_token()})
        queries, body = stranger.queries, CHANGING.sub("", answer.text).replace(email, "ADDRESS")
        stranger._check(stranger._open("GET", answer.location), 200) if answer.location else None
        return Told(
            status=answer.status_code,
            location=answer.location,
            body=body,
            size=len(answer.data),
            queries=queries,
            hashes=len(counted) - hashes,
            mails=len(letters_to(app.extensions["database"], email)) - mails,
        )

    return knock


def _counting(real: Callable[..., Any], counted: list[str]) -> Callable[..., Any]:
    def count(*arguments: Any, **options: Any) -> Any:
        counted.append(real.__name__)
        return real(*arguments, **options)

    return count


@pytest.mark.parametrize("door", DOORS)
def test_known_and_unknown_addresses_are_answered_alike(ask: Ask, door: str) -> None:
    assert ask(door, KNOWN) == ask(door, UNKNOWN)


def test_the_pause_comes_alike_and_looks_alike(ask: Ask) -> None:
    known = [ask("/sign-in", KNOWN) for _ in range(domain.GUESSES + 2)]
    unknown = [ask("/sign-in", UNKNOWN) for _ in range(domain.GUESSES + 2)]
    assert known == unknown
    assert "Too many tries" in known[-1].body


def test_passwords_are_hashed_and_mails_written_for_both(ask: Ask) -> None:
    assert ask("/sign-in", UNKNOWN).hashes == 1
    assert ask("/sign-up", UNKNOWN).hashes == 1
    assert [ask(door, UNKNOWN).mails for door in DOORS] == [0, 1, 1, 1]


def test_an_account_without_password_is_answered_alike(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = ask("/sign-in", UNKNOWN)
    monkeypatch.setattr(passwords, "_NOBODYS_HASH", passwords._hasher.hash(WRONG))
    assert ask("/sign-in", UNKNOWN).body == wrong.body


def test_a_planted_short_cut_for_unknown_addresses_is_seen(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    real = passwords.is_right_password
    monkeypatch.setattr(
        "accountability.identity.commands.people.is_right_password", lambda kept, typed: bool(kept) and real(kept, typed)
    )
    assert ask("/sign-in", KNOWN).hashes != ask("/sign-in", UNKNOWN).hashes


def test_a_planted_silence_towards_unknown_addresses_is_seen(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    real = links._post
    monkeypatch.setattr(links, "_post", lambda *given, **more: real(*given, **more) if given[4] else None)
    known, unknown = ask("/sign-in/link", KNOWN), ask("/sign-in/link", UNKNOWN)
    assert (known.queries, known.mails) != (unknown.queries, unknown.mails)


def test_a_planted_sentence_about_the_account_is_seen(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    def tell(session: Any, profile: Any, new: Any, **_more: Any) -> None:
        if links.queries.find_account(session, email=new.email):
            raise domain.AddressIsTaken

    monkeypatch.setattr("accountability.organisation.routes.signing_up.ask_to_sign_up", tell)
    assert ask("/sign-up", KNOWN).status != ask("/sign-up", UNKNOWN).status
