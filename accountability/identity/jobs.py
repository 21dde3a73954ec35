"""Housekeeping of sign-ins."""

from datetime import datetime

from sqlalchemy.orm import Session

from accountability.identity import commands
from accountability.identity.commands import passkeys
from accountability.jobs import Jobs

jobs = Jobs("identity")


@jobs.once
def forget_lapsed(session: Session, *, at: datetime) -> None:
    """Remove sign-ins that have lapsed."""
    commands.forget_lapsed(session, at=at)


@jobs.once
def forget_spent_challenges(session: Session, *, at: datetime) -> None:
    """Remove challenges of passkeys that nobody could answer again anyway."""
    passkeys.forget_spent_challenges(session, at=at)
