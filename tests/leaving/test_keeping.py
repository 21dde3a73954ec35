"""What is over goes on its day, and not a day before; the page says the same numbers."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from accountability import jobs
from accountability.access import MemberId, PersonId, Role
from accountability.assessment.domain.ways import Sheet
from accountability.assessment.models import Assessment, BroughtIn
from accountability.database import Base
from accountability.identity.domain import LinkPurpose
from accountability.identity.models import Guessing, MailLink, SignInSession
from accountability.leaving.domain import KINDS, STATED, Kept
from accountability.leaving.holdings import holding
from accountability.leaving.jobs import MINUTE
from accountability.leaving.models import ExportJob, RejoinAddress
from accountability.network.models import Network, NetworkInvitation
from accountability.organisation.models import Invitation
from accountability.outbox import OutboxMail
from accountability.standard.domain import Depth
from tests.support.client import CheckingClient
from tests.support.tenants import Tenant


def mail(at: datetime, **more: Any) -> OutboxMail:
    return OutboxMail(recipient="x@example.org", subject="", text="", html="", written_at=at, **more)


def made(kept: Kept, tenant: Tenant, at: datetime) -> list[Base]:
    """A row of this kind that began its time at `at`, after what it leans on."""
    us, owner = tenant.organisation_id, tenant.actor("owner")
    network = Network(organisation_id=us, id=uuid4(), name=str(uuid4()), convened_at=at)
    assessment = Assessment(
        id=uuid4(),
        name="2026",
        depth=Depth.QUICK,
        pack_id="twelve-commitments",
        pack_version="1.0",
        started_at=at,
        started_by_id=owner.member_id,
    )
    rows: dict[str, list[Base]] = {
        "sent mail": [mail(at, sent_at=at)],
        "failed mail": [mail(at)],
        "invitation": [
            Invitation(email=f"{uuid4()}@example.org", role=Role.VIEWER, invited_by=owner.member_id, invited_at=at, ended_at=at)
        ],
        "network invitation": [
            network,
            NetworkInvitation(network_id=network.id, email="x@example.org", invited_at=at),
        ],
        "sign-in": [sign_in(owner.person_id, at)],
        "mail link": [MailLink(token_hash=str(uuid4()), purpose=LinkPurpose.SIGN_IN, person_id=None, payload={}, made_at=at)],
        "guessing": [Guessing(key_hash=str(uuid4()), failures=1, failed_at=at)],
        "archive": [ExportJob(asked_by_id=owner.member_id, asked_at=at)],
        "way back": [RejoinAddress(token_hash=str(uuid4()), organisation_id=us, member_id=MemberId(owner.member_id), sent_at=at)],
        "sheet waiting": [assessment, sheet(assessment, owner.member_id, at)],
        "sheet brought in": [assessment, sheet(assessment, owner.member_id, at, applied_at=at)],
    }
    return rows[kept.kind]


def sheet(assessment: Assessment, member_id: Any, at: datetime, **more: Any) -> BroughtIn:
    return BroughtIn(
        assessment_id=assessment.id,
        member_id=member_id,
        sheet=Sheet.AGREED,
        file_name="",
        read_at=at,
        cells=[],
        remarks=[],
        changes=[],
        **more,
    )


def sign_in(person_id: PersonId, at: datetime) -> SignInSession:
    return SignInSession(
        token_hash=str(uuid4()), id=uuid4(), person_id=person_id, label="", started_at=at, seen_at=at, confirmed_at=at
    )


def store(tenant: Tenant, rows: list[Base]) -> Any:
    with tenant.session() as session, session.begin():
        for row in rows:
            session.add(row)
            session.flush()
        return sa.inspect(rows[-1]).identity


def is_there(tenant: Tenant, kept: Kept, key: Any) -> bool:
    with tenant.session() as session:
        return session.get(holding(kept.table).model, key) is not None


@pytest.mark.parametrize("kept", KINDS, ids=lambda kept: kept.kind)
def test_each_kind_goes_on_its_day_and_not_before(kept: Kept, ours: Tenant, worker: jobs.Worker, at: datetime) -> None:
    at = at.replace(minute=MINUTE)
    begun = at - timedelta(days=kept.days)
    early = store(ours, made(kept, ours, begun + timedelta(minutes=1)))
    over = store(ours, made(kept, ours, begun - timedelta(minutes=1)))
    for name in ("leaving.forget_what_is_over", "leaving.forget_what_is_over_here"):
        jobs.run(name, worker, at=at)
    assert (is_there(ours, kept, early), is_there(ours, kept, over)) == (True, False)


@pytest.mark.parametrize("kept", KINDS, ids=lambda kept: kept.kind)
def test_nothing_goes_when_the_job_does_not_run(kept: Kept, ours: Tenant, worker: jobs.Worker, at: datetime) -> None:
    """The control: it is the job that removes, and only in its minute."""
    over = store(ours, made(kept, ours, at - timedelta(days=kept.days, hours=1)))
    for name in ("leaving.forget_what_is_over", "leaving.forget_what_is_over_here"):
        jobs.run(name, worker, at=at.replace(minute=MINUTE + 1))
    assert is_there(ours, kept, over)


def test_mail_that_still_waits_is_kept_however_old(ours: Tenant, worker: jobs.Worker, at: datetime) -> None:
    old = at - timedelta(days=400)
    key = store(ours, [mail(old, due_at=at)])
    jobs.run("leaving.forget_what_is_over_here", worker, at=at.replace(minute=MINUTE))
    assert is_there(ours, next(kept for kept in KINDS if kept.kind == "failed mail"), key)


def test_an_archive_goes_with_its_file(ours: Tenant, worker: jobs.Worker, at: datetime) -> None:
    archive = next(kept for kept in KINDS if kept.kind == "archive")
    _, export_id = store(ours, made(archive, ours, at - timedelta(days=8)))
    key = f"{ours.organisation_id}/exports/{export_id}.zip"
    worker.storage.put(key, b"everything", content_type="application/zip")
    jobs.run("leaving.forget_what_is_over", worker, at=at.replace(minute=MINUTE))
    assert not worker.storage.exists(key)


def test_the_page_says_every_kind_with_its_days(client: CheckingClient) -> None:
    text = client.get("/kept").text
    for kept in KINDS:
        assert kept.label in text
        assert f"{kept.days} day" in text
    for stated in STATED:
        assert stated.how_long.split(";")[0].replace("’", "’") in text


def test_every_kind_is_a_moment_of_its_table() -> None:
    for kept in KINDS:
        assert isinstance(holding(kept.table).table.columns[kept.since].type, type(OutboxMail.written_at.type)), kept.kind
