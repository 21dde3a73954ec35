"""Networks and rounds as people use them: coordinator, member, stranger."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa

from accountability.access import RULES, Role
from accountability.network.access import COORDINATE_NETWORK, GIVE_CONSENT, JOIN_NETWORK, READ_NETWORKS
from accountability.outbox import OutboxMail
from tests.factories import network as make
from tests.factories.network import Circle
from tests.support.client import CheckingClient
from tests.support.databases import PinnedDatabase
from tests.support.tenants import Tenant, make_tenant

SignIn = Callable[[str], CheckingClient]


@pytest.fixture
def convened(ours: Tenant, at: datetime) -> Circle:
    """A network that ours convenes."""
    return make.convene(ours, at=at)


@pytest.fixture
def joined(circle: Circle) -> Circle:
    """A network that ours belongs to, beside the one it convenes."""
    return circle


def test_a_coordinator_convenes_invites_confirms_and_opens_a_round(sign_in: SignIn, database: PinnedDatabase, at: datetime) -> None:
    client = sign_in("coordinator")
    client.get("/networks/convene")
    path = client.post("/networks/convene", {"name": "Mreža"}).location
    client.get(f"{path}/invite")
    client.post(f"{path}/invite", {"addresses": "new@example.org, more@example.org"})
    assert "2 invitations are on their way." in client.get(path).text
    other = make_tenant(database, "Nova Udruga", at=at)
    client.sign_in(other, "officer")
    link = _link_in_the_mail(other)
    assert "Join for Nova Udruga" in client.get(link).text
    assert "Waits to be confirmed" in client.get(client.post(link).location).text
    client = sign_in("coordinator")
    verify = f"{path}/members/{other.organisation_id}/verify"
    client.get(verify)
    client.post(verify, {"is_real": "y"}, expect=422)
    client.post(verify, {"is_real": "y", "is_independent": "y"})
    client.get(f"{path}/rounds/open")
    days = {"name": "2026", "opens_on": "2026-05-04", "closes_on": "2026-06-04", "publishes_on": ""}
    progress = client.get(client.post(f"{path}/rounds/open", days).location).text
    assert "Nova Udruga" in progress
    assert "Not started" in progress


def _link_in_the_mail(tenant: Tenant) -> str:
    with tenant.session() as session:
        text = session.scalars(sa.select(OutboxMail.text).where(OutboxMail.recipient == "new@example.org")).one()
    found = re.search(r"http://localhost(/networks/invitations/\S+)", text)
    assert found
    return found[1]


def test_an_address_list_is_read_from_a_file(sign_in: SignIn, convened: Circle) -> None:
    client = sign_in("coordinator")
    upload = (BytesIO(b"name,mail\nOne,one@example.org\nTwo,two@example.org\n"), "list.csv")
    path = f"/networks/{convened.network_id}/invite"
    client.post(path, {"addresses": "", "file": upload}, content_type="multipart/form-data")
    client.post(path, {"addresses": "one@example.org"})
    page = client.get(f"/networks/{convened.network_id}").text
    assert "two@example.org" in page
    assert "1 has an open invitation already." in page


@pytest.mark.parametrize(
    ("addresses", "message"), [("", "Enter at least one mail address"), ("a@b", "These are not mail addresses: a@b")]
)
def test_what_cannot_be_invited_is_said(sign_in: SignIn, convened: Circle, addresses: str, message: str) -> None:
    page = sign_in("coordinator").post(f"/networks/{convened.network_id}/invite", {"addresses": addresses}, expect=422)
    assert message in page.text


def test_too_many_at_once_are_refused_with_the_text_kept(sign_in: SignIn, convened: Circle) -> None:
    many = " ".join(f"a{number}@example.org" for number in range(201))
    page = sign_in("coordinator").post(f"/networks/{convened.network_id}/invite", {"addresses": many}, expect=422)
    assert "these are 201" in page.text
    assert "a200@example.org" in page.text


def test_a_withdrawn_invitation_is_gone_and_its_link_too(sign_in: SignIn, convened: Circle, theirs: Tenant, at: datetime) -> None:
    token = make.invite(convened, at=at)
    client = sign_in("coordinator")
    path = f"/networks/{convened.network_id}"
    found = re.search(rf'action="({path}/invitations/[^"]+/withdraw)"', client.get(path).text)
    assert found
    client.post(found[1])
    client.get(f"/networks/invitations/{token}", expect=404)


def test_a_name_that_is_taken_is_said_beside_the_field(sign_in: SignIn, convened: Circle) -> None:
    assert (
        "convenes a network of that name already" in sign_in("owner").post("/networks/convene", {"name": "Mreža"}, expect=422).text
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"opens_on": "2026-05-03"}, "The opening date must be today or later."),
        ({"closes_on": "2026-05-01"}, "The closing date must be on or after the opening date."),
        ({"publishes_on": "2026-06-04"}, "The publication date must be after the closing date."),
        ({"closes_on": "soon"}, "Enter the last day on which organisations can contribute"),
        ({"opens_on": ""}, "Enter the day on which the round opens"),
        ({"name": ""}, "Enter a name for the round, such as the year"),
    ],
)
def test_impossible_rounds_are_refused_beside_the_field(
    sign_in: SignIn, convened: Circle, changes: dict[str, str], message: str
) -> None:
    days = {"name": "2026", "opens_on": "2026-05-04", "closes_on": "2026-06-04", "publishes_on": ""} | changes
    assert message in sign_in("coordinator").post(f"/networks/{convened.network_id}/rounds/open", days, expect=422).text


def test_a_round_is_extended_and_never_shortened(sign_in: SignIn, convened: Circle, at: datetime) -> None:
    path = f"/networks/rounds/{make.open_round(convened, at=at)}/extend"
    client = sign_in("coordinator")
    assert 'value="2026-06-03"' in client.get(path).text
    client.post(path, {"closes_on": "2026-06-10", "publishes_on": "2026-07-10"})
    page = client.post(path, {"closes_on": "2026-06-09", "publishes_on": "2026-07-10"}, expect=422)
    assert "They can be moved later, never earlier." in page.text


def test_a_member_follows_a_round_from_rating_to_contribution(sign_in: SignIn, joined: Circle, ours: Tenant, at: datetime) -> None:
    path = f"/networks/rounds/{make.open_round(joined, at=at)}"
    client = sign_in("officer")
    assert "Start your self-assessment." in client.get(path).text
    with ours.session() as session, session.begin():
        make.sign_assessment(session, ours, at=at)
    assert "You count in exactly one group" in client.get(f"{path}/consent").text
    client.post(f"{path}/consent", {}, expect=422)
    client.post(f"{path}/consent", {"agrees": "y"})
    assert "Contribute your signed-off assessment." in client.get(path).text
    contribute = path.replace("/networks/", "/benchmarks/") + "/contribute"
    assert "Signed-off assessment" in client.get(contribute.replace("/rounds", "")).text


def test_a_member_takes_its_agreement_back(sign_in: SignIn, joined: Circle, ours: Tenant, at: datetime) -> None:
    round_id = make.open_round(joined, at=at)
    make.contribute(ours, round_id, at=at)
    client = sign_in("officer")
    assert "You have contributed." in client.get(f"/networks/rounds/{round_id}").text
    assert "until five organisations have left" in client.get(f"/networks/rounds/{round_id}/consent/withdraw").text
    client.post(f"/networks/rounds/{round_id}/consent/withdraw")
    page = client.get(f"/networks/rounds/{round_id}").text
    assert "Nothing is taken from your organisation." in page
    assert "Agree again" in page


def test_consent_after_closing_is_refused_on_the_form(sign_in: SignIn, joined: Circle, ours: Tenant, at: datetime) -> None:
    path = f"/networks/rounds/{make.open_round(joined, at=at)}/consent"
    client = _later(sign_in, ours, at + timedelta(days=31))
    assert "can be given while the round is open" in client.post(path, {"agrees": "y"}, expect=422).text


def test_a_member_leaves_and_finds_the_network_no_more(sign_in: SignIn, joined: Circle, at: datetime) -> None:
    client, path = sign_in("officer"), f"/networks/{joined.network_id}"
    round_id = make.open_round(joined, at=at)
    assert "Home network" in client.get(path).text
    client.get(f"{path}/leave")
    client.post(f"{path}/leave")
    client.get(path, expect=404)
    client.get(f"{path}/leave", expect=404)
    assert "Mreža" in client.get(f"/networks/rounds/{round_id}").text


def test_a_second_network_can_become_home_after_the_first_is_left(
    sign_in: SignIn, joined: Circle, ours: Tenant, database: PinnedDatabase, at: datetime
) -> None:
    other = make.convene(make_tenant(database, "Drugi Sekretarijat", at=at), at=at, name="Druga")
    make.join(other, ours, at=at)
    client = sign_in("officer")
    client.post(f"/networks/{other.network_id}/home", expect=409)
    assert "its home network, Mreža" in client.get(f"/networks/{other.network_id}").text
    client.post(f"/networks/{joined.network_id}/leave")
    assert "Make this our home network" in client.get(f"/networks/{other.network_id}").text
    client.post(f"/networks/{other.network_id}/home")
    assert "This is your home network" in client.get(f"/networks/{other.network_id}").text


def test_an_invitation_says_what_the_coordinator_will_see(
    sign_in: SignIn, ours: Tenant, database: PinnedDatabase, at: datetime
) -> None:
    circle = make.convene(make_tenant(database, "Sekretarijat", at=at), at=at)
    token = make.invite(circle, at=at)
    assert "An owner or officer of your organisation can join" in sign_in("viewer").get(f"/networks/invitations/{token}").text
    sign_in("viewer").post(f"/networks/invitations/{token}", expect=403)
    client = _later(sign_in, ours, at + timedelta(days=61))
    assert "no longer open" in client.post(f"/networks/invitations/{token}", expect=422).text


def test_an_unknown_invitation_is_not_found(sign_in: SignIn) -> None:
    sign_in("officer").get("/networks/invitations/nothing-like-it", expect=404)


def test_nothing_of_a_neighbours_network_is_found(sign_in: SignIn, theirs: Tenant, ours: Tenant, at: datetime) -> None:
    circle = make.convene(theirs, at=at, name="Tuđa")
    round_id = make.open_round(circle, at=at)
    client = sign_in("owner")
    network = f"/networks/{circle.network_id}"
    for path in (
        network,
        f"{network}/invite",
        f"{network}/rounds/open",
        f"{network}/leave",
        f"{network}/members/{ours.organisation_id}/verify",
    ):
        client.get(path, expect=404)
    for path in ("", "/progress", "/extend", "/consent", "/consent/withdraw"):
        client.get(f"/networks/rounds/{round_id}{path}", expect=404)
    for path in (f"{network}/home", f"{network}/leave", f"/networks/rounds/{round_id}/consent/withdraw"):
        client.post(path, expect=404)


def test_a_members_round_is_not_its_to_coordinate(sign_in: SignIn, joined: Circle, at: datetime) -> None:
    round_id = make.open_round(joined, at=at)
    client = sign_in("owner")
    for path in ("/progress", "/extend"):
        client.get(f"/networks/rounds/{round_id}{path}", expect=404)
    client.get(f"/networks/{joined.network_id}/invite", expect=404)


@pytest.mark.parametrize(
    ("rule", "allowed"),
    [
        (READ_NETWORKS, {"owner", "officer", "contributor", "viewer", "board", "coordinator"}),
        (COORDINATE_NETWORK, {"owner", "coordinator"}),
        (RULES["CONVENE_NETWORK"], {"owner", "coordinator"}),
        (JOIN_NETWORK, {"owner", "officer"}),
        (GIVE_CONSENT, {"owner", "officer"}),
    ],
)
def test_roles_are_a_truth_table(rule: Any, allowed: set[str], ours: Tenant) -> None:
    members = [role for role in Role if role is not Role.OPERATOR]
    assert {role.value for role in members if rule.allows(ours.actor(role))} == allowed
    assert not rule.allows(None)


def _later(sign_in: SignIn, tenant: Tenant, at: datetime) -> CheckingClient:
    """The officer, signed in at another time."""
    tenant.at = at
    client = sign_in("officer")
    client.at = at
    return client


def test_an_empty_list_says_how_to_begin(sign_in: SignIn) -> None:
    assert "No network yet" in sign_in("viewer").get("/networks").text


def test_an_invitation_leads_the_signed_out_to_the_sign_in_page(client: CheckingClient, convened: Circle, at: datetime) -> None:
    token = make.invite(convened, at=at)
    assert "/sign-in" in client.get(f"/networks/invitations/{token}", expect=303).location
