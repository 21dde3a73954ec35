"""Constituents in a real browser: without scripts, on a narrow phone, in the dark, from right to left; and nothing left behind."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import axe_playwright_python
import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Page
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.serving import make_server

from accountability.app import create_constituents_app
from accountability.database import Database, load_models
from accountability.survey import queries
from accountability.survey.models import IntakeResponse
from tests.conftest import make_config
from tests.factories.survey import make_open
from tests.support.tenants import make_tenant

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def database(tmp_path_factory) -> Iterator[Database]:
    own = Database(f"sqlite:///{tmp_path_factory.mktemp('browser') / 'app.db'}")
    load_models().create_all(own.engine)
    yield own
    own.engine.dispose()


@pytest.fixture(scope="module")
def address(database, tmp_path_factory, module_at) -> Iterator[str]:
    """Where a survey with one question of each kind is being served."""
    ours = make_tenant(database, "Otvorena Vrata", at=module_at)
    with ours.session() as session, session.begin():
        code = queries.find_code(session, make_open(session, ours.actor("officer"), module_at))
    config = make_config(tmp_path_factory.mktemp("instance"))
    server = make_server(
        "127.0.0.1", 0, DispatcherMiddleware(None, {"/s": create_constituents_app(config, database=database)}), threaded=True
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.port}/s/{code}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def module_at():
    return datetime(2026, 5, 4, 12, 5, tzinfo=UTC)


def look(browser: Browser, address: str, *, script: bool = True, width: int = 360, dark: bool = False) -> tuple[Page, list[str]]:
    """The page, and every address it asked for."""
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light", java_script_enabled=script
    )
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    return page, asked


def fill(page: Page) -> None:
    for box in ("#q1-9", "#q2-4", "#q3-1", "#q4-1", "#q4-2", "#q5-yes"):
        page.check(box)
    page.fill("#q6", "More benches")


def violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("axe.run()")["violations"]
    return [f"{each['id']}: {each['nodes'][0]['target']}" for each in found]


def test_every_kind_of_question_is_answered_without_scripts(browser, address, database):
    page, _ = look(browser, address, script=False)
    fill(page)
    page.click("button[type=submit]")
    assert len(page.inner_text(".code")) == 19
    with database.engine.connect() as connection:
        bodies = connection.scalars(sa.select(IntakeResponse.__table__.c.body)).all()
    assert any('"1":["9"]' in body and "More benches" in body for body in bodies)
    page.context.close()


def test_a_chosen_answer_can_be_taken_back_without_scripts(browser, address):
    page, _ = look(browser, address, script=False)
    page.check("#q1-9")
    page.check("#q1-skip")
    assert not page.is_checked("#q1-9")
    page.context.close()


def test_a_refused_form_keeps_what_was_typed_without_scripts(browser, address):
    page, _ = look(browser, address, script=False)
    page.click("button[type=submit]")
    assert "Nothing is filled in yet" in page.inner_text("[role=alert]")
    page.context.close()


@pytest.mark.parametrize("lang", ["en", "sr", "ar"])
@pytest.mark.parametrize(("width", "dark"), [(360, False), (360, True), (1280, False)])
def test_no_accessibility_violation_and_nothing_runs_off_the_edge(browser, address, lang, width, dark):
    page, _ = look(browser, f"{address}?lang={lang}", width=width, dark=dark)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


def test_the_thanks_and_the_receipt_page_are_accessible_too(browser, address):
    page, _ = look(browser, address)
    fill(page)
    page.click("button[type=submit]")
    assert violations(page) == []
    page.goto(address.rsplit("/", 1)[0] + "/receipt")
    assert violations(page) == []
    page.context.close()


def test_nothing_is_asked_of_others_and_nothing_is_left_in_the_browser(browser, address):
    page, asked = look(browser, address)
    fill(page)
    page.click("button[type=submit]")
    page.wait_for_selector(".code")
    site = address.split("/s/")[0]
    assert [each for each in asked if not each.startswith((site, "data:"))] == []
    assert page.context.cookies() == []
    left = page.evaluate("async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length]")
    assert left == [0, 0, 0]
    assert page.url.split("?")[0] == address
    page.context.close()


def test_going_by_keyboard_reaches_the_answers_in_order(browser, address):
    page, _ = look(browser, address)
    page.focus("#q1-skip")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "q2"
    page.context.close()
