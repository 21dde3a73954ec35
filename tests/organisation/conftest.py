"""Fixtures of single sign-on: a provider that runs as a process, and an organisation that chose it."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from accountability.throttle import Throttle
from tests.organisation.vouching import Vouching, choose
from tests.support.client import CheckingClient
from tests.support.provider import Provider, running_provider
from tests.support.tenants import Tenant


@pytest.fixture(scope="session")
def running() -> Iterator[Provider]:
    """One provider for all tests."""
    with running_provider() as provider:
        yield provider


@pytest.fixture
def provider(running: Provider, at: datetime) -> Provider:
    """The provider, honest again, living at the time of the test."""
    running.behave(now=at.timestamp())
    return running


@pytest.fixture
def vouching(client: CheckingClient, ours: Tenant, provider: Provider) -> Vouching:
    """A browser at ours, which chose the provider; nobody has knocked before."""
    client.app.extensions["throttle"] = Throttle()
    return Vouching(client, ours, provider, choose(client.app, ours, provider))
