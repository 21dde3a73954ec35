"""A whole cycle: a team rates blind, agrees, shows evidence, signs off, plans, and begins the next cycle from this one."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys import evidencing, joining, planning, rating_alone, reviewing, scoring
from tests.journeys.conftest import Meet
from tests.journeys.site import Site
from tests.journeys.visitor import PHONE, Visitor, follow, press, see, text_of

pytestmark = pytest.mark.journey

US, OWNER, BESNIK, DITA, BOARD = (
    "Shtëpia e Hapur",
    "mira@shtepia.example",
    "besnik@shtepia.example",
    "dita@shtepia.example",
    "agron@shtepia.example",
)
CYCLE, NEXT = "Cycle of 2026", "Cycle of 2027"
SECTION = "1 Justice and Equality"
SECRET = "The festival alone took half the year"
REASON = "Two of three programmes do it, the third begins in autumn"
MINORITY = "Besnik: for the people in the villages nothing has begun"
POLICY, VIDEO = "Complaints policy of the house", "Recording of the yearly assembly"
ASSEMBLY = "https://shtepia.example/assembly"
BY_HAND = ("Ask the villages what they need", "Print the complaints policy")


def test_a_cycle_with_a_team(site: Site, meet: Meet, tmp_path: Path) -> None:
    mira, besnik, dita, agron = meet(), meet(on=PHONE), meet(), meet(scheme="dark")
    a_house_comes_together(mira, besnik, dita, agron, site)
    cycle = rating_alone.start_cycle(mira, CYCLE, least=3)
    cards = the_team_rates_blind(mira, besnik, dita, cycle)
    they_agree(mira, besnik, cycle)
    they_show_what_it_stands_on(mira, besnik, site, cycle, cards, tmp_path)
    it_is_reviewed_and_signed(mira, agron, cycle)
    they_plan(mira, besnik, cycle)
    the_next_cycle_begins_from_it(mira, cycle)


def a_house_comes_together(mira: Visitor, besnik: Visitor, dita: Visitor, agron: Visitor, site: Site) -> None:
    joining.sign_up(mira, site, US, name="Mira Hoxha", email=OWNER, country="Albania")
    colleagues = ((besnik, BESNIK, "Besnik Prifti", "Contributor"), (dita, DITA, "Dita Kola", "Contributor"))
    for visitor, email, name, role in (*colleagues, (agron, BOARD, "Agron Leka", "Board")):
        joining.invite_colleague(mira, email, role=role)
        joining.join_by_mail(visitor, site, email, name=name, organisation=US)


def the_team_rates_blind(mira: Visitor, besnik: Visitor, dita: Visitor, cycle: str) -> list[str]:
    """Mira and Besnik are three levels apart on the second card and one on the first; Dita has the first section alone."""
    rating_alone.ask_to_rate(mira, cycle, "Mira Hoxha", "Besnik Prifti")
    rating_alone.ask_to_rate(mira, cycle, "Dita Kola", section=SECTION)
    cards = rating_alone.list_cards(mira, cycle)
    weak = {cards[-1]: 0, cards[-2]: 1, cards[-3]: 1}
    rating_alone.rate_all(mira, cards, usual=2, but=weak | {cards[0]: 3, cards[1]: 4})
    rating_alone.finish(mira, cycle)
    besnik.open(f"{besnik.home}{cards[0]}")
    see(besnik)
    scoring.rate(besnik, 2)
    besnik.page.get_by_label("Note").fill(SECRET)
    expect(scoring.save_state(besnik)).to_have_text(scoring.SAVED)
    rating_alone.rate_all(besnik, cards[1:], usual=2, but=weak | {cards[1]: 1})
    rating_alone.finish(besnik, cycle)
    nobody_sees_anything_yet(mira, dita, cycle, cards)
    rating_alone.finish(dita, cycle)
    return cards


def nobody_sees_anything_yet(mira: Visitor, dita: Visitor, cycle: str, cards: list[str]) -> None:
    """Two have finished. Neither one of them nor who still rates sees what was chosen; Dita is asked her section only."""
    hers = rating_alone.list_cards(dita, cycle)
    assert 0 < len(hers) < len(cards)
    rating_alone.rate_all(dita, hers, usual=3, but={})
    for visitor in (mira, dita):
        rating_alone.is_blind(visitor, cycle, cards[0], SECRET, "levels apart")


def they_agree(mira: Visitor, besnik: Visitor, cycle: str) -> None:
    rating_alone.close_rating(mira, cycle)
    apart = rating_alone.list_apart(mira, cycle)
    assert apart[0] == 3
    assert apart == sorted(apart, reverse=True)
    mira.open(f"{cycle}/spread/print")
    see(mira, "Questions for a meeting")
    mira.open(f"{cycle}/spread")
    follow(mira, "Settle one after another")
    see(mira)
    with mira.expecting("422"):
        rating_alone.settle(mira, 2, because="")
    see(mira)
    rating_alone.settle(mira, 2, because=REASON, minority=MINORITY)
    for _ in apart[1:]:
        see(mira)
        rating_alone.settle(mira, 2, because="We took the lower one.")
    rating_alone.take_over_the_rest(mira, cycle)
    besnik.open(f"{cycle}/spread")
    see(besnik, "Where we differ")
    assert REASON in text_of(besnik)
    assert MINORITY in text_of(besnik)


def they_show_what_it_stands_on(mira: Visitor, besnik: Visitor, site: Site, cycle: str, cards: list[str], folder: Path) -> None:
    """A file on the first card, a link on the second, and the file again on the third."""
    file = folder / "complaints.txt"
    file.write_text("Who complains is answered within ten days.\n", encoding="utf-8")
    piece = evidencing.begin_piece(mira, cards[0], POLICY, source="A document")
    evidencing.send_with_script(mira, file)
    evidencing.wait_until_ready(mira, site, piece)
    follow(mira, re.compile("^Look at it"))
    see(mira, file.name)
    assert "within ten days" in text_of(mira)
    link = evidencing.begin_piece(besnik, cards[1], VIDEO, source="A partner")
    evidencing.add_link(besnik, link, ASSEMBLY)
    evidencing.use_again(mira, cards[2], POLICY)
    mira.open(piece)
    assert mira.page.locator("dd li a").count() == 2
    for path, heading in (("/evidence", "Evidence"), (f"{cycle}/evidence", "Without evidence")):
        mira.open(path)
        see(mira, heading)
    reviewing.begin_thread(besnik, cards[1], "Where is the part on the villages?")
    reviewing.answer_and_close_thread(mira, cycle, "Where is the part on the villages?", answer="At minute twelve.")


def it_is_reviewed_and_signed(mira: Visitor, agron: Visitor, cycle: str) -> None:
    for look in ("checks", "arithmetic", "targets", "sheets", "peer"):
        mira.open(f"{cycle}/{look}")
        see(mira)
    reviewing.submit(mira, cycle, "Please look at the first section.")
    reviewing.request_changes(agron, cycle, "Say more about the villages.")
    mira.open(cycle)
    assert "Say more about the villages." in text_of(mira)
    reviewing.submit(mira, cycle, "It stands in the minority note now.")
    scoring.sign_off(agron, cycle)
    assert "Signed off by Agron Leka" in text_of(agron)


def they_plan(mira: Visitor, besnik: Visitor, cycle: str) -> None:
    mira.open(f"{cycle}/profile")
    see(mira)
    follow(mira, "See what to do next")
    planning.take_suggestions(mira, cycle, how_many=3)
    planning.plan_by_hand(mira, BY_HAND[0], in_how_many_days=60, owner="Besnik Prifti", level="3")
    planning.plan_by_hand(mira, BY_HAND[1], in_how_many_days=20)
    mira.open("/plan")
    assert mira.page.locator(".action-row").count() == 5
    planning.mark_done(besnik, BY_HAND[0], seen_by="The notes of nine evenings are on our site", piece=VIDEO)
    planning.look_from_all_sides(mira)
    planning.look_from_all_sides(besnik)


def the_next_cycle_begins_from_it(mira: Visitor, cycle: str) -> None:
    mira.open(cycle)
    see(mira, CYCLE)
    follow(mira, "Start the next cycle from this one")
    see(mira, "Start an assessment")
    mira.page.get_by_label("Name", exact=True).fill(NEXT)
    press(mira, "Start")
    see(mira, NEXT)
    cards = rating_alone.list_cards(mira, mira.page.url.removeprefix(mira.home))
    mira.open(cards[1])
    see(mira)
    last_time = mira.page.locator(".last-time")
    expect(last_time).to_contain_text(REASON)
    expect(last_time).to_contain_text(MINORITY)
    assert mira.page.locator("#card input[name=choice]:checked").count() == 0
    evidencing.confirm_again(mira, cards[1], VIDEO)
    mira.open("/assessments/trends")
    see(mira)
