"""What people do with evidence: add a piece to a key action, give it a file or a link, use it twice, confirm it a year later."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.site import Site, wait_until
from tests.journeys.visitor import Visitor, follow, press, see, text_of


def begin_piece(visitor: Visitor, card: str, title: str, *, source: str) -> str:
    """A new piece for the key action of this card; the path of the piece. The page for its files is open then."""
    page = visitor.open(card)
    see(visitor)
    follow(visitor, "Add evidence")
    see(visitor, "Add evidence")
    page.get_by_label("Title").fill(title)
    page.get_by_label(source).check()
    press(visitor, "Go on to the files")
    see(visitor, "Add files")
    return page.url.removeprefix(visitor.home).removesuffix("/files/add")


def send_with_script(visitor: Visitor, file: Path) -> None:
    """Straight to the storage, with a line that says how far it is; then to the piece."""
    page = visitor.page
    page.get_by_label("Files").set_input_files(file)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("[data-summary]")).to_have_text("1 of 1 files are there.")
    see(visitor, "Add files")
    follow(visitor, "See them")


def send_with_form(visitor: Visitor, file: Path) -> None:
    """Along with the form, as a browser without scripts does."""
    visitor.page.get_by_label("Files").set_input_files(file)
    press(visitor, "Send")
    see(visitor)


def wait_until_ready(visitor: Visitor, site: Site, piece: str) -> None:
    """The worker has checked the file, and the page says so."""
    site.let_work()

    def is_ready() -> bool:
        visitor.open(piece)
        return "Ready" in text_of(visitor)

    wait_until(is_ready, what=f"the file of {piece} to be ready")
    see(visitor)


def add_link(visitor: Visitor, piece: str, address: str) -> None:
    page = visitor.open(f"{piece}/links/add")
    see(visitor, "Add a link")
    page.get_by_label("Address").fill(address)
    press(visitor, "Add the link")
    see(visitor)


def use_again(visitor: Visitor, card: str, title: str) -> None:
    """Let a piece that is there support another key action too."""
    page = visitor.open(card)
    follow(visitor, "Use what is there already")
    see(visitor, "Use evidence that is there")
    page.get_by_label(title).check()
    press(visitor, "Attach")
    see(visitor)
    assert title in text_of(visitor)


def confirm_again(visitor: Visitor, card: str, title: str) -> None:
    """What is offered from the last cycle carries its date, and is confirmed by hand."""
    visitor.open(card)
    see(visitor)
    offered = visitor.page.locator("#support")
    expect(offered).to_contain_text(title)
    expect(offered).to_contain_text("added on")
    expect(offered).to_contain_text("From the last cycle: does it still hold?")
    with visitor.page.expect_navigation():
        offered.get_by_role("button", name=re.compile("^It still holds")).click()
    see(visitor)
    expect(visitor.page.locator("#support")).not_to_contain_text("does it still hold?")
