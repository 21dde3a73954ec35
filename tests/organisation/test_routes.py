"""Signing up, inviting, joining, switching: as people do it."""

import re
from collections.abc import Callable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.outbox import OutboxMail
from tests.support.client import CheckingClient
from tests.support.letters import sign_up
from tests.support.tenants import Tenant

NEW = {
    "organisation_name": "Zelena Dolina",
    "country": "XK",
    "size_band": "1-5",
    "themes": ["environment", "gender"],
    "name": "Mira Demo",
    "email": "Mira@Example.org",
    "password": "a long and good sentence",
}


def test_a_theme_that_is_not_offered_is_refused(client: CheckingClient) -> None:
    assert "gardening" in client.post("/sign-up", NEW | {"themes": ["health", "gardening"]}, expect=422).text


def test_an_organisation_signs_up_and_its_owner_is_signed_in(client: CheckingClient) -> None:
    sign_up(client, NEW)
    page = client.get("/organisation")
    assert "Zelena Dolina" in page.text
    assert "Kosovo" in page.text


def test_what_is_missing_is_said_beside_its_field_and_the_rest_is_kept(client: CheckingClient) -> None:
    page = client.post("/sign-up", NEW | {"country": "", "password": "short"}, expect=422)
    assert "Select the country the organisation works from" in page.text
    assert "Zelena Dolina" in page.text


def test_a_colleague_joins_by_the_link_in_the_mail(sign_in: Callable[[str], CheckingClient], session: Session, app: object) -> None:
    client = sign_in("owner")
    client.post("/organisation/colleagues/invite", {"email": "new@example.org", "role": "contributor"})
    link = _link_in_the_mail(session)
    client.post("/sign-out", {})
    client.actor = None
    client.get(link)
    client.post(link, {"name": "Nova Osoba", "password": "a long and good sentence"})
    assert "Nova Osoba" in client.get("/organisation").text
    client.post("/sign-out", {})
    assert "no longer open" in client.get(link).text


def test_a_withdrawn_invitation_opens_nothing(sign_in: Callable[[str], CheckingClient], session: Session) -> None:
    client = sign_in("owner")
    client.post("/organisation/colleagues/invite", {"email": "new@example.org", "role": "viewer"})
    path = re.search(r'action="(/organisation/invitations/[^"]+/withdraw)"', client.get("/organisation").text)
    assert path
    client.post(path[1])
    link = _link_in_the_mail(session)
    client.post("/sign-out", {})
    client.actor = None
    client.post(link, {"name": "Nova Osoba", "password": "a long and good sentence"}, expect=422)


def test_only_owners_invite(sign_in: Callable[[str], CheckingClient]) -> None:
    sign_in("viewer").get("/organisation/colleagues/invite", expect=403)


def test_an_unknown_invitation_is_not_found(client: CheckingClient) -> None:
    client.get("/invitations/nothing-like-it", expect=404)


def test_a_person_switches_between_two_organisations(client: CheckingClient) -> None:
    sign_up(client, NEW)
    client.post("/organisations/add", NEW | {"organisation_name": "Druga Org"})
    page = client.get("/organisations/switch")
    other = re.search(r'name="organisation" value="([^"]+)"', page.text)
    assert other
    client.post("/organisations/switch", {"organisation": other[1]})
    assert "Zelena Dolina" in client.get("/organisation").text


def test_nobody_switches_to_an_organisation_they_do_not_belong_to(sign_in: Callable[[str], CheckingClient], theirs: Tenant) -> None:
    sign_in("owner").post("/organisations/switch", {"organisation": str(theirs.organisation_id)}, expect=404)


def test_a_form_of_another_tab_is_not_saved_for_the_wrong_organisation(
    sign_in: Callable[[str], CheckingClient], theirs: Tenant
) -> None:
    form = NEW | {"acting_for": str(theirs.organisation_id)}
    page = sign_in("owner").post("/organisation/describe", form, expect=409)
    assert "You switched to another organisation" in page.text


def _link_in_the_mail(session: Session) -> str:
    text = session.scalars(sa.select(OutboxMail.text)).one()
    found = re.search(r"http://localhost(/\S+)", text)
    assert found
    return found[1]
