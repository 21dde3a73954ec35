"""What people do with the plan: take suggestions, plan by hand, look at it from all sides, and show what is done."""

from datetime import date, timedelta

from tests.journeys.visitor import Visitor, press, see, text_of

LOOKS = {"/plan": "Plan", "/plan/board": "Plan: the board", "/plan/timeline": "Plan: the timeline", "/plan/what-if": None}


def take_suggestions(visitor: Visitor, cycle: str, *, how_many: int) -> None:
    """One press each, the first on the page."""
    page = visitor.open(f"/plan/suggestions/{cycle.rsplit('/', 1)[1]}")
    for _ in range(how_many):
        see(visitor, "What to do next")
        with page.expect_navigation():
            page.get_by_role("button", name="Plan this").first.click()
    see(visitor, "What to do next")


def plan_by_hand(
    visitor: Visitor, title: str, *, in_how_many_days: int, owner: str | None = None, level: str | None = None
) -> None:
    """An action for the first key action on the list."""
    page = visitor.open("/plan/actions/add")
    see(visitor, "Plan an action")
    page.get_by_label("What will be done").fill(title)
    page.get_by_label("For which commitment or key action").select_option(index=2)
    page.get_by_label("By when").fill((date.today() + timedelta(days=in_how_many_days)).isoformat())
    if owner:
        page.get_by_label("Who carries it").select_option(label=owner)
    if level:
        page.get_by_label("Level of the key action once it is done").select_option(value=level)
    press(visitor, "Plan it")
    see(visitor)


def mark_done(visitor: Visitor, title: str, *, seen_by: str, piece: str | None = None) -> None:
    """Say how one can see that it is done, with a piece of evidence when it is named."""
    open_action(visitor, title)
    visitor.page.get_by_role("main").get_by_role("link", name="Move it on").click()
    see(visitor, "Move an action on")
    page = visitor.page
    page.get_by_label("Done", exact=True).check()
    page.get_by_label("How one can see that it is done").fill(seen_by)
    if piece:
        page.get_by_label(piece).check()
    press(visitor, "Save")
    see(visitor, title)
    assert seen_by in text_of(visitor)


def open_action(visitor: Visitor, title: str) -> None:
    visitor.open("/plan?show=all")
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("main").get_by_role("link", name=title, exact=True).click()
    see(visitor, title)


def look_from_all_sides(visitor: Visitor) -> None:
    """List, board, timeline, what it would change, and the report of this year."""
    for path, heading in LOOKS.items():
        visitor.open(path)
        see(visitor, heading)
    visitor.open(f"/plan/report/{date.today().year}")
    see(visitor, f"Report of the plan {date.today().year}")
