"""Archives and erasures that were asked for, and whether whoever asked may still have them."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.access import Actor, MemberId, PersonId, Role, Rule
from accountability.database import NotFound
from accountability.identity.queries import token_hash
from accountability.leaving.domain import ExportId
from accountability.leaving.holdings import holding
from accountability.leaving.models import ErasureRequest, ExportJob, RejoinAddress
from accountability.organisation import queries as organisation
from accountability.tenancy import acting_for


def list_exports(session: Session) -> Sequence[ExportJob]:
    """The archives that are kept, the youngest first."""
    return session.scalars(sa.select(ExportJob).order_by(ExportJob.asked_at.desc(), ExportJob.id)).all()


def get_export(session: Session, export_id: ExportId) -> ExportJob:
    """One archive; NotFound."""
    found = session.get(ExportJob, (acting_for(session), export_id))
    if found is None:
        raise NotFound("export")
    return found


def find_erasure_request(session: Session) -> ErasureRequest | None:
    """The erasure that was asked for and not taken back."""
    return session.scalars(sa.select(ErasureRequest).where(ErasureRequest.cancelled_at.is_(None))).one_or_none()


def describe_erasure(session: Session, *, by: Actor) -> dict[str, Any]:
    """What owners are told of an erasure that was asked for: the request, who asked, whether that was the reader."""
    erasure = find_erasure_request(session)
    owners = {owner.id: owner.name for owner in list_owners(session)} if erasure else {}
    return {
        "erasure": erasure,
        "asker": owners.get(erasure.asked_by_id) if erasure else None,
        "is_mine": erasure is not None and erasure.asked_by_id == by.member_id,
    }


def list_owners(session: Session) -> list[Any]:
    """The members who own the organisation and can act for it."""
    members = organisation.list_members(session)
    present = list_persons(session)
    return [member for member in members if member.role is Role.OWNER and member.id in present]


def list_persons(session: Session) -> dict[MemberId, PersonId]:
    """The accounts of the members, by member."""
    membership: Any = holding("membership").model
    asked = sa.select(membership.member_id, membership.person_id).where(membership.organisation_id == acting_for(session))
    return {row[0]: row[1] for row in session.execute(asked)}


def holds_rule(session: Session, member_id: MemberId, rule: Rule) -> bool:
    """Whether a member may do this now. They may have left or hold another role since they asked."""
    person_id = list_persons(session).get(member_id)
    return person_id is not None and rule.allows(organisation.get_actor(session, member_id, person_id=person_id))


def find_rejoining(session: Session, token: str) -> RejoinAddress | None:
    """Where the token of somebody who comes back leads, before the tenant is known."""
    return session.get(RejoinAddress, token_hash(token))
