"""What time does for organisations."""

from datetime import datetime

from sqlalchemy.orm import Session

from accountability.jobs import Jobs
from accountability.organisation.commands.factor_reset import carry_out_resets
from accountability.organisation.queries.factor_reset import list_organisations_with_ripe_resets

jobs = Jobs("organisation")


@jobs.each_organisation(among=list_organisations_with_ripe_resets)
def carry_out_factor_resets(session: Session, *, at: datetime) -> None:
    """Remove the second factors of those whose delay is over."""
    carry_out_resets(session, at=at)
