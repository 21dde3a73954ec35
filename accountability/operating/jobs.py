"""Housekeeping of grants."""

from datetime import datetime

from sqlalchemy.orm import Session

from accountability.jobs import Jobs
from accountability.operating import commands, queries

jobs = Jobs("operating")


@jobs.each_organisation(among=queries.list_organisations_with_addresses)
def forget_lapsed(session: Session, *, at: datetime) -> None:
    """Remove what led to grants that are over."""
    commands.forget_lapsed(session, at=at)
