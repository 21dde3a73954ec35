"""What time does about leaving: archives asked for, erasures that are due, what is over, what an old backup brought back."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.access import PersonId
from accountability.jobs import Jobs, Worker
from accountability.leaving import commands
from accountability.leaving.access import EXPORT_ORGANISATION
from accountability.leaving.domain import ExportState
from accountability.leaving.holdings import holding
from accountability.leaving.models import AccountErasure, ErasureRequest, ExportJob
from accountability.tenancy import OrganisationId, act_for

jobs = Jobs("leaving")
MINUTE = 17  # of each hour, in which what is over goes: soon enough for lifetimes of days


def with_exports(session: Session, _at: datetime) -> Iterable[OrganisationId]:
    """Organisations that wait for an archive."""
    unfinished = ExportJob.state.in_([ExportState.WAITING, ExportState.RUNNING])
    return session.scalars(sa.select(ExportJob.organisation_id).where(unfinished).distinct()).all()


def with_erasures(session: Session, at: datetime) -> Iterable[OrganisationId]:
    """Organisations whose days to think are over."""
    is_due = sa.and_(ErasureRequest.due_at <= at, ErasureRequest.cancelled_at.is_(None))
    return session.scalars(sa.select(ErasureRequest.organisation_id).where(is_due)).all()


def everybody(session: Session, at: datetime) -> Iterable[OrganisationId]:
    """All organisations, once an hour."""
    if at.minute != MINUTE:
        return []
    return session.scalars(sa.select(holding("organisation").of("organisation_id"))).all()


@jobs.by_worker
def forget_again(worker: Worker, at: datetime) -> None:
    """Erase again what an old backup brought back, before anything else is done with it."""
    commands.replay(worker, at=at)


@jobs.in_steps(among=with_exports)
def make_exports(worker: Worker, organisation_id: OrganisationId, *, at: datetime) -> None:
    """Make one archive that waits."""
    commands.make_export(worker, organisation_id, rule=EXPORT_ORGANISATION, at=at)


@jobs.in_steps(among=with_erasures)
def erase_organisations(worker: Worker, organisation_id: OrganisationId, *, at: datetime) -> None:
    """Erase what is due."""
    commands.erase_if_due(worker, organisation_id, at=at)


@jobs.by_worker
def erase_accounts(worker: Worker, at: datetime) -> None:
    """Erase the accounts whose owners asked for it, and those that lost their last organisation with it."""
    with worker.database.transaction(read_only=True) as session:
        due = list(session.scalars(sa.select(AccountErasure.person_id).order_by(AccountErasure.asked_at)))
    commands.erase_accounts(worker, [PersonId(person_id) for person_id in due], at=at)


@jobs.in_steps(among=everybody)
def forget_what_is_over(worker: Worker, organisation_id: OrganisationId, *, at: datetime) -> None:
    """Remove what an organisation keeps no longer."""
    with worker.database.transaction() as session:
        act_for(session, organisation_id)
        commands.forget(session, worker.storage, at=at, owned=True)


@jobs.by_worker
def forget_what_is_over_here(worker: Worker, at: datetime) -> None:
    """Remove what the installation keeps no longer."""
    if at.minute != MINUTE:
        return
    with worker.database.transaction() as session:
        commands.forget(session, worker.storage, at=at, owned=False)
    worker.database.forget_deleted()
