"""What the calendar starts: panels are frozen after the closing date, releases go out on the publication date."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from operator import attrgetter

from sqlalchemy.orm import Session

from accountability.benchmark import commands
from accountability.jobs import Jobs
from accountability.network import queries as network_queries
from accountability.tenancy import OrganisationId

# Not even the worker's own rights: no answer, no person, no rating can be read from here.
jobs = Jobs("benchmark", database=attrgetter("benchmark"))

# Whoever sent something at the last moment of the closing day has been answered by then.
SETTLING = timedelta(minutes=5)


def _with_due_rounds(session: Session, at: datetime) -> Iterable[OrganisationId]:
    return network_queries.list_convenors_with_due_rounds(session, on=at.date())


@jobs.each_organisation(among=_with_due_rounds)
def close_due_rounds(session: Session, *, at: datetime) -> None:
    """Freeze the panel of every round whose closing date has passed.

    A network's next panel must fit all its earlier releases, so it waits until the round before is concluded.
    """
    for due in network_queries.list_rounds_to_close(session, on=(at - SETTLING).date()):
        if not network_queries.has_round_to_conclude(session, due.network_id):
            commands.freeze_panel(session, due, at=at)


@jobs.each_organisation(among=_with_due_rounds)
def publish_due_releases(session: Session, *, at: datetime) -> None:
    """Publish every closed round whose publication date has come, or store why not."""
    for due in network_queries.list_rounds_to_publish(session, on=at.date()):
        commands.publish_release(session, due, at=at)
