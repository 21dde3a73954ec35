"""Sending files with a real browser: progress, a line that breaks, trying again, and pages that fit every screen."""

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from werkzeug.serving import make_server

from accountability import clock, jobs
from accountability.app import create_app
from accountability.evidence import queries
from tests.conftest import make_config
from tests.evidence import samples
from tests.evidence.conftest import begin_piece
from tests.journeys.site import wait_until
from tests.journeys.visitor import WIDER, page_complaints
from tests.support.databases import make_sqlite
from tests.support.tenants import make_tenant

pytestmark = pytest.mark.journey
PHOTO = re.compile("Look at it.*photo.jpg")
SENT = [
    {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": samples.photo()},
    {"name": "minutes.txt", "mimeType": "text/plain", "buffer": b"We met." * 50_000},
    {"name": "statute.pdf", "mimeType": "application/pdf", "buffer": samples.pdf()},
]


class Served:
    """The members' app on a port of its own, with one organisation and one piece."""

    def __init__(self, folder: Path) -> None:
        self.tenant = make_tenant(make_sqlite(folder), "Otvorena Vrata", at=clock.now())
        self.app = create_app(make_config(folder), database=self.tenant.database)
        self.server = make_server("127.0.0.1", 0, self.app, threaded=True)
        self.address = f"http://127.0.0.1:{self.server.port}"
        self.cookies = {role: self.cookie(role) for role in ("officer", "viewer")}

    def cookie(self, role: str) -> dict[str, str]:
        signer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        value = signer.dumps({"_user_id": self.tenant.token(role), "_fresh": True})
        return {"name": "session", "value": value, "url": self.address}

    def begin(self, title: str = "Code of conduct") -> str:
        """The address of a new piece."""
        with self.tenant.session() as session, session.begin():
            piece = begin_piece(session, by=self.tenant.actor("officer"), at=clock.now(), title=title)
        return f"{self.address}/evidence/{piece.id}"

    def work(self) -> None:
        """Do what the worker does."""
        jobs.run("evidence.check_uploads", self.app.extensions["worker"], at=clock.now())

    def names(self, address: str) -> list[str]:
        """The files of a piece."""
        with self.tenant.session(read_only=True) as session:
            pieces = queries.list_pieces(session, today=clock.today())
            piece = next(each for each in pieces if str(each.id) in address)
            return sorted(kept.file.name for kept in queries.list_files(session, piece))


@pytest.fixture(scope="module")
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
def context(browser: Browser, served: Served) -> Iterator[BrowserContext]:
    opened = browser.new_context()
    opened.add_cookies([served.cookies["officer"]])  # type: ignore[list-item]
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def choose(page: Page, address: str) -> None:
    """Choose three files and send them."""
    page.goto(f"{address}/files/add")
    page.get_by_label("Files").set_input_files(SENT)
    page.get_by_role("button", name="Send", exact=True).click()


def test_files_are_sent_checked_and_shown_without_a_click_more(served: Served, page: Page) -> None:
    address = served.begin()
    choose(page, address)
    expect(page.get_by_role("status")).to_have_text("3 of 3 files are there.")
    page.get_by_role("link", name="See them").click()
    expect(page.get_by_text("Files are being checked")).to_be_visible()
    served.work()
    expect(page.get_by_text("Ready", exact=True)).to_have_count(3)
    expect(page.get_by_text("a place (GPS)")).to_be_visible()
    page.get_by_role("link", name=PHOTO).click()
    assert page.locator("figure img").evaluate("image => image.naturalWidth") == 20


def test_a_line_that_breaks_is_tried_again(served: Served, page: Page) -> None:
    address, broken = served.begin(), []
    page.route("**/evidence/uploads", lambda route: route.continue_() if len(broken) > 3 else (broken.append(1), route.abort()))
    choose(page, address)
    expect(page.get_by_role("status")).to_have_text("3 of 3 files are there.", timeout=20_000)
    assert len(broken) == 4
    assert served.names(address) == ["minutes.txt", "photo.jpg", "statute.pdf"]


def test_what_is_missing_is_named_and_sent_with_one_press(served: Served, page: Page) -> None:
    address = served.begin()
    page.route("**/upload.js*", make_impatient)
    page.route("**/evidence/uploads", lambda route: route.abort())
    choose(page, address)
    status = page.get_by_role("status")
    expect(status).to_contain_text("0 of 3 files are there. Missing: photo.jpg, minutes.txt, statute.pdf.", timeout=20_000)
    assert not page_complaints_in(page)
    page.unroute("**/evidence/uploads")
    page.get_by_role("button", name="Try the missing ones again").click()
    expect(status).to_have_text("3 of 3 files are there.")
    assert served.names(address) == ["minutes.txt", "photo.jpg", "statute.pdf"]


def make_impatient(route: Route) -> None:
    """The script as it is, without the pauses between two tries."""
    got = route.fetch()
    route.fulfill(response=got, body=got.text().replace("[500, 1500, 4000, 8000]", "[1]"))


def test_a_file_that_is_cancelled_is_not_kept(served: Served, page: Page) -> None:
    address = served.begin()
    page.route("**/evidence/uploads", lambda _route: None)
    choose(page, address)
    for name in ("photo.jpg", "minutes.txt", "statute.pdf"):
        page.get_by_role("button", name=f"Cancel: {name}").click()
    expect(page.get_by_text("Cancelled")).to_have_count(3)
    expect(page.get_by_role("button", name="Try again: photo.jpg")).to_be_visible()
    assert wait_until(lambda: not served.names(address), what="nothing to be left")


def test_without_scripts_the_same_form_sends_them(served: Served, browser: Browser) -> None:
    address = served.begin()
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([served.cookies["officer"]])  # type: ignore[list-item]
    page = context.new_page()
    choose(page, address)
    served.work()
    page.get_by_role("link", name="Look again").click()
    assert page.get_by_text("Ready", exact=True).count() == 3
    context.close()


def page_complaints_in(page: Page) -> list[str]:
    """What axe finds, where the page's own policy forbids to bring it: in a copy without policy."""
    context = page.context.browser.new_context(bypass_csp=True)  # type: ignore[union-attr]
    context.add_cookies(page.context.cookies())  # type: ignore[arg-type]
    copy = context.new_page()
    copy.set_content(page.content())
    found = page_complaints(copy)
    context.close()
    return found


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_every_page_fits_and_axe_finds_nothing(served: Served, browser: Browser, width: int, scheme: str) -> None:
    address = served.begin("A" * 90)
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    context.add_cookies([served.cookies["officer"]])  # type: ignore[list-item]
    page = context.new_page()
    for path in ("", "/files/add", "/links/add", "/edit", "/remove"):
        look(page, address + path)
    choose(page, address)
    expect(page.get_by_role("link", name="See them")).to_be_visible()
    look(page)
    served.work()
    for path in ("/evidence", "/evidence?show=expired", "/evidence/add"):
        look(page, served.address + path)
    look(page, address)
    page.get_by_role("link", name=PHOTO).click()
    expect(page.locator("figure img")).to_be_visible()
    look(page)
    context.close()


def look(page: Page, address: str | None = None) -> None:
    if address:
        page.goto(address)
    assert page.evaluate(WIDER) == 0, f"{page.url} sticks out"
    assert not page_complaints(page), page.url
