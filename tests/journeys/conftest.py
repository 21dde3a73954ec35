"""Journeys: a running installation, and people who come to it with a browser."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.site import Site, running_site
from tests.journeys.visitor import PATIENCE, Visitor, arrive

expect.set_options(timeout=PATIENCE)
SMALL = ("demo", "--size", "12", "--responses", "120")
Meet = Callable[..., Visitor]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An empty installation."""
    with running_site(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture(scope="session")
def region(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An installation with a small demo region."""
    with running_site(tmp_path_factory.mktemp("region"), SMALL) as running:
        yield running


@pytest.fixture
def meet(browser: Browser, site: Site) -> Iterator[Meet]:
    """`meet(on=PHONE)`: somebody new comes to the site; everybody leaves at the end."""
    met: list[Visitor] = []

    def come(to: Site = site, **options: object) -> Visitor:
        met.append(arrive(browser, to.address, **options))  # type: ignore[arg-type]
        return met[-1]

    yield come
    for visitor in met:
        visitor.leave()
