"""Second factors on the pages: setting up, giving, proving again, recovering."""

from datetime import timedelta

import pyotp
import pytest
import sqlalchemy as sa

from accountability.identity.domain import factors as domain
from accountability.identity.models import RecoveryCode, SignInSession, Totp
from accountability.throttle import Throttle
from tests.support.client import CheckingClient
from tests.support.databases import PinnedDatabase
from tests.support.factors import Somebody, hidden, somebody
from tests.support.tenants import Tenant


@pytest.fixture
def lule(client: CheckingClient, ours: Tenant) -> Somebody:
    """An officer, signed in with a password."""
    client.app.extensions["throttle"] = Throttle()
    return somebody(client, ours)


def test_a_code_generator_is_set_up_with_one_right_code(lule: Somebody) -> None:
    page = lule.set_up()
    assert len(lule.codes) == 10
    assert "You see these only now" in page.text
    lule.client.get("/account/second-factor")


def test_nothing_is_kept_before_a_right_code(lule: Somebody, database: PinnedDatabase) -> None:
    sealed, _ = lule.look_at_set_up()
    page = lule.client.post("/account/second-factor/set-up", {"secret": sealed, "code": "000000"}, expect=422)
    assert hidden(page, "secret") == sealed
    with database.transaction(read_only=True) as session:
        assert session.scalars(sa.select(Totp)).all() == []
