"""What a request may do before any page of it runs: write or only read, what its page may load, and what no role can hold."""

import pytest
import sqlalchemy as sa
from flask import Flask, g
from sqlalchemy.exc import DBAPIError

from accountability import web
from accountability.access import RULES, Actor, Role
from accountability.headers import CONTENT_SECURITY_POLICY
from tests.support.databases import PinnedDatabase
from tests.support.tenants import Tenant

CHANGE = sa.text("UPDATE person SET joined_at = joined_at")
OURS = {"'self'", "'none'", "'script'"}  # the last says of what trusted types are wanted


def open_request(app: Flask, database: PinnedDatabase, method: str) -> None:
    with app.test_request_context("/", method=method):
        web.open_request(database, app.extensions["throttle"])
        g.here.session.execute(CHANGE)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_who_only_looks_has_a_session_that_cannot_write(app: Flask, database: PinnedDatabase, ours: Tenant, method: str) -> None:
    with pytest.raises(DBAPIError):
        open_request(app, database, method)


def test_who_sends_something_has_one_that_can(app: Flask, database: PinnedDatabase, ours: Tenant) -> None:
    open_request(app, database, "POST")


def test_a_page_loads_what_is_ours_and_nothing_else() -> None:
    assert {source for sources in CONTENT_SECURITY_POLICY.values() for source in sources.split()} <= OURS


def test_a_custom_role_holds_what_it_names_but_never_what_is_the_owners_alone() -> None:
    someone = {"person_id": None, "organisation_id": None, "member_id": None, "name": "", "organisation_name": ""}
    named = Actor(**someone, role=Role.CUSTOM, permissions=frozenset(RULES))  # type: ignore[arg-type]
    owners = {name for name, rule in RULES.items() if not rule.is_grantable}
    assert not [name for name in ("CHOOSE_ROLES", "EXPORT_ORGANISATION", "ERASE_ORGANISATION") if RULES[name].allows(named)]
    assert {"CHOOSE_ROLES", "EXPORT_ORGANISATION", "ERASE_ORGANISATION"} <= owners
    assert RULES["READ_ASSESSMENTS"].allows(named)


def test_a_body_that_is_too_long_is_not_read(app: Flask, database: PinnedDatabase) -> None:
    assert app.test_client().post("/sign-in", data={"email": "x" * 1_100_000}).status_code == 413
    assert app.test_client().post("/sign-in", data={"email": "x" * 1_100}).status_code == 400
