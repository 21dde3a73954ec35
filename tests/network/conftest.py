"""A network in which ours is a confirmed member."""

from datetime import datetime

import pytest

from tests.factories import network as make
from tests.factories.network import Circle
from tests.support.databases import PinnedDatabase
from tests.support.tenants import Tenant, make_tenant


@pytest.fixture
def convenor(database: PinnedDatabase, at: datetime) -> Tenant:
    return make_tenant(database, "Sekretarijat", at=at)


@pytest.fixture
def circle(convenor: Tenant, ours: Tenant, at: datetime) -> Circle:
    """A network in which ours is the one confirmed member."""
    circle = make.convene(convenor, at=at)
    make.join(circle, ours, at=at)
    return circle
