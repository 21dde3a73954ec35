"""The main job as one story: an organisation scores itself, listens, answers back, and shares into a network's round."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import joining, listening, networking, plain_http, scoring
from tests.journeys.conftest import Meet
from tests.journeys.site import Site, wait_until
from tests.journeys.visitor import PHONE, Visitor, follow, press, see, text_of

pytestmark = pytest.mark.journey

US, CONVENOR, NETWORK = "Qendra e Hapur", "Rrjeti i Veprimit", "Open Balkan Circle"
OWNER, COLLEAGUE, COORDINATOR = "arta@qendra.example", "besnik@qendra.example", "lule@rrjeti.example"
SCAN, SURVEY = "Quick scan of the spring", "How the drop-in centre does"
OTHERS = 11  # who answer by plain requests, beside one in a browser
WARM, EARLY = "Come on weekdays after six, we work until then", "Open already at seven in the morning"


def test_the_main_job(site: Site, meet: Meet) -> None:
    arta, besnik = meet(), meet(on=PHONE)
    an_organisation_comes_together(arta, besnik, site)
    scan = it_scores_itself(arta, besnik)
    its_profile_shows_and_freezes(arta, besnik, scan)
    survey, address = it_promises_and_asks(arta)
    constituent = meet(on=PHONE, scripts=False)
    receipt = people_answer(arta, constituent, site, survey, address)
    it_reads_what_was_said(arta, site, survey, scan)
    it_answers_back(arta, survey)
    people_read_the_reply(constituent, address, receipt)
    it_shares_into_a_round(arta, meet(), site, scan)


def an_organisation_comes_together(arta: Visitor, besnik: Visitor, site: Site) -> None:
    joining.sign_up(arta, site, US, name="Arta Krasniqi", email=OWNER, country="Kosovo")
    joining.invite_colleague(arta, COLLEAGUE, role="Contributor")
    joining.join_by_mail(besnik, site, COLLEAGUE, name="Besnik Gashi", organisation=US)
    arta.open("/organisation")
    see(arta, US)
    assert "Kosovo" in text_of(arta)
    assert "Besnik Gashi" in text_of(arta)


def it_scores_itself(arta: Visitor, besnik: Visitor) -> str:
    scan = scoring.start_quick_scan(arta, SCAN)
    besnik.open(scan)
    see(besnik, SCAN)
    follow(besnik, "Begin rating")
    see(besnik)
    a_card_says_saved_only_when_it_is(besnik)
    an_answer_is_seen_by_others(arta, besnik)
    two_answers_to_one_card_are_shown_side_by_side(arta, besnik)
    the_rest_is_rated_on_the_phone(besnik, scan)
    return scan


def a_card_says_saved_only_when_it_is(besnik: Visitor) -> None:
    with scoring.slow_server(besnik):
        scoring.level(besnik, 2).check()
        expect(scoring.save_state(besnik)).to_have_text("Saving…")
    expect(scoring.save_state(besnik)).to_have_text(scoring.SAVED)
    with scoring.no_network(besnik):
        scoring.level(besnik, 3).check()
        expect(scoring.save_state(besnik)).to_contain_text("Not saved")
    expect(scoring.save_state(besnik)).to_have_text(scoring.SAVED)


def an_answer_is_seen_by_others(arta: Visitor, besnik: Visitor) -> None:
    arta.open(besnik.page.url)
    see(arta)
    expect(scoring.level(arta, 3)).to_be_checked()


def two_answers_to_one_card_are_shown_side_by_side(arta: Visitor, besnik: Visitor) -> None:
    scoring.rate(besnik, 1)
    with arta.expecting("409"):
        scoring.level(arta, 4).check()
        arta.page.get_by_role("heading", name="Two different answers to this key action").wait_for()
    see(arta)
    sides = arta.page.locator("[data-dispute]").inner_text()
    assert "4 ·" in sides
    assert "1 ·" in sides
    assert "Besnik Gashi" in sides
    arta.page.get_by_role("button", name="Keep mine").click()
    expect(scoring.save_state(arta)).to_have_text(scoring.SAVED)
    besnik.page.reload()
    expect(scoring.level(besnik, 4)).to_be_checked()


def the_rest_is_rated_on_the_phone(besnik: Visitor, scan: str) -> None:
    scoring.next_card(besnik)
    scoring.answer_not_applicable(besnik, "We own no building and no car.")
    see(besnik)
    scoring.next_card(besnik)
    scoring.answer_dont_know(besnik)
    scoring.come_back_to_it(besnik, "Ask Mira, she keeps the files.")
    see(besnik)
    scoring.next_card(besnik)
    for number in range(4, 25):
        scoring.rate(besnik, 0 if number == 6 else 1 + number % 4)
        scoring.next_card(besnik)
    see(besnik, SCAN)
    assert besnik.page.url.removeprefix(besnik.home) == scan
    assert besnik.page.get_by_role("link", name="To come back to 1").is_visible()
    assert "Not applicable: We own no building and no car." in text_of(besnik)


def its_profile_shows_and_freezes(arta: Visitor, besnik: Visitor, scan: str) -> None:
    arta.open(f"{scan}/profile")
    see(arta, f"Profile: {SCAN}")
    assert arta.page.locator(".arithmetic").count() == 12
    assert "has a 0" in text_of(arta)
    follow_first_card(besnik)
    scoring.sign_off(arta, scan)
    assert "It is frozen" in text_of(arta)
    with besnik.expecting("409"):
        scoring.level(besnik, 0).check()
        expect(scoring.save_state(besnik)).to_contain_text("Not saved:")
    besnik.page.reload()
    see(besnik)
    assert besnik.page.get_by_role("radio").count() == 0


def follow_first_card(besnik: Visitor) -> None:
    with besnik.page.expect_navigation():
        besnik.page.locator(".item-link").first.click()


def it_promises_and_asks(arta: Visitor) -> tuple[str, str]:
    survey = listening.start_survey(arta, SURVEY)
    arta.open(f"{survey}/publish")
    see(arta, "Publish")
    assert "This is still in the way" in text_of(arta)
    assert arta.page.get_by_role("button", name="Publish now").count() == 0
    listening.make_promise(arta, survey)
    arta.open(f"{survey}/preview")
    see(arta, f"Preview: {SURVEY}")
    assert listening.PROMISE["What is off the table"] in text_of(arta)
    address = listening.publish(arta, survey)
    assert arta.page.locator("img.qr").evaluate("image => image.naturalWidth") > 0
    return survey, address


def people_answer(arta: Visitor, constituent: Visitor, site: Site, survey: str, address: str) -> str:
    """One in a browser without scripts, eleven by plain requests; the receipt code of the first."""
    with site.worker_away():
        receipt = one_answers_without_scripts(constituent, address)
        for number in range(OTHERS):
            plain_http.answer(address, pick=number % 4 + 2, words=WARM if number % 2 else EARLY)
        listening_shows_nothing_yet(arta, survey)
    wait_until(lambda: listening.results_show(arta, survey, "10–14 people answered."), what="the first batch to be mixed")
    see(arta, f"Results: {SURVEY}")
    return receipt


def one_answers_without_scripts(constituent: Visitor, address: str) -> str:
    page = constituent.open(address)
    see(constituent, "Questions for you")
    assert text_of(constituent).index("What we promise") < text_of(constituent).index("If somebody close to you")
    page.locator("fieldset").first.get_by_label("9", exact=True).check()
    page.locator("textarea").first.fill(WARM)
    press(constituent, "Send my answers")
    see(constituent, "Thank you, your answers are here")
    assert page.context.cookies() == []
    receipt = page.locator(".code").inner_text()
    page.reload()  # sends the same form again: counts once, answers the same
    see(constituent, "Thank you, your answers are here")
    assert page.locator(".code").inner_text() == receipt
    return receipt


def listening_shows_nothing_yet(arta: Visitor, survey: str) -> None:
    arta.open(f"{survey}/results")
    see(arta, f"Results: {SURVEY}")
    assert "Shown from 10 answers; there are fewer so far" in text_of(arta)
    assert "people answered" not in text_of(arta)


def it_reads_what_was_said(arta: Visitor, site: Site, survey: str, scan: str) -> None:
    assert "Recommendation score" in text_of(arta)
    listening.close(arta, survey)
    site.let_work()
    wait_until(lambda: not listening.results_show(arta, survey, "are being mixed"), what="the last mix")
    assert "10–14 people answered." in text_of(arta)
    arta.open(f"{scan}/gap")
    see(arta, "Perception gap")
    assert "10–14" in arta.page.get_by_role("main").inner_html()


def it_answers_back(arta: Visitor, survey: str) -> None:
    listening.write_theme(arta, survey, "Evenings suit working people better", people="10 to 14 people")
    listening.write_theme(arta, survey, "Open at seven in the morning", people="Fewer than 10 people")
    listening.decide(
        arta, survey, "Evenings suit working people better", "Accepted", reason="Open until nine from May.", in_how_many_days=60
    )
    listening.decide(
        arta, survey, "Open at seven in the morning", "Declined", reason="Nobody of us can be there before nine; we asked all."
    )
    listening.write_thanks(arta, survey, "Thank you for telling us.")
    listening.publish_reply(arta, survey)
    assert "Published on" in text_of(arta)
    arta.open("/")
    see(arta, "Where we stand")


def people_read_the_reply(constituent: Visitor, address: str, receipt: str) -> None:
    page = constituent.open(address)
    see(constituent, "This survey is closed")
    follow(constituent, "Read the reply")
    see(constituent, f"Reply: {SURVEY}")
    shown = text_of(constituent)
    assert "Nobody of us can be there before nine" in shown
    assert "Declined" in shown
    assert "10–14 people answered." in shown
    constituent.open("/s/receipt")
    see(constituent, "Find the reply")
    page.get_by_label("Your code").fill(receipt)
    press(constituent, "Go to the page")
    see(constituent, f"Reply: {SURVEY}")
    assert page.url.split("?")[0] == f"{address}/reply"
    assert page.context.cookies() == []


def it_shares_into_a_round(arta: Visitor, lule: Visitor, site: Site, scan: str) -> None:
    joining.sign_up(lule, site, CONVENOR, name="Lule Hoti", email=COORDINATOR, country="Albania")
    network = networking.convene(lule, NETWORK)
    networking.invite_organisation(lule, network, OWNER)
    networking.join_network(arta, site, OWNER, network=NETWORK, organisation=US)
    networking.confirm_member(lule, network, US)
    progress = networking.open_round(lule, network, "2027")
    networking.agree(arta, network, "2027")
    networking.contribute(arta)
    the_coordinator_sees_progress_and_no_scores(lule, progress, scan)


def the_coordinator_sees_progress_and_no_scores(lule: Visitor, progress: str, scan: str) -> None:
    lule.open(progress)
    see(lule, f"{NETWORK}: 2027")
    assert re.search(rf"{US} Contributed", text_of(lule))
    assert SCAN not in lule.page.content()
    with lule.expecting("404"):
        lule.open(scan)
        assert lule.page.locator("h1").inner_text() == "There is no such page"
    lule.open("/benchmarks")
    see(lule, "Benchmarks")
