"""A person at a browser, and what must hold on every page they come to."""

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import axe_playwright_python
from playwright.sync_api import Browser, Page, Route

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
COMPLAINTS = "async () => (await axe.run()).violations.map(v => v.id + ': ' + v.nodes.map(n => n.target).join(' '))"
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PATIENCE = 30_000  # milliseconds
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
DESK = {"viewport": {"width": 1280, "height": 900}}


@dataclass
class Visitor:
    """Somebody with a browser of their own: own cookies, own width, own page."""

    browser: Browser
    home: str
    page: Page
    runs_scripts: bool = True
    complaints: list[str] = field(default_factory=list)  # errors and warnings of the console
    strangers: list[str] = field(default_factory=list)  # requests to other hosts
    seen: set[int] = field(default_factory=set, repr=False)

    def open(self, path: str) -> Page:
        """Go to a path of the site, or to a whole address of it."""
        self.page.goto(path if path.startswith("http") else f"{self.home}{path}")
        return self.page

    @contextlib.contextmanager
    def expecting(self, complaint: str) -> Iterator[None]:
        """The browser will complain like this inside the block, because the server refuses or is out of reach on purpose."""
        see_console(self)
        yield
        self.complaints[:] = [text for text in self.complaints if complaint not in text]

    def leave(self) -> None:
        self.page.context.close()


def arrive(
    browser: Browser, home: str, *, on: dict[str, Any] | None = None, scripts: bool = True, scheme: str = "light"
) -> Visitor:
    """A new visitor. `on` is PHONE or DESK."""
    context = browser.new_context(
        **(on or DESK), java_script_enabled=scripts, color_scheme="dark" if scheme == "dark" else "light", locale="en-GB"
    )
    context.set_default_timeout(PATIENCE)
    visitor = Visitor(browser=browser, home=home, page=context.new_page(), runs_scripts=scripts)
    page = visitor.page
    page.on("console", lambda m: visitor.complaints.append(m.text) if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
    page.on("request", lambda request: _note_stranger(visitor, request.url))
    return visitor


def _note_stranger(visitor: Visitor, url: str) -> None:
    if urlsplit(url).scheme not in {"data", "blob"} and not url.startswith(f"{visitor.home}/"):
        visitor.strangers.append(url)


def see(visitor: Visitor, heading: str | None = None) -> None:
    """Look at the page as it is now: its heading, and everything that must hold on any page."""
    page = visitor.page
    page.wait_for_load_state()
    found = page.locator("h1").inner_text()
    assert heading is None or _words(found) == heading, f"{found!r} instead of {heading!r} at {page.url}"
    assert _words(page.title()).startswith(_words(found)), f"the title {page.title()!r} does not begin with {found!r}"
    assert not visitor.strangers, f"{page.url} asked {visitor.strangers}"
    see_console(visitor)
    wider = page.evaluate(WIDER)
    assert wider == 0, f"{page.url} is {wider} pixels wider than its window"
    text = page.content()
    if hash(text) not in visitor.seen:
        visitor.seen.add(hash(text))
        found_by_axe = page_complaints(page) if visitor.runs_scripts else _complaints_elsewhere(visitor, text)
        assert not found_by_axe, f"{page.url}: {found_by_axe}"


def see_console(visitor: Visitor) -> None:
    """The console has been silent so far."""
    assert not visitor.complaints, f"the console of {visitor.page.url} says {visitor.complaints}"


def page_complaints(page: Page) -> list[str]:
    """What axe finds wrong with a page, as rule and element."""
    page.evaluate(AXE)
    return list(page.evaluate(COMPLAINTS))


def _complaints_elsewhere(visitor: Visitor, text: str) -> list[str]:
    """The same for a page on which no script runs: its text is looked at in a browser where axe can run."""
    context = visitor.browser.new_context(viewport=visitor.page.viewport_size, bypass_csp=True)
    address = visitor.page.url

    def answer(route: Route) -> None:
        is_page = route.request.resource_type == "document"
        route.fulfill(body=text, content_type="text/html; charset=utf-8") if is_page else route.continue_()

    try:
        context.route("**/*", answer)
        page = context.new_page()
        page.goto(address)
        return page_complaints(page)
    finally:
        context.close()


def press(visitor: Visitor, name: str) -> None:
    """Press the button of this name and wait for the page it leads to."""
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("button", name=name, exact=True).click()


def follow(visitor: Visitor, name: str | re.Pattern[str]) -> None:
    """Follow the first link of this name in the page's main part."""
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("main").get_by_role("link", name=name, exact=isinstance(name, str)).first.click()


def text_of(visitor: Visitor) -> str:
    """What stands on the page, as one line."""
    return _words(visitor.page.get_by_role("main").inner_text())


def _words(text: str) -> str:
    return " ".join(text.split())
