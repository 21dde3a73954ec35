"""An assessment of ours with its addresses, and a real browser on a real server where one organisation scores itself."""

import threading
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.serving import make_server

from accountability import clock
from accountability.app import create_app
from tests.conftest import make_config
from tests.factories.assessment import FIRST, start
from tests.support.databases import make_sqlite
from tests.support.tenants import Tenant, make_tenant

SLUG = "c04-b-sustained-results"
Open = Callable[..., Page]


@pytest.fixture
def assessment(ours):
    with ours.session() as session, session.begin():
        return start(ours, session)


@pytest.fixture
def address(assessment):
    return f"/assessments/{assessment.id}"


@pytest.fixture
def card(address):
    return f"{address}/key-actions/{FIRST}"


class Served:
    """The members' app on a port of its own, with one organisation."""

    def __init__(self, folder) -> None:
        self.tenant: Tenant = make_tenant(make_sqlite(folder), "Otvorena Vrata", at=clock.now())
        for role in ("officer", "contributor", "board", "owner", "viewer"):
            self.tenant.actor(role)
        self.app = create_app(make_config(folder), database=self.tenant.database)
        self.server = make_server("127.0.0.1", 0, self.app, threaded=True)
        self.address = f"http://127.0.0.1:{self.server.port}"

    def start(self) -> None:
        """A fresh quick scan, which `card` and `open_as` are about."""
        with self.tenant.session() as session, session.begin():
            self.assessment_id = start(self.tenant, session).id

    def card(self, slug: str = SLUG) -> str:
        return f"{self.address}/assessments/{self.assessment_id}/key-actions/{slug}"

    def cookie(self, role: str) -> dict[str, str]:
        signer = self.app.session_interface.get_signing_serializer(self.app)
        value = signer.dumps({"_user_id": self.tenant.token(role), "_fresh": True})
        return {"name": "session", "value": value, "url": self.address}


@pytest.fixture(scope="package")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    served = Served(tmp_path_factory.mktemp("served"))
    thread = threading.Thread(target=served.server.serve_forever)
    thread.start()
    yield served
    served.server.shutdown()
    thread.join()
    served.server.server_close()
    served.tenant.database.engine.dispose()


@pytest.fixture
def open_as(browser: Browser, served: Served) -> Iterator[Open]:
    """`open_as("officer")`: the card of a fresh quick scan in a browser of their own."""
    opened: list[BrowserContext] = []
    served.start()

    def open_card(role: str, **options: object) -> Page:
        context = browser.new_context(**options)
        opened.append(context)
        context.add_cookies([served.cookie(role)])
        page = context.new_page()
        page.goto(served.card())
        return page

    yield open_card
    for context in opened:
        context.close()
