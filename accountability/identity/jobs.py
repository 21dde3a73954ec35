"""Housekeeping of sign-ins."""

from datetime import datetime

from sqlalchemy.orm import Session

from accountability.identity import commands
from accountability.jobs import Jobs

jobs = Jobs("identity")


@jobs.once
def forget_lapsed(session: Session, *, at: datetime) -> None:
    """Remove sign-ins that have lapsed."""
    commands.forget_lapsed(session, at=at)
