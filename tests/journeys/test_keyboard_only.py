"""Somebody who cannot use a mouse signs in and rates a key action."""

import pytest
from playwright.sync_api import expect

from tests.journeys import joining, scoring
from tests.journeys.conftest import Meet
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor, see

pytestmark = pytest.mark.journey

EMAIL, SCAN = "teuta@tastiera.example", "Scan by keyboard"
STEPS = 60  # more presses of Tab than any page should need to get somewhere
FOCUSED = """() => {
  const one = document.activeElement, label = one.labels?.[0];
  return (label ?? one).textContent.trim().replace(/\\s+/g, ' ');
}"""
VISIBLE_FOCUS = """() => {
  const places = [document.activeElement, document.activeElement.closest('.choice')];
  return places.some((place) => place && getComputedStyle(place).outlineStyle !== 'none');
}"""


@pytest.fixture
def teuta(site: Site, meet: Meet) -> Visitor:
    """She has signed up her organisation, begun a quick scan, and is signed out again."""
    visitor = meet()
    joining.sign_up(visitor, site, "Tastiera", name="Teuta Leka", email=EMAIL, country="Albania")
    scoring.start_quick_scan(visitor, SCAN)
    joining.sign_out(visitor)
    return visitor


def test_signing_in_and_rating_need_no_mouse(teuta: Visitor) -> None:
    she_signs_in(teuta)
    she_goes_to_the_first_card(teuta)
    she_rates_it(teuta)


def she_signs_in(teuta: Visitor) -> None:
    teuta.open("/sign-in")
    tab_to(teuta, "Mail address")
    teuta.page.keyboard.type(EMAIL)
    tab_to(teuta, "Password")
    teuta.page.keyboard.type(joining.PASSWORD)
    tab_to(teuta, "Sign in")
    enter(teuta)
    see(teuta, "Where we stand")


def she_goes_to_the_first_card(teuta: Visitor) -> None:
    tab_to(teuta, "Go on rating")
    enter(teuta)
    see(teuta, SCAN)
    tab_to(teuta, "Begin rating")
    enter(teuta)
    see(teuta)


def she_rates_it(teuta: Visitor) -> None:
    keys, before = teuta.page.keyboard, teuta.page.url
    tab_to(teuta, "0 ·")
    keys.press("Space")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    expect(scoring.level(teuta, 2)).to_be_checked()
    expect(scoring.level(teuta, 2)).to_be_focused()
    expect(scoring.save_state(teuta)).to_have_text(scoring.SAVED)
    tab_to(teuta, "Come back to this one")
    keys.press("Space")
    expect(teuta.page.get_by_label("Come back to this one")).to_be_checked()
    tab_to(teuta, "Save and next")
    enter(teuta)
    assert teuta.page.url != before
    teuta.page.go_back()
    expect(scoring.level(teuta, 2)).to_be_checked()
    see(teuta)


def tab_to(visitor: Visitor, name: str) -> None:
    """Press Tab until the focus is on what begins with this name, and can be seen there."""
    passed = []
    for _ in range(STEPS):
        visitor.page.keyboard.press("Tab")
        passed.append(str(visitor.page.evaluate(FOCUSED)))
        if passed[-1].startswith(name):
            assert visitor.page.evaluate(VISIBLE_FOCUS), f"nothing shows that the focus is on {name}"
            return
    raise AssertionError(f"{STEPS} presses of Tab did not lead to {name!r} but over {passed}")


def enter(visitor: Visitor) -> None:
    """Press Enter and wait for the page it leads to."""
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
