"""What time does about the plan: whoever carries an action is reminded, in the morning by the organisation's clock."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.followup import commands
from accountability.followup.access import READ_FOLLOWUP
from accountability.followup.domain.plan import OPEN
from accountability.followup.domain.plan.reminding import BEFORE
from accountability.followup.models import Action, PlanDigest
from accountability.jobs import Jobs, Worker
from accountability.tenancy import OrganisationId, act_for

jobs = Jobs("followup")
A_DAY = timedelta(days=1)  # somewhere it is tomorrow already


def with_actions_due(session: Session, at: datetime) -> Iterable[OrganisationId]:
    """Organisations with an open action that is due within a week or overdue, and whose morning has come."""
    is_due = sa.and_(Action.status.in_(OPEN), Action.due_on <= at.date() + BEFORE + A_DAY)
    waits = sa.select(PlanDigest.organisation_id).where(PlanDigest.due_at > at)
    found = sa.select(Action.organisation_id).where(is_due, Action.organisation_id.not_in(waits)).distinct()
    return session.scalars(found).all()


@jobs.in_steps(among=with_actions_due)
def send_plan_digests(worker: Worker, organisation_id: OrganisationId, *, at: datetime) -> None:
    """Write this morning's mails of one organisation."""
    with worker.database.transaction() as session:
        act_for(session, organisation_id)
        commands.send_reminders(session, rule=READ_FOLLOWUP, base_url=worker.base_url, at=at)
