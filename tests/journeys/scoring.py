"""What people do when they score their organisation: rate cards, see what is saved, look at the profile, sign off."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Route, expect

from tests.journeys.visitor import Visitor, follow, press, see

SAVED = re.compile(r"^Saved \d\d:\d\d( [AP]M)?$")


def start_quick_scan(visitor: Visitor, name: str) -> str:
    """Begin, and return the assessment's path."""
    page = visitor.open("/assessments")
    see(visitor, "Assessments")
    follow(visitor, "Start an assessment")
    see(visitor, "Start an assessment")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Quick scan: 24 key actions").check()
    press(visitor, "Start")
    see(visitor, name)
    return page.url.removeprefix(visitor.home)


def level(visitor: Visitor, number: int) -> Locator:
    """The radio button of a level on the card."""
    return visitor.page.get_by_role("radio", name=re.compile(rf"^{number} ·"))


def save_state(visitor: Visitor) -> Locator:
    """The line of the card that says what the server has."""
    return visitor.page.locator("[data-save-state]")


def rate(visitor: Visitor, number: int) -> None:
    level(visitor, number).check()
    expect(save_state(visitor)).to_have_text(SAVED)


def answer_not_applicable(visitor: Visitor, reason: str) -> None:
    """Without a reason nothing is saved, and the card says so; with it the answer is."""
    with visitor.expecting("422"):
        visitor.page.get_by_label("Not applicable to us").check()
        expect(save_state(visitor)).to_contain_text("Not saved")
    visitor.page.get_by_label("Why does it not apply to you?").fill(reason)
    expect(save_state(visitor)).to_have_text(SAVED)


def answer_dont_know(visitor: Visitor) -> None:
    visitor.page.get_by_label("I don’t know").check()
    expect(save_state(visitor)).to_have_text(SAVED)


def come_back_to_it(visitor: Visitor, note: str) -> None:
    """Flag the card and say why."""
    visitor.page.get_by_label("Note").fill(note)
    visitor.page.get_by_label("Come back to this one").check()
    expect(save_state(visitor)).to_have_text(SAVED)


def next_card(visitor: Visitor) -> None:
    before = visitor.page.url
    visitor.page.get_by_role("button", name=re.compile("^Save and ")).click()
    visitor.page.wait_for_url(lambda url: url != before)


@contextmanager
def slow_server(visitor: Visitor) -> Iterator[None]:
    """Inside the block the server does not get what the card sends; after it, it does."""
    held: list[Route] = []
    visitor.page.route("**/save", lambda route: held.append(route))
    with visitor.page.expect_request("**/save"):
        yield
    for route in held:
        route.continue_()
    visitor.page.unroute("**/save")


@contextmanager
def no_network(visitor: Visitor) -> Iterator[None]:
    """The line is dead inside the block."""
    with visitor.expecting("ERR_INTERNET_DISCONNECTED"):
        visitor.page.context.set_offline(True)
        yield
        visitor.page.context.set_offline(False)


def sign_off(visitor: Visitor, assessment: str) -> None:
    """Look at what is open, then freeze."""
    page = visitor.open(f"{assessment}/sign-off")
    see(visitor)
    page.get_by_label("I have seen what is open").check()
    press(visitor, "Sign off and freeze")
    see(visitor)
