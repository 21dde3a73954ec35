"""What is done with the journal without anybody asking: chain it within a minute, sign its head and put that outside every day."""

from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from accountability.jobs import Jobs, Worker
from accountability.record import commands, queries
from accountability.tenancy import OrganisationId, act_for

jobs = Jobs("record")


@jobs.each_organisation(among=queries.list_organisations_with_waiting)
def bring_in(session: Session, *, at: datetime) -> None:  # noqa: ARG001 - when it happened stands with what is brought in
    """Write what happened to people's accounts into the records of their organisations."""
    commands.bring_in(session)


@jobs.in_steps(among=queries.list_organisations_to_chain)
def chain(worker: Worker, organisation_id: OrganisationId, *, at: datetime) -> None:  # noqa: ARG001 - a chain knows order, not time
    """Give what was recorded its place in the chain, in short transactions, so that after a standstill nobody waits."""
    is_more = True
    while is_more:
        with worker.database.transaction() as session:
            act_for(session, organisation_id)
            is_more = commands.chain(session) == queries.CHAINED_AT_ONCE


@jobs.in_steps(among=queries.list_organisations_to_anchor)
def sign_heads(worker: Worker, organisation_id: OrganisationId, *, at: datetime) -> None:
    """Sign the heads of the chains that grew, once a day."""
    put = partial(worker.storage.put, content_type="application/json")
    with worker.database.transaction() as session:
        act_for(session, organisation_id)
        commands.anchor(session, key=worker.signing_key, put=put, at=at)
