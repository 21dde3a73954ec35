"""T7: two organisations take turns on one connection, with errors and rollbacks in between; no row of one reaches the other."""

import random
import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from accountability import roles, transaction
from accountability.tenancy import act_for
from tests.factories.world import Universe
from tests.support.client import CheckingClient
from tests.support.databases import PostgresDatabase, without_orm_guard
from tests.support.tenants import Tenant

TURNS = 400
# Past the session's guard, so that only PostgreSQL's wall is asked.
SEEN = sa.text("SELECT DISTINCT organisation_id FROM member")


@pytest.fixture(scope="module")
def narrow(real: PostgresDatabase) -> Iterator[PostgresDatabase]:
    """The members' pages' login with one connection for everybody."""
    database = PostgresDatabase(real.server, real.name, role=roles.WEB)
    database.engine = sa.create_engine(database.url, pool_size=1, max_overflow=0, pool_timeout=2)
    yield database
    database.engine.dispose()


@pytest.fixture
def two(universe: Universe, narrow: PostgresDatabase) -> tuple[Tenant, Tenant]:
    """An organisation of each network."""
    seen = universe.on(narrow).worlds
    return seen["A2"].tenant, seen["B2"].tenant


def look(_session: Session, _turn: int) -> None:
    """Nothing but looking."""


def rename(session: Session, turn: int) -> None:
    session.execute(sa.text("UPDATE survey SET title = :title"), {"title": f"Turn {turn}"})
    session.commit()


def rename_and_undo(session: Session, turn: int) -> None:
    session.execute(sa.text("UPDATE survey SET title = :title"), {"title": f"Turn {turn}"})
    session.rollback()


def break_in_a_savepoint(session: Session, _turn: int) -> None:
    with pytest.raises(DBAPIError), session.begin_nested():
        session.execute(sa.text("UPDATE survey SET title = ''"))


def break_whole(session: Session, _turn: int) -> None:
    session.execute(sa.text("SELECT 1 / 0"))


def lose_the_connection(session: Session, _turn: int) -> None:
    session.connection().invalidate()
    raise RuntimeError("the connection was lost")


def stumble(_session: Session, _turn: int) -> None:
    raise RuntimeError("planted")


DEEDS: list[Callable[[Session, int], None]] = [
    *(look, rename, rename_and_undo, break_in_a_savepoint, break_whole, stumble, lose_the_connection),
]


def take_turns(database: PostgresDatabase, two: tuple[Tenant, Tenant], *, seed: int) -> Counter[str]:
    """Let them act in random order; count what was seen: "own", "nothing" and "foreign"."""
    dice, found = random.Random(seed), Counter[str]()
    for turn in range(TURNS):
        tenant = dice.choice([*two, None])
        deed = look if tenant is None else dice.choice(DEEDS)
        try:
            with database.session(read_only=tenant is None or deed is look) as session:
                if dice.random() < 0.3:
                    session.execute(sa.text("SELECT 1"))  # the organisation becomes known after the first query
                if tenant is not None:
                    act_for(session, tenant.organisation_id)
                _note(session, tenant, found)
                deed(session, turn)
                _note(session, tenant, found)
        except (DBAPIError, RuntimeError):
            found["errors"] += 1
    return found


def _note(session: Session, tenant: Tenant | None, found: Counter[str]) -> None:
    for seen in session.scalars(SEEN).all() or [None]:
        found["nothing" if seen is None else "own" if tenant and seen == tenant.organisation_id else "foreign"] += 1


@pytest.mark.parametrize("seed", range(2))
def test_turns_on_one_connection_never_show_a_foreign_row(narrow: PostgresDatabase, two: tuple[Tenant, Tenant], seed: int) -> None:
    with without_orm_guard():
        found = take_turns(narrow, two, seed=seed)
    assert found["foreign"] == 0
    assert min(found["own"], found["nothing"], found["errors"]) > TURNS / 10


def test_a_setting_that_stays_on_the_connection_is_found_out(
    narrow: PostgresDatabase, two: tuple[Tenant, Tenant], monkeypatch: pytest.MonkeyPatch
) -> None:
    def tell_for_good(connection: Connection, said: dict[str, str], **_: Any) -> None:
        if said:
            connection.exec_driver_sql("SELECT set_config('app.organisation', %s, false)", (said["app.organisation"],))

    with monkeypatch.context() as planted:
        planted.setattr(transaction, "_tell", tell_for_good)
        with without_orm_guard():
            found = take_turns(narrow, two, seed=1)
    narrow.engine.dispose()
    assert found["foreign"] > 0


@pytest.fixture
def narrow_app(app: Flask, narrow: PostgresDatabase) -> Flask:
    app.extensions["database"] = narrow
    return app


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_requests_of_two_organisations_on_one_connection_see_their_own(
    narrow_app: Flask, two: tuple[Tenant, Tenant], at: datetime
) -> None:
    clients = [CheckingClient(narrow_app, at=at).sign_in(tenant, "owner") for tenant in two]
    for client in clients:
        client.may_see_neighbour = True
    dice = random.Random(7)
    for _ in range(150):
        mine = dice.randrange(2)
        if dice.random() < 0.2:
            clients[mine].get(f"/surveys/{secrets.token_hex(16)}", expect=404)
        page = clients[mine].get("/organisation").text
        assert f"owner@{two[mine].organisation_id}" in page
        assert str(two[1 - mine].organisation_id) not in page
