"""What follows a person into the organisations they belong to: their name there, their mail address everywhere."""

from datetime import datetime

from sqlalchemy.orm import Session

from accountability import journal
from accountability.access import Actor, PersonId
from accountability.fact import PersonFact
from accountability.identity import queries as people
from accountability.identity.domain import AddressChanged
from accountability.organisation import domain, queries
from accountability.organisation.models import Member
from accountability.tenancy import OrganisationId, act_for


def rename_oneself(session: Session, name: str, *, by: Actor, at: datetime) -> None:
    """Be called otherwise in the organisation one acts for."""
    member = session.get_one(Member, (by.organisation_id, by.member_id))
    if member.name != name:
        member.name = name
        journal.record(session, domain.MemberRenamed(name=name), by=by, at=at, subject_id=by.member_id)
    session.flush()


def follow_address(session: Session, fact: PersonFact, person_id: PersonId, _at: datetime) -> None:
    """Write a person's mail address into every organisation they belong to, when the fact says that it changed."""
    if not isinstance(fact, AddressChanged):
        return
    session.flush()
    before: OrganisationId | None = session.info.get("organisation_id")
    email = people.get_account(session, person_id).email
    for membership in queries.list_memberships(session, person_id):
        act_for(session, membership.organisation_id)
        session.get_one(Member, (membership.organisation_id, membership.member_id)).email = email
        session.flush()
    if before:
        act_for(session, before)
