"""An operator with a second factor, and an organisation that lets them look."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask

from accountability.access import PersonId
from accountability.identity.commands import sign_in
from accountability.identity.commands.operators import make_operator
from accountability.operating import commands
from accountability.operating.domain import Length, NewGrant
from accountability.operating.models import OperatorGrant
from tests.support.client import CheckingClient
from tests.support.tenants import Tenant, make_tenant

REASON = "The profile does not open."


def browser_of(app: Flask, tenant: Tenant, person_id: PersonId, *, at: datetime, has_factor: bool) -> CheckingClient:
    """A browser in which a person signed in, with or without a second factor."""
    client = CheckingClient(app, at=at)
    with tenant.database.transaction() as session:
        token = sign_in(session, person_id, at=at, factor_at=at if has_factor else None)
    with client.browser.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True
    return client


@pytest.fixture
def home(ours: Tenant, at: datetime) -> Tenant:
    """The operator's own organisation."""
    return make_tenant(ours.database, "Those who run it", at=at)


@pytest.fixture
def person(home: Tenant) -> PersonId:
    """The operator."""
    actor = home.actor("owner")
    with home.database.transaction() as session:
        make_operator(session, email=f"owner@{home.organisation_id}.example")
    return actor.person_id


@pytest.fixture
def operator(app: Flask, home: Tenant, person: PersonId, at: datetime) -> CheckingClient:
    """The operator's browser, signed in with a second factor."""
    return browser_of(app, home, person, at=at, has_factor=True)


@pytest.fixture
def let_in(at: datetime) -> Callable[[Tenant], OperatorGrant]:
    """`let_in(tenant)`: an owner lets the operator look for an hour."""

    def let(tenant: Tenant) -> OperatorGrant:
        with tenant.session() as session, session.begin():
            new = NewGrant(length=Length.HOUR, reason=REASON)
            return commands.let_operator_in(session, new, by=tenant.actor("owner"), at=at)

    return let
