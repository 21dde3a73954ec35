"""A member signs in through their organisation's own provider, with scripts switched off; an owner set it up."""

from collections.abc import Iterator

import pytest

from tests.journeys import joining
from tests.journeys.conftest import Meet
from tests.journeys.site import Site
from tests.journeys.visitor import PHONE, Visitor, follow, press, see, text_of
from tests.support.provider import CLIENT_ID, CLIENT_SECRET, Provider, running_provider

pytestmark = pytest.mark.journey

OWNER, MEMBER, NAME = "vesna@jedan.example", "milan@jedan.example", "Jedan Ulaz"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running_provider() as provider:
        yield provider


def test_an_invited_colleague_comes_in_through_the_provider_without_scripts(meet: Meet, site: Site, provider: Provider) -> None:
    vesna, milan = meet(), meet(on=PHONE, scripts=False)
    joining.sign_up(vesna, site, NAME, name="Vesna Ilić", email=OWNER, country="Serbia")
    address = choose(vesna, provider)
    try_it(vesna, provider)
    joining.invite_colleague(vesna, MEMBER, role="Contributor")
    come_in(milan, provider, address)
    milan.open("/organisation")
    see(milan, NAME)
    assert "Milan Demo" in text_of(milan)


def choose(vesna: Visitor, provider: Provider) -> str:
    """Set the provider up; the address that members are given."""
    page = vesna.open("/organisation")
    follow(vesna, "Single sign-on")
    see(vesna, "Single sign-on")
    follow(vesna, "Choose the provider")
    page.get_by_label("Address of the provider").fill(provider.issuer())
    page.get_by_label("Client ID").fill(CLIENT_ID)
    page.get_by_label("Client secret").fill(CLIENT_SECRET)
    press(vesna, "Save")
    see(vesna, "Single sign-on")
    return page.get_by_label("Where members sign in").input_value()


def try_it(vesna: Visitor, provider: Provider) -> None:
    """There and back; with scripts nobody has to press a button on the way."""
    provider.behave(person={"sub": "p-1", "email": OWNER, "email_verified": True}, asks=True)
    follow(vesna, "Try it")
    see(vesna, "Try single sign-on")
    go_there(vesna, provider)
    vesna.page.wait_for_url("**/organisation/single-sign-on")
    assert "the provider knows you" in text_of(vesna)


def come_in(milan: Visitor, provider: Provider, address: str) -> None:
    provider.behave(person={"sub": "p-2", "email": MEMBER, "email_verified": True, "name": "Milan Demo"}, asks=True)
    milan.open(address)
    see(milan, f"Sign in to {NAME}")
    go_there(milan, provider)
    # Not looked at as closely as other pages: in a browser with scripts this one goes on by itself.
    assert "One more step" in text_of(milan)
    press(milan, "Go on")
    see(milan, "Where we stand")


def go_there(visitor: Visitor, provider: Provider) -> None:
    """To the provider's own page, where people say yes."""
    follow(visitor, "Go on to 127.0.0.1")
    visitor.page.get_by_role("link", name="Yes, it is me").click()
    visitor.strangers[:] = [url for url in visitor.strangers if not url.startswith(provider.address)]
    visitor.complaints[:] = []
