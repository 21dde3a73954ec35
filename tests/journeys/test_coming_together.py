"""An organisation comes together: a role of its own, a list of people, and a reviewer who reads Serbian and sees one part."""

from datetime import date, timedelta

import pytest

from tests.journeys import joining, scoring
from tests.journeys.conftest import Meet
from tests.journeys.site import Site
from tests.journeys.visitor import PHONE, Visitor, follow, press, see, text_of

pytestmark = pytest.mark.journey

US, OWNER = "Zajedno u Gradu", "vesna@zajedno.example"
REVIEWER, LISTED = "dragan@revizija.example", "iva@zajedno.example"
PEOPLE = f"name,email,role\nIva Ilić,{LISTED},finance\n,not an address,viewer\n"


def test_an_organisation_comes_together(site: Site, meet: Meet) -> None:
    vesna, iva, dragan = meet(), meet(), meet(on=PHONE, scripts=False)
    joining.sign_up(vesna, site, US, name="Vesna Petrović", email=OWNER, country="Serbia")
    she_makes_a_role(vesna)
    she_invites_from_a_list(vesna)
    joining.join_by_mail(iva, site, LISTED, name="Iva Ilić", organisation=US)
    assert "Surveys" in iva.page.content()
    assert "Assessments" not in text_of(iva)
    scan = scoring.start_quick_scan(vesna, "Spring scan")
    she_invites_a_reviewer(vesna)
    he_comes_in_in_his_language(dragan, site)
    he_sees_his_part(dragan, scan)
    she_changes_a_role_and_ends_a_membership(vesna)
    iva.open("/")
    see(iva, "Sign in")


def she_makes_a_role(vesna: Visitor) -> None:
    vesna.open("/organisation")
    see(vesna, US)
    follow(vesna, "Roles of our own")
    see(vesna, "Roles of our own")
    follow(vesna, "Make a role")
    see(vesna, "Make a role")
    with vesna.expecting("422"):
        press(vesna, "Make this role")
    see(vesna, "Make a role")
    vesna.page.get_by_label("Name of the role").fill("Finance")
    vesna.page.get_by_label("Read surveys and their results").check()
    press(vesna, "Make this role")
    see(vesna, "Roles of our own")


def she_invites_from_a_list(vesna: Visitor) -> None:
    vesna.open("/organisation/colleagues/invite-many")
    see(vesna, "Invite many")
    vesna.page.get_by_label("Or paste the rows here").fill(PEOPLE)
    press(vesna, "Look at the list")
    see(vesna, "Invite many")
    assert "This is no mail address" in text_of(vesna)
    press(vesna, "Send one invitation")
    see(vesna, US)


def she_invites_a_reviewer(vesna: Visitor) -> None:
    page = vesna.open("/organisation/colleagues/invite")
    see(vesna, "Invite a colleague")
    page.get_by_label("Mail address of your colleague").fill(REVIEWER)
    page.get_by_label("Language of the invitation").select_option("sr")
    page.get_by_label("Role", exact=True).select_option("reviewer")
    page.get_by_role("checkbox").first.check()
    page.get_by_label("Only for a reviewer: last day").fill((date.today() + timedelta(days=30)).isoformat())
    press(vesna, "Send the invitation")
    see(vesna, US)


def he_comes_in_in_his_language(dragan: Visitor, site: Site) -> None:
    page = dragan.open(site.mail_to(REVIEWER, about=US))
    see(dragan, f"Придружите се: {US}")
    page.get_by_label("Ваше име").fill("Драган Јовић")
    page.get_by_label("Изаберите лозинку").fill(joining.PASSWORD)
    press(dragan, "Придружите се")
    see(dragan, "Where we stand")


def he_sees_his_part(dragan: Visitor, scan: str) -> None:
    assert "You see one commitment of this organisation" in text_of(dragan)
    dragan.open(scan)
    see(dragan, "Spring scan")
    assert dragan.page.locator("section.commitment").count() == 1
    dragan.open(f"{scan}/profile")
    see(dragan, "Profile: Spring scan")


def she_changes_a_role_and_ends_a_membership(vesna: Visitor) -> None:
    vesna.open("/organisation")
    see(vesna, US)
    follow(vesna, "Change role Iva Ilić")
    see(vesna, "Role of Iva Ilić")
    press(vesna, "Give this role")
    see(vesna, US)
    follow(vesna, "End membership Iva Ilić")
    see(vesna, "End the membership of Iva Ilić")
    press(vesna, "End membership")
    see(vesna, US)
    assert "Former members" in text_of(vesna)
