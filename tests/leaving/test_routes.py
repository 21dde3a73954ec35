"""The pages about leaving: who may open them, what they refuse, what they do."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from accountability import jobs
from accountability.access import CONFIRMED_TO_CHANGE
from accountability.identity.queries import token_hash
from accountability.leaving import commands, queries
from accountability.leaving.domain import ExportState
from accountability.leaving.models import RejoinAddress
from accountability.organisation.models import Member
from tests.support.client import CheckingClient
from tests.support.tenants import Tenant

SignIn = Callable[[str], CheckingClient]
LATE = CONFIRMED_TO_CHANGE + timedelta(minutes=1)


def exported(tenant: Tenant, worker: jobs.Worker, *, at: datetime) -> str:
    """The id of an archive that is ready."""
    with tenant.session() as session, session.begin():
        export = commands.ask_for_export(session, by=tenant.actor("owner"), at=at)
        export.state, export.digest, export.size = ExportState.READY, "ab", 3
        key = f"{tenant.organisation_id}/exports/{export.id}.zip"
    worker.storage.put(key, b"zip", content_type="application/zip")
    return str(export.id)


@pytest.fixture
def storage(app, worker):
    app.extensions["storage"] = worker.storage
    return worker.storage


def test_an_owner_asks_for_an_archive_and_sees_how_far_it_is(sign_in: SignIn) -> None:
    owner = sign_in("owner")
    path = owner.post("/organisation/leaving/exports").location
    assert "Being made" in owner.get(path).text
    assert "Being made" in owner.get("/organisation/leaving").text
    assert "An archive is being made already" in owner.post("/organisation/leaving/exports", expect=409).text


def test_an_owner_fetches_the_archive_and_the_record_says_so(sign_in: SignIn, ours: Tenant, worker, storage, at) -> None:
    path = f"/organisation/leaving/exports/{exported(ours, worker, at=at)}"
    owner = sign_in("owner")
    assert "It is ready" in owner.get(path).text
    answer = owner.post(path, expect=200)
    assert (answer.data, answer.mimetype) == (b"zip", "application/zip")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_archive_of_others_or_of_nobody_is_not_there(sign_in: SignIn, ours: Tenant, theirs: Tenant, worker, storage, at) -> None:
    owner = sign_in("owner")
    for export_id in (exported(theirs, worker, at=at), str(uuid4())):
        owner.get(f"/organisation/leaving/exports/{export_id}", expect=404)
        owner.post(f"/organisation/leaving/exports/{export_id}", expect=404)


def test_an_archive_that_is_not_ready_or_too_old_cannot_be_fetched(sign_in, ours, worker, storage, at) -> None:
    path = f"/organisation/leaving/exports/{exported(ours, worker, at=at - timedelta(days=8))}"
    owner = sign_in("owner")
    lost = f"/organisation/leaving/exports/{exported(ours, worker, at=at)}"
    running = owner.post("/organisation/leaving/exports").location
    storage.delete(f"{ours.organisation_id}/exports/{lost[-36:]}.zip")
    assert ["not ready" in owner.post(each, expect=409).text for each in (path, running, lost)] == [True] * 3


@pytest.mark.parametrize("role", ["officer", "viewer", "coordinator", "board", "safeguarding"])
def test_only_owners_take_everything_along_or_have_it_erased(sign_in: SignIn, role: str) -> None:
    member = sign_in(role)
    member.get("/organisation/leaving", expect=403)
    for path in ("exports", "erase", "erase/confirm", "erase/cancel"):
        member.post(f"/organisation/leaving/{path}", expect=403)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/organisation/leaving/exports"),
        ("POST", "/organisation/leaving/erase"),
        ("POST", "/organisation/leaving/erase/confirm"),
        ("GET", "/account/leave/data"),
        ("GET", "/account/leave/data.json"),
        ("POST", "/account/leave/erase"),
    ],
)
def test_what_is_sensitive_wants_a_fresh_proof(sign_in: SignIn, at: datetime, method: str, path: str) -> None:
    owner = sign_in("owner")
    owner.at = at + LATE
    data = {"csrf_token": owner.csrf_token()}
    answer = owner._open(method, path, **({"data": data} if method == "POST" else {}))
    assert answer.status_code == 303
    assert "/account/confirm" in answer.location


def test_taking_an_erasure_back_needs_no_fresh_proof(sign_in: SignIn, ours: Tenant, at: datetime) -> None:
    owner = sign_in("owner")
    owner.post("/organisation/leaving/erase", {"typed": ours.name})
    assert "This organisation will be erased" in owner.get("/").text
    owner.at = at + LATE
    owner.post("/organisation/leaving/erase/cancel")
    assert "This organisation will be erased" not in owner.get("/").text


def test_an_officer_is_not_warned_of_what_owners_decide(sign_in: SignIn, ours: Tenant) -> None:
    sign_in("owner").post("/organisation/leaving/erase", {"typed": ours.name})
    assert "will be erased" not in sign_in("officer").get("/").text


def test_another_name_is_refused_beside_the_field(sign_in: SignIn, ours: Tenant) -> None:
    text = sign_in("owner").post("/organisation/leaving/erase", {"typed": "Another"}, expect=422).text
    assert "exactly as it stands above" in text
    with ours.session() as session:
        assert queries.find_erasure_request(session) is None


def test_confirming_what_nobody_asked_is_refused(sign_in: SignIn, ours: Tenant) -> None:
    owner = sign_in("owner")
    assert "Nobody asks" in owner.get("/organisation/leaving/erase/confirm").text
    assert "Nobody asks" in owner.post("/organisation/leaving/erase/confirm", {"typed": ours.name}, expect=422).text


def test_a_member_reads_and_downloads_what_holds_them(sign_in: SignIn, ours: Tenant) -> None:
    member = sign_in("contributor")
    mail = f"contributor@{ours.organisation_id}.example"
    assert "Your data" in member.get("/account/leave").text
    assert mail in member.get("/account/leave/data").text
    data = json.loads(member.get("/account/leave/data.json").data)
    assert mail in json.dumps(data)
    assert "password" not in json.dumps(data)


def test_a_member_erases_their_account_and_is_signed_out_everywhere(sign_in: SignIn, ours: Tenant, worker, at) -> None:
    member = sign_in("contributor")
    mail = f"contributor@{ours.organisation_id}.example"
    member.post("/account/leave/erase", {"typed": "x@example.org"}, expect=422)
    answer = member.post("/account/leave/erase", {"typed": mail})
    assert answer.location == "/account-erased"
    assert "storage" in answer.headers["Clear-Site-Data"]
    assert member.get("/account-erased").status_code == 200
    member.get("/", expect=303)
    jobs.run("leaving.erase_accounts", worker, at=at)
    text = sign_in("owner").get("/organisation").text
    assert "A former member" in text
    assert mail not in text


def test_the_only_owner_is_told_what_to_do(sign_in: SignIn, ours: Tenant) -> None:
    text = sign_in("owner").post("/account/leave/erase", {"typed": f"owner@{ours.organisation_id}.example"}, expect=422).text
    assert "Make somebody else an owner" in text


def test_a_member_of_a_restored_organisation_comes_back_with_a_new_account(client: CheckingClient, ours: Tenant, at) -> None:
    with ours.session() as session, session.begin():
        member = Member(name="Mira", email="mira@example.org", role=ours.actor("viewer").role, joined_at=at)
        session.add(member)
        session.flush()
        way = {"organisation_id": ours.organisation_id, "member_id": member.id, "sent_at": at}
        session.add(RejoinAddress(token_hash=token_hash("token"), **way))
    assert "has moved here" in client.get("/rejoin/token").text
    client.post("/rejoin/token", {"password": "short"}, expect=422)
    client.post("/rejoin/token", {"password": "blue chairs in the rain"})
    assert ours.name in client.get("/").text
    client.get("/rejoin/token", expect=404)


def test_a_way_back_that_never_was_is_not_there(client: CheckingClient) -> None:
    client.get("/rejoin/nothing", expect=404)


def test_whoever_is_back_already_is_told_that_the_link_has_lapsed(
    client: CheckingClient, ours: Tenant, session: Session, at: datetime
) -> None:
    viewer = ours.actor("viewer")
    way = {"organisation_id": ours.organisation_id, "member_id": viewer.member_id, "sent_at": at}
    session.add(RejoinAddress(token_hash=token_hash("token"), **way))
    session.commit()
    client.sign_in(ours, "viewer").post("/rejoin/token", expect=422)
