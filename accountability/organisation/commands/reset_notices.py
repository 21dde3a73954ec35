"""Word about a reset of second factors: to the member, and to the owners of every organisation they belong to.

Each mail carries a link that stops the reset. Owners of other organisations are not told which one it comes from.
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from accountability import outbox
from accountability.access import PersonId
from accountability.identity.commands.links import write_link
from accountability.identity.domain import LinkPurpose
from accountability.organisation import queries
from accountability.organisation.models import FactorReset, Member
from accountability.organisation.queries import factor_reset as reading
from accountability.tenancy import act_for, acting_for

Address = Callable[[str], str]


def tell_of_reset(
    session: Session, reset: FactorReset, person_id: PersonId, *, subject: str, name: str, at: datetime, address: Address | None
) -> None:
    """Mail everybody concerned; with `address` each mail has a link that stops it. Acts for the same organisation afterwards."""
    session.flush()
    here, payload = acting_for(session), {"organisation_id": str(reset.organisation_id), "reset_id": str(reset.id)}

    def post(to: str, *, called: str, role: str) -> None:
        link = None
        if address:
            link = address(write_link(session, LinkPurpose.CANCEL_RESET, person_id=person_id, payload=payload, at=at))
        context = {"called": called, "role": role, "link": link, "due_at": reset.due_at}
        outbox.post_mail(session, to=to, subject=subject, template=f"email/organisation/{name}", at=at, **context)

    for membership in queries.list_memberships(session, person_id):
        act_for(session, membership.organisation_id)
        member = queries.get_member(session, membership.member_id)
        if membership.organisation_id == here:
            post(member.email, called=member.name, role="member")
        for owner in _others(reading.list_owners(session), member):
            post(owner.email, called=member.name, role="owner" if membership.organisation_id == here else "elsewhere")
        session.flush()
    act_for(session, here)


def _others(owners: list[Member], member: Member) -> list[Member]:
    return [owner for owner in owners if owner.id != member.id]
