"""Somebody with an account and an organisation of their own."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from accountability import journal
from accountability.access import PersonId
from accountability.fact import PersonFact
from accountability.throttle import Throttle
from tests.support.client import CheckingClient
from tests.support.letters import sign_up

EMAIL, PASSWORD = "mira@example.org", "a long and good sentence"
RIGHT = {"email": EMAIL, "password": PASSWORD}
SIGN_UP = RIGHT | {"organisation_name": "Zelena", "country": "AL", "size_band": "0", "name": "Mira"}


@pytest.fixture
def visitor(client: CheckingClient, app: Flask) -> CheckingClient:
    """Somebody with an account, signed out, on a device that is not known."""
    app.extensions["throttle"] = Throttle()
    sign_up(client, SIGN_UP)
    client.post("/sign-out")
    client.browser.delete_cookie("known-device")
    return client


@pytest.fixture
def mira(visitor: CheckingClient) -> CheckingClient:
    """The same person, signed in."""
    visitor.post("/sign-in", RIGHT)
    return visitor


@pytest.fixture
def stranger(app: Flask, at: datetime) -> CheckingClient:
    """Somebody else at another browser."""
    return CheckingClient(app, at=at)


@pytest.fixture
def told(visitor: CheckingClient, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """What was told of people since the fixture came, by kind of fact."""
    facts: list[str] = []

    def listener(_session: Session, fact: PersonFact, _about: PersonId, _at: datetime) -> None:
        facts.append(type(fact).__name__)

    monkeypatch.setattr(journal, "_person_listeners", [*journal._person_listeners, listener])
    return lambda: facts
