"""The demo region as its visitors meet it: contributor, officer, board and coordinator, a constituent, a reader of a reply."""

import gzip
import json
import re
import urllib.request
from dataclasses import dataclass
from typing import Any

import pytest

from tests.journeys import joining
from tests.journeys.conftest import Meet
from tests.journeys.site import Site
from tests.journeys.visitor import DESK, PHONE, Visitor, follow, see, text_of

pytestmark = pytest.mark.journey

Links = dict[str, Any]
OURS = "Inicijativa"  # the main organisation's name begins like this


@pytest.fixture(scope="session")
def links(region: Site) -> Links:
    """What `flask --app wsgi demo-links` prints."""
    printed: Links = json.loads(region.run("demo-links"))
    return printed


def sign_in(visitor: Visitor, links: Links, role: str) -> Visitor:
    who = links["sign_ins"][role]
    joining.sign_in(visitor, who["email"], password=who["password"], secret=who.get("second_factor"))
    return visitor


@pytest.mark.parametrize("role", ["contributor", "officer", "board", "coordinator"])
def test_everything_in_the_menu_opens(meet: Meet, region: Site, links: Links, role: str) -> None:
    visitor = sign_in(meet(region, on=DESK if role == "coordinator" else PHONE), links, role)
    entries = visitor.page.locator("nav.main-nav a, nav.phone-nav a").evaluate_all("links => links.map(link => link.href)")
    assert len(set(entries)) >= 4
    for address in dict.fromkeys(entries):
        visitor.open(address)
        see(visitor)


def test_the_officer_is_told_what_is_overdue(meet: Meet, region: Site, links: Links) -> None:
    officer = sign_in(meet(region), links, "officer")
    assert "a reply is overdue" in text_of(officer)
    follow(officer, "Go to the reply")
    see(officer)
    assert "This reply is overdue" in text_of(officer)


def test_the_officer_sees_the_profile_and_what_people_say(meet: Meet, region: Site, links: Links) -> None:
    officer = sign_in(meet(region, scheme="dark"), links, "officer")
    follow(officer, "See the profile")
    see(officer)
    assert officer.page.locator(".arithmetic").count() == 12
    follow(officer, "Perception gap")
    see(officer, "Perception gap")
    officer.page.get_by_text("Show as table").click()
    twin = officer.page.locator(".chart-gap table").inner_text()
    assert "answers from people" in twin
    assert "we rated" in twin


def test_the_officer_sees_their_own_place_beside_the_bands_and_why_others_are_hidden(
    meet: Meet, region: Site, links: Links
) -> None:
    officer = meet(region)
    sign_in(officer, links, "officer").open(links["release"])
    see(officer)
    shown = text_of(officer)
    assert "A group of 10–13 organisations." in shown
    assert "Your own position comes from" in shown
    assert officer.page.locator(".row-band .own-line").count() == 12
    assert officer.page.locator(".row-band .mark-band").count() == 12
    assert officer.page.locator(".hidden-number").inner_text().strip()


def test_the_work_fits_a_phone_in_the_dark(meet: Meet, region: Site, links: Links) -> None:
    officer = sign_in(meet(region, on=PHONE, scheme="dark"), links, "officer")
    officer.open("/surveys")
    surveys = officer.page.locator("main a:has(strong)").evaluate_all("links => links.map(link => link.href)")
    assert len(surveys) == 3
    looks = [f"{survey}{look}" for survey in surveys for look in ("", "/results", "/reply")]
    for address in (*looks, "/assessments/gap", links["release"]):
        officer.open(address)
        see(officer)


def test_the_coordinator_sees_the_region_and_nobody_s_scores(meet: Meet, region: Site, links: Links) -> None:
    officer = sign_in(meet(region), links, "officer")
    follow(officer, "See the profile")
    coordinator = meet(region)
    sign_in(coordinator, links, "coordinator").open(links["release"])
    see(coordinator)
    assert coordinator.page.locator(".row-band .mark-band").count() == 12
    assert coordinator.page.locator(".row-band .own-line").count() == 0
    assert OURS not in coordinator.page.get_by_role("main").inner_html()
    with coordinator.expecting("403"):
        coordinator.open(officer.page.url)
        assert coordinator.page.locator("h1").inner_text() == "Your role does not include this"


def test_the_coordinator_sees_who_is_where(meet: Meet, region: Site, links: Links) -> None:
    coordinator = sign_in(meet(region), links, "coordinator")
    follow(coordinator, "See who is where")
    see(coordinator)
    assert OURS in text_of(coordinator)
    assert coordinator.page.locator(".board-line").count() >= 4
    assert coordinator.page.get_by_role("main").get_by_role("img").count() == 0


def test_the_downloaded_release_names_nobody(meet: Meet, region: Site, links: Links) -> None:
    officer = meet(region)
    sign_in(officer, links, "officer").open(links["release"])
    with officer.page.expect_download() as downloading:
        officer.page.get_by_role("link", name="Download the release").click()
    kept = json.loads(downloading.value.path().read_text())
    assert len(kept["digest"]) == 64
    assert OURS not in json.dumps(kept, ensure_ascii=False)


def test_somebody_with_two_organisations_switches_between_them(meet: Meet, region: Site, links: Links) -> None:
    owner = sign_in(meet(region), links, "owner")
    ours = owner.page.locator(".acting-name").inner_text()
    owner.page.get_by_role("link", name="Switch to another organisation").click()
    see(owner)
    other = owner.page.get_by_role("main").get_by_role("button").filter(has_not_text=ours).first
    with owner.page.expect_navigation():
        other.click()
    see(owner)
    assert owner.page.locator(".acting-name").inner_text() != ours


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_open_survey_is_answered_without_scripts_and_cookies(meet: Meet, region: Site, links: Links, language: str) -> None:
    constituent = meet(region, on=PHONE, scripts=False)
    page = constituent.open(f"{links['open_survey']}?lang={language}")
    see(constituent)
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    page.locator("fieldset").first.locator("input").nth(8).check()
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button").click()
    see(constituent)
    assert page.locator(".code").count() == 1
    assert page.context.cookies() == []


def test_a_reply_of_last_year_is_read_by_anybody(meet: Meet, region: Site, links: Links) -> None:
    reader = meet(region, scripts=False)
    reader.open(links["public_page"])
    see(reader)
    assert "What was heard, and what was decided" in text_of(reader)
    assert reader.page.context.cookies() == []


def test_the_first_look_at_a_survey_is_light(region: Site, links: Links) -> None:
    """Everything the page needs, as it travels compressed, within 14,000 bytes."""
    page = fetch(links["open_survey"])
    files = re.findall(r'<(?:link|script|img)[^>]* (?:href|src)="(/[^"]+)"', gzip.decompress(page.body).decode())
    assert files
    assert page.weight + sum(fetch(f"{region.address}{path}").weight for path in files) <= 14_000


@dataclass(frozen=True)
class Fetched:
    """An answer as it came over the line: its packed body, and the bytes of headers and body."""

    body: bytes
    weight: int


def fetch(address: str) -> Fetched:
    asked = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})  # noqa: S310 - our own site
    with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310 - our own site
        body = answer.read()
        return Fetched(body, len(body) + len(str(answer.headers)) + len(f"HTTP/1.1 {answer.status} {answer.reason}\r\n"))
