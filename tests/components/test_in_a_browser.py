"""The gallery in a real browser, under the product's content-security policy: accessibility, widths, zoom, and what scripts add."""

import mimetypes
from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Route

from accountability.headers import write_policy
from tests.components.gallery import write_gallery

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
SITE = "https://gallery.test/"
NAMES = ("gallery", "refused", "welcome", "reading", "error", "constituent")
EVERY_PAGE = pytest.mark.parametrize("name", [f"{direction}-{name}.html" for direction in ("ltr", "rtl") for name in NAMES])
TOO_SMALL = """() => [...document.querySelectorAll('a, button, input, select, textarea, summary')]
  .filter((e) => e.checkVisibility() && !e.matches('p a:not(.button), li a, .choice input, .skip'))
  .filter((e) => { const box = e.getBoundingClientRect(); return box.height < 24 || box.width < 24; })
  .map((e) => e.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The gallery's files."""
    path = tmp_path_factory.mktemp("gallery")
    write_gallery(path)
    return path


def open_page(browser: Browser, folder: Path, name: str, *, width: int = 1280, scheme: str = "light", script: bool = True) -> Page:
    """A page of the gallery, served from the folder with the product's headers; its console must stay silent."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        java_script_enabled=script,
        permissions=["clipboard-read", "clipboard-write"],
    )
    _serve(context, folder)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(SITE + name)
    assert complaints == []
    return page


def _serve(context: BrowserContext, folder: Path) -> None:
    changes = {"img-src": "'self' data:"}

    def answer(route: Route) -> None:
        path = folder / urlsplit(route.request.url).path.lstrip("/")
        kind = mimetypes.guess_type(path.name)[0] or "text/html"
        headers = {"Content-Type": kind, "Content-Security-Policy": write_policy(changes)}
        route.fulfill(body=path.read_bytes(), headers=headers)

    context.route(SITE + "**", answer)


def find_violations(page: Page) -> list[str]:
    """What axe complains about, as rule and element."""
    page.evaluate(AXE)
    found = page.evaluate("async () => (await axe.run()).violations.map(v => v.id + ': ' + v.nodes.map(n => n.target).join(' '))")
    return list(found)


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@EVERY_PAGE
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_axe_finds_nothing(browser: Browser, folder: Path, name: str, width: int, scheme: str) -> None:
    page = open_page(browser, folder, name, width=width, scheme=scheme)
    assert find_violations(page) == []
    assert overflow(page) == 0
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_when_everything_is_open(browser: Browser, folder: Path, scheme: str) -> None:
    page = open_page(browser, folder, "ltr-gallery.html", scheme=scheme)
    page.evaluate("() => { for (const each of document.querySelectorAll('details')) each.open = true; }")
    assert find_violations(page) == []
    assert overflow(page) == 0
    page.context.close()


def test_axe_sees_a_planted_fault(browser: Browser, folder: Path) -> None:
    page = open_page(browser, folder, "ltr-welcome.html")
    page.evaluate("() => document.querySelector('label').remove()")
    assert any(found.startswith("label") for found in find_violations(page))
    page.context.close()


@pytest.mark.parametrize("width", [320, 640])
@pytest.mark.parametrize("name", ["ltr-gallery.html", "rtl-gallery.html", "ltr-constituent.html", "ltr-welcome.html"])
def test_nothing_is_cut_off_on_a_small_phone_or_at_twice_the_size(browser: Browser, folder: Path, name: str, width: int) -> None:
    page = open_page(browser, folder, name, width=width)
    assert overflow(page) == 0
    page.context.close()


@pytest.mark.parametrize("name", ["ltr-gallery.html", "ltr-refused.html", "ltr-welcome.html", "ltr-constituent.html"])
def test_everything_that_is_pressed_is_large_enough(browser: Browser, folder: Path, name: str) -> None:
    page = open_page(browser, folder, name, width=360)
    assert page.evaluate(TOO_SMALL) == []
    page.context.close()


def test_the_menu_opens_on_a_phone_without_script(browser: Browser, folder: Path) -> None:
    page = open_page(browser, folder, "ltr-gallery.html", width=360, script=False)
    link = page.get_by_role("link", name="Benchmark")
    assert not link.is_visible()
    page.get_by_text("Menu", exact=True).click()
    assert link.is_visible()
    assert page.get_by_role("button", name="Sign out").is_visible()
    page.context.close()


def test_escape_closes_the_menu_and_gives_the_focus_back(browser: Browser, folder: Path) -> None:
    page = open_page(browser, folder, "ltr-gallery.html")
    page.get_by_text("Mira Hoxha").first.click()
    assert page.get_by_role("button", name="Sign out").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_role("button", name="Sign out").is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.context.close()


def test_a_link_is_copied_and_the_page_says_so(browser: Browser, folder: Path) -> None:
    page = open_page(browser, folder, "ltr-gallery.html")
    page.get_by_role("button", name="Copy").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.get_by_label("Link to your survey").input_value()
    page.context.close()


def test_a_refused_form_puts_the_focus_on_its_summary_and_the_summary_leads_to_the_field(browser: Browser, folder: Path) -> None:
    page = open_page(browser, folder, "ltr-refused.html")
    assert "error-summary" in str(page.evaluate("document.activeElement.className"))
    page.get_by_role("alert").get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.id") == "name"
    page.context.close()


def test_leaving_with_unsent_text_asks_first(browser: Browser, folder: Path) -> None:
    page = open_page(browser, folder, "ltr-gallery.html")
    page.get_by_label("What did you hear?").press_sequentially("The bus")
    asked: list[str] = []

    def agree(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", agree)
    page.goto(SITE + "ltr-error.html")
    assert asked == ["beforeunload"]
    page.context.close()


def test_the_first_stop_of_the_keyboard_leads_past_the_menu(browser: Browser, folder: Path) -> None:
    page = open_page(browser, folder, "ltr-gallery.html")
    page.keyboard.press("Tab")
    assert page.get_by_role("link", name="Skip to the content").is_visible()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.context.close()


def test_charts_are_on_paper_with_their_figures(browser: Browser, folder: Path) -> None:
    page = open_page(browser, folder, "ltr-gallery.html")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".chart-profile table").is_visible()
    assert not page.locator(".top").is_visible()
    page.context.close()


@pytest.mark.parametrize("name", ["ltr-gallery.html", "ltr-constituent.html"])
def test_a_choice_is_made_on_its_control_and_anywhere_on_its_surface(browser: Browser, folder: Path, name: str) -> None:
    page = open_page(browser, folder, name)
    choices = page.locator("fieldset").last.locator(".choice")
    choices.nth(1).locator("input").check(timeout=2000)
    choices.nth(2).click(position={"x": 200, "y": 8})
    assert choices.nth(2).locator("input").is_checked()
    page.context.close()
