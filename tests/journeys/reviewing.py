"""What is said and decided about a whole assessment: a thread that is closed, handing in, asking for changes."""

import re

from tests.journeys.visitor import Visitor, follow, press, see, text_of


def begin_thread(visitor: Visitor, card: str, words: str) -> None:
    page = visitor.open(card)
    page.locator("#comments > summary").click()
    page.locator("#comments").get_by_role("textbox").fill(words)
    press(visitor, "Write")
    see(visitor)
    assert words in text_of(visitor)


def answer_and_close_thread(visitor: Visitor, cycle: str, words: str, *, answer: str) -> None:
    """Found among the open comments, answered, and marked as done: then nothing is open."""
    visitor.open(f"{cycle}/comments")
    see(visitor)
    assert words in text_of(visitor)
    follow(visitor, re.compile("^Answer, or mark as done"))
    see(visitor)
    visitor.page.get_by_role("textbox").fill(answer)
    press(visitor, "Answer")
    see(visitor)
    press(visitor, "Mark as done")
    see(visitor)
    visitor.open(f"{cycle}/comments")
    see(visitor)
    assert "Nothing is open" in text_of(visitor)


def submit(visitor: Visitor, cycle: str, words: str) -> None:
    page = visitor.open(f"{cycle}/submit")
    see(visitor)
    page.get_by_label("Anything they should know").fill(words)
    press(visitor, "Submit for sign-off")
    see(visitor)
    assert "Waits for a signature" in text_of(visitor)


def request_changes(visitor: Visitor, cycle: str, words: str) -> None:
    page = visitor.open(f"{cycle}/request-changes")
    see(visitor)
    page.get_by_label("What should change").fill(words)
    press(visitor, "Ask for changes")
    see(visitor)
    assert words in text_of(visitor)
