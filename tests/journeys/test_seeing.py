"""What every journey relies on: looking at a page finds what is wrong with it."""

from pathlib import Path

import pytest

from tests.journeys.conftest import Meet
from tests.journeys.visitor import see

pytestmark = pytest.mark.journey

FAULTS = {
    "a field without label": ("document.querySelector('label').remove()", "label"),
    "a part wider than the window": ("document.querySelector('main').style.minWidth = '3000px'", "pixels wider"),
    "a title that says something else": ("document.title = 'Welcome'", "the title"),
    "a complaint of the console": ("console.error('broken')", "the console"),
    "a warning of the console": ("console.warn('odd')", "the console"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_seen(meet: Meet, fault: str) -> None:
    visitor = meet()
    visitor.open("/sign-in")
    see(visitor, "Sign in")
    plant, said = FAULTS[fault]
    visitor.page.evaluate(plant)
    with pytest.raises(AssertionError, match=said):
        see(visitor)


def test_a_page_without_scripts_is_looked_at_too(meet: Meet) -> None:
    visitor = meet(scripts=False)
    visitor.page.route("**/sign-in", lambda route: route.fulfill(body=route.fetch().text().replace("<label", "<b")))
    visitor.open("/sign-in")
    with pytest.raises(AssertionError, match="label"):
        see(visitor)


def test_a_request_to_another_host_is_seen(meet: Meet) -> None:
    visitor = meet()
    stranger = "<img src='http://localhost:9/counter' alt=''></body>"
    visitor.page.route("**/sign-in", lambda route: route.fulfill(body=route.fetch().text().replace("</body>", stranger)))
    visitor.open("/sign-in")
    with pytest.raises(AssertionError, match="asked"):
        see(visitor)


def test_no_test_starts_a_browser_of_its_own() -> None:
    starting = [path.name for path in Path(__file__).parents[1].rglob("*.py") if "with sync_playwright" in path.read_text()]
    assert sorted(starting) == ["conftest.py", Path(__file__).name]
