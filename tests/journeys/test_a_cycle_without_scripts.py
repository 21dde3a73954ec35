"""The same cycle on a phone that runs no scripts: rate blind, close, agree, show evidence, plan."""

from pathlib import Path

import pytest

from tests.journeys import evidencing, joining, planning, rating_alone, scoring
from tests.journeys.conftest import Meet
from tests.journeys.site import Site
from tests.journeys.visitor import PHONE, Visitor, see, text_of

pytestmark = pytest.mark.journey

US, OWNER, SECOND, THIRD = "Kuća bez skripti", "ana@kuca.example", "luka@kuca.example", "ema@kuca.example"
CYCLE, MINUTES, ACTION = "Cycle on the phone", "Minutes of the meeting", "Read the minutes to everybody"
WORDS = "We talked, and the lower one is true"


def test_a_cycle_works_with_buttons_alone(site: Site, meet: Meet, tmp_path: Path) -> None:
    ana, luka, ema = meet(on=PHONE, scripts=False), meet(on=PHONE, scripts=False), meet(on=PHONE, scripts=False)
    joining.sign_up(ana, site, US, name="Ana Horvat", email=OWNER, country="Montenegro")
    for visitor, email, name in ((luka, SECOND, "Luka Babić"), (ema, THIRD, "Ema Perić")):
        joining.invite_colleague(ana, email, role="Contributor")
        joining.join_by_mail(visitor, site, email, name=name, organisation=US)
    cycle = rating_alone.start_cycle(ana, CYCLE, least=3)
    rating_alone.ask_to_rate(ana, cycle, "Ana Horvat", "Luka Babić", "Ema Perić")
    first = rating_alone.list_cards(ana, cycle)[0]
    for visitor, level in ((ana, 4), (luka, 1), (ema, 1)):
        rate_first(visitor, cycle, first, level)
        rating_alone.finish(visitor, cycle)
    they_agree(ana, cycle)
    they_show_it(ana, site, first, tmp_path)
    they_plan(ana, luka)


def rate_first(visitor: Visitor, cycle: str, card: str, level: int) -> None:
    """One card, sent with its button; no spread is shown to whoever still rates."""
    visitor.open(card)
    see(visitor)
    scoring.level(visitor, level).check()
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("button", name="Save and next").click()
    assert visitor.page.url != f"{visitor.home}{card}"
    visitor.open(f"{cycle}/spread")
    assert rating_alone.NOT_SHOWN in text_of(visitor)


def they_agree(ana: Visitor, cycle: str) -> None:
    rating_alone.close_rating(ana, cycle)
    assert rating_alone.list_apart(ana, cycle) == [3]
    with ana.page.expect_navigation():
        ana.page.get_by_role("link", name="Settle one after another").click()
    see(ana)
    rating_alone.settle(ana, 1, because=WORDS)
    see(ana)
    ana.open(f"{cycle}/spread")
    see(ana, "Where we differ")
    assert WORDS in text_of(ana)


def they_show_it(ana: Visitor, site: Site, card: str, folder: Path) -> None:
    file = folder / "minutes.txt"
    file.write_text("Eleven people came.\n", encoding="utf-8")
    piece = evidencing.begin_piece(ana, card, MINUTES, source="A document")
    evidencing.send_with_form(ana, file)
    evidencing.wait_until_ready(ana, site, piece)
    ana.open(card)
    assert MINUTES in text_of(ana)


def they_plan(ana: Visitor, luka: Visitor) -> None:
    planning.plan_by_hand(ana, ACTION, in_how_many_days=30, owner="Luka Babić")
    planning.mark_done(luka, ACTION, seen_by="Everybody has read them", piece=None)
    planning.look_from_all_sides(luka)
