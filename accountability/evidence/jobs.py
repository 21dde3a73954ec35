"""What time does with evidence: files that came in are checked, what is over is told of, leftovers go."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from accountability.evidence import commands, queries
from accountability.jobs import Jobs, Worker, all_organisations
from accountability.tenancy import OrganisationId, act_for

jobs = Jobs("evidence")
MINUTE = 41  # of each hour, in which leftovers go


def with_uploads(session: Session, at: datetime) -> Iterable[OrganisationId]:
    """Organisations with something to check."""
    return queries.list_organisations_with_uploads(session, at)


def with_reminders(session: Session, at: datetime) -> Iterable[OrganisationId]:
    """Organisations with a piece of which people are to be told."""
    return queries.list_organisations_with_reminders(session, at.date())


def everybody(session: Session, at: datetime) -> Iterable[OrganisationId]:
    """All organisations, once an hour: what is left over may have no row any more."""
    return all_organisations(session, at) if at.minute == MINUTE else []


@jobs.in_steps(among=with_uploads)
def check_uploads(worker: Worker, organisation_id: OrganisationId, *, at: datetime) -> None:
    """Check what is there."""
    commands.check_uploads(worker, organisation_id, at=at)


@jobs.in_steps(among=with_reminders)
def remind(worker: Worker, organisation_id: OrganisationId, *, at: datetime) -> None:
    """Tell who should know."""
    with worker.database.transaction() as session:
        act_for(session, organisation_id)
        commands.remind(session, base_url=worker.base_url, at=at)


@jobs.in_steps(among=everybody)
def sweep_leftovers(worker: Worker, organisation_id: OrganisationId, *, at: datetime) -> None:
    """Take away what nobody needs."""
    commands.sweep(worker, organisation_id, at=at)
