"""The trash is emptied of what nobody took back in time."""

from datetime import datetime

from sqlalchemy.orm import Session

from accountability import trash
from accountability.jobs import Jobs

jobs = Jobs("home")


@jobs.each_organisation
def empty_trash(session: Session, *, at: datetime) -> None:
    """Delete for good what has waited thirty days."""
    trash.empty(session, at=at)
