"""What follows without anybody asking: an organisation that enters a round shows how far it is already."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from accountability.jobs import Jobs
from accountability.network import commands, queries
from accountability.tenancy import OrganisationId

jobs = Jobs("network")


def _in_running_rounds(session: Session, at: datetime) -> Iterable[OrganisationId]:
    return queries.list_organisations_not_started(session, on=at.date())


@jobs.each_organisation(among=_in_running_rounds)
def push_progress(session: Session, *, at: datetime) -> None:
    """Push what an organisation did before it entered; the coordinator who opened the round cannot read it."""
    commands.push_progress_everywhere(session, None, at)
