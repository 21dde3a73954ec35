"""What a team does that rates blind: it is asked, each rates alone and finishes, rating closes, and levels are agreed on."""

import re
from collections.abc import Mapping
from urllib.parse import urljoin

from tests.journeys.plain_http import FormReader
from tests.journeys.visitor import Visitor, press, see, text_of

NOT_SHOWN = "Not shown yet."
MANDATE = "The board decided on 3 March, to prepare the next strategy"


def start_cycle(visitor: Visitor, name: str, *, least: int) -> str:
    """Begin a quick scan that each rates alone, with names; the assessment's path."""
    page = visitor.open("/assessments/start")
    see(visitor, "Start an assessment")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Quick scan: 24 key actions").check()
    page.get_by_label("Who decided to do this, and what for").fill(MANDATE)
    page.get_by_label("Each alone, with names").check()
    page.get_by_label("How many must finish before results are shown").fill(str(least))
    press(visitor, "Start")
    see(visitor, name)
    return page.url.removeprefix(visitor.home)


def ask_to_rate(visitor: Visitor, cycle: str, *names: str, section: str | None = None) -> None:
    """Put colleagues on the team, all for one section when it is named."""
    page = visitor.open(f"{cycle}/team")
    see(visitor, "Team")
    asked = page.locator("section", has=page.get_by_role("heading", name="Ask people to rate"))
    for name in names:
        asked.get_by_label(name, exact=True).check()
    if section:
        asked.get_by_label(section).check()
    press(visitor, "Ask by mail")
    see(visitor, "Team")
    assert all(name in text_of(visitor) for name in names)


def list_cards(visitor: Visitor, cycle: str) -> list[str]:
    """The paths of the cards that this member is asked, in the order of the standard."""
    visitor.open(cycle)
    return [str(path) for path in visitor.page.locator(".item-link").evaluate_all("links => links.map(a => a.pathname)")]


def rate_all(visitor: Visitor, cards: list[str], *, usual: int, but: Mapping[str, int]) -> None:
    """One level for every card, another for those named: saved as a card's script does, without showing each card."""
    asking = visitor.page.request
    shown = FormReader(asking.get(urljoin(visitor.home, cards[0])).text())
    hidden: dict[str, str | float | bool] = {name: value for name, value in shown.hidden if name in {"csrf_token", "acting_for"}}
    for card in cards:
        saved = asking.post(f"{urljoin(visitor.home, card)}/save", form={**hidden, "choice": but.get(card, usual), "version": 0})
        assert saved.status == 200, f"{card}: {saved.status} {saved.text()[:300]}"


def is_blind(visitor: Visitor, cycle: str, card: str, *secrets: str) -> None:
    """Neither the overview nor the card, the profile or the spread say what others chose."""
    for path in (cycle, card, f"{cycle}/profile", f"{cycle}/spread"):
        visitor.open(path)
        see(visitor)
        shown = visitor.page.content()
        assert not [secret for secret in secrets if secret in shown], path
    assert NOT_SHOWN in text_of(visitor)


def finish(visitor: Visitor, cycle: str) -> None:
    """Say that one's own answers stand."""
    page = visitor.open(f"{cycle}/finish")
    see(visitor, "I have finished")
    page.get_by_label("I have finished. My answers stand as they are.").check()
    press(visitor, "Finish")
    see(visitor)


def close_rating(visitor: Visitor, cycle: str) -> None:
    page = visitor.open(f"{cycle}/close-rating")
    see(visitor, "Close rating")
    page.get_by_label("I have read what happens, and it cannot be undone.").check()
    press(visitor, "Close rating")
    see(visitor)


def list_apart(visitor: Visitor, cycle: str) -> list[int]:
    """How many levels apart raters are on each key action under "Apart", from the top."""
    visitor.open(f"{cycle}/spread")
    see(visitor, "Where we differ")
    apart = visitor.page.locator("section", has=visitor.page.locator("h2#apart"))
    places = apart.locator("li.card .place").all_inner_texts()
    found = [re.search(r"(\w+) levels? apart", place) for place in places]
    return [0 if each is None else int(each[1].replace("one", "1")) for each in found]


def settle(visitor: Visitor, number: int, *, because: str, minority: str = "") -> None:
    """Write down the level of the key action whose page is open, and go on."""
    page = visitor.page
    page.get_by_role("radio", name=re.compile(rf"^{number} ·")).check()
    page.get_by_label("Why this level stands").fill(because)
    page.get_by_label("What some still see differently").fill(minority)
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("^Save")).click()


def take_over_the_rest(visitor: Visitor, cycle: str) -> None:
    """One press for all on which everybody says the same."""
    visitor.open(f"{cycle}/spread")
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("button", name=re.compile("^Take over (these|this)")).click()
    see(visitor, "Where we differ")
    assert visitor.page.get_by_role("button", name=re.compile("^Take over")).count() == 0
