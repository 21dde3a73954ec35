"""A member whose browser runs no scripts: everything is done with buttons."""

import pytest

from tests.journeys import joining, scoring
from tests.journeys.conftest import Meet
from tests.journeys.site import Site
from tests.journeys.visitor import PHONE, Visitor, see, text_of

pytestmark = pytest.mark.journey

EMAIL, SCAN = "vesna@bezskripti.example", "Scan without scripts"


def test_rating_works_with_buttons_alone(site: Site, meet: Meet) -> None:
    vesna, again = meet(scripts=False), meet(on=PHONE, scripts=False)
    joining.sign_up(vesna, site, "Bez Skripti", name="Vesna Ilić", email=EMAIL, country="Serbia")
    card = f"{scoring.start_quick_scan(vesna, SCAN)}/key-actions/c01-b-claim-rights"
    joining.sign_in(again, EMAIL)
    for visitor in (vesna, again):
        visitor.open(card)
    send(vesna, 3)
    assert vesna.page.url != f"{vesna.home}{card}"
    the_second_answer_is_shown_beside_the_first(again)
    vesna.open(card)
    see(vesna)
    assert scoring.level(vesna, 1).is_checked()


def the_second_answer_is_shown_beside_the_first(again: Visitor) -> None:
    with again.expecting("409"):
        send(again, 1)
        assert "Two different answers to this key action" in text_of(again)
    see(again)
    with again.page.expect_navigation():
        again.page.get_by_role("button", name="Keep mine").click()
    see(again)


def send(visitor: Visitor, number: int) -> None:
    scoring.level(visitor, number).check()
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("button", name="Save and next").click()
