"""Operators at home, drafts, and versions that are published."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from accountability.access import Actor, PersonId, Role
from accountability.identity.commands.operators import make_operator
from accountability.standard import commands, queries
from accountability.standard.models import StandardPack
from tests.operating.conftest import browser_of
from tests.support.client import CheckingClient
from tests.support.tenants import Tenant, make_tenant

Publish = Callable[[StandardPack], StandardPack]


@pytest.fixture
def home(ours: Tenant, at: datetime) -> Tenant:
    """The organisation of those who run the installation."""
    return make_tenant(ours.database, "Those who run it", at=at)


def run_it(home: Tenant, role: str) -> Actor:
    """Somebody of this organisation, now an operator who proved it twice."""
    actor = home.actor(role)
    with home.database.transaction() as session:
        make_operator(session, email=f"{role}@{home.organisation_id}.example")
    return replace(actor, is_operator=True)


@pytest.fixture
def operator(home: Tenant) -> Actor:
    """Somebody who runs the installation."""
    return run_it(home, Role.OWNER.value)


@pytest.fixture
def colleague(home: Tenant) -> Actor:
    """Another one."""
    return run_it(home, Role.OFFICER.value)


@pytest.fixture
def browser_at_home(app: Flask, home: Tenant, operator: Actor, at: datetime) -> CheckingClient:
    """The operator's browser, signed in with a second factor."""
    return browser_of(app, home, PersonId(operator.person_id), at=at, has_factor=True)


@pytest.fixture
def draft(session: Session, operator: Actor, at: datetime) -> StandardPack:
    """Version 1.1, begun from the one that ships."""
    return commands.begin_version(session, queries.shipped_pack(), "1.1", by=operator, at=at)


def map_all(session: Session, row: StandardPack, *, by: Actor, at: datetime) -> None:
    """Say that every key action with the same short name is the same."""
    older, newer = queries.current_pack(session), queries.read_content(row.content)
    known = {str(each.slug) for each in older.key_actions}
    origins = {str(each.slug): (str(each.slug),) for each in newer.key_actions if each.slug in known}
    commands.map_version(session, row, older, origins, seen=0, by=by, at=at)


@pytest.fixture
def publish(session: Session, operator: Actor, colleague: Actor, at: datetime) -> Publish:
    """`publish(row)`: map, send, approve and publish a draft."""

    def publish_it(row: StandardPack) -> StandardPack:
        map_all(session, row, by=operator, at=at)
        commands.send_to_review(session, row, by=operator, at=at)
        commands.approve(session, row, said="Read it all.", by=colleague, at=at)
        commands.publish(session, row, by=operator, at=at)
        return row

    return publish_it
