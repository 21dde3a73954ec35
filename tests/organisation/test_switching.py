"""Acting for several organisations: what was proven goes along, and nothing more; others are invisible."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.identity.models import SignInSession
from accountability.organisation import queries
from accountability.organisation.models import Membership
from tests.support.client import CheckingClient
from tests.support.databases import PinnedDatabase
from tests.support.tenants import Tenant, make_tenant

SignIn = Callable[[str], CheckingClient]


def join(ours: Tenant, other: Tenant, *, as_role: str = "viewer") -> None:
    """Let our viewer act for another organisation too, in the place of its member with this role."""
    member = other.actor(as_role)
    with other.session() as session, session.begin():
        session.execute(sa.delete(Membership).where(Membership.person_id == member.person_id))
        row = {"person_id": ours.actor("viewer").person_id, "organisation_id": other.organisation_id}
        session.add(Membership(**row, member_id=member.member_id))


@pytest.fixture
def other(ours: Tenant, database: PinnedDatabase, at: datetime) -> Tenant:
    """A second organisation of our viewer."""
    tenant = make_tenant(database, "Druga Org", at=at)
    join(ours, tenant)
    return tenant


def test_what_was_proven_goes_along_and_nothing_is_proven_anew(
    sign_in: SignIn, other: Tenant, session: Session, at: datetime
) -> None:
    client = sign_in("viewer")
    client.at += timedelta(minutes=20)
    client.post("/organisations/switch", {"organisation": str(other.organisation_id)})
    row = session.scalars(sa.select(SignInSession)).one()
    assert (row.organisation_id, row.confirmed_at, row.factor_at, row.started_at) == (other.organisation_id, at, at, at)
    client.actor = None
    assert "Druga Org" in client.get("/organisation").text


def test_a_sign_in_through_a_provider_is_for_its_organisation_only(sign_in: SignIn, other: Tenant, session: Session) -> None:
    client = sign_in("viewer")
    session.execute(sa.update(SignInSession).values(is_bound=True))
    session.commit()
    profile = {"organisation_name": "Third", "country": "AL", "size_band": "0"}
    client.post("/organisations/switch", {"organisation": str(other.organisation_id)}, expect=403)
    client.post("/organisations/add", profile, expect=403)


def test_an_organisation_whose_review_is_over_is_not_offered(
    sign_in: SignIn, ours: Tenant, database: PinnedDatabase, at: datetime
) -> None:
    elsewhere = make_tenant(database, "Treća Org", at=at)
    join(ours, elsewhere, as_role="reviewer")
    client = sign_in("viewer")
    assert "Treća Org" in client.get("/organisations/switch").text
    with elsewhere.session() as session, session.begin():
        queries.get_member(session, elsewhere.actor("reviewer").member_id).ends_on = at.date() - timedelta(days=1)
    assert "Treća Org" not in client.get("/organisations/switch").text
    client.post("/organisations/switch", {"organisation": str(elsewhere.organisation_id)}, expect=404)


def test_many_organisations_are_shown_page_by_page(
    sign_in: SignIn, ours: Tenant, database: PinnedDatabase, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("accountability.organisation.routes.membership.SHOWN", 2)
    for number in range(4):
        join(ours, make_tenant(database, f"Org {number}", at=at))
    client, names = sign_in("viewer"), []
    for page in (1, 2, 3, "x", -5):
        text = client.get(f"/organisations/switch?page={page}").text
        names += re.findall(r"Act for (Org \d)|<span>(Otvorena Vrata)</span>", text) if isinstance(page, int) and page > 0 else []
    assert len(set(names)) == 5
    costs = client.queries
    join(ours, make_tenant(database, "Org 5", at=at))
    client.get("/organisations/switch")
    assert client.queries <= costs + 1


def test_others_are_invisible_also_to_who_guesses(sign_in: SignIn, theirs: Tenant) -> None:
    client = sign_in("owner")
    foreign = theirs.actor("viewer").member_id
    for path in (f"/organisation/members/{foreign}/role", f"/organisation/members/{foreign}/end"):
        client.get(path, expect=404)
        client.post(path, {"role": "viewer"}, expect=404)
    address = f"viewer@{theirs.organisation_id}.example"
    client.post("/organisation/colleagues/invite", {"email": address, "role": "viewer", "language": "en"})
