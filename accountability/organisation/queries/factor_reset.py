"""Reading who has a second factor, who must, and what is asked for by those who lost theirs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.access import MemberId, PersonId, Role
from accountability.database import NotFound
from accountability.organisation.domain.factor_reset import WAITS_FOR_APPROVAL, ResetId
from accountability.organisation.models import FactorReset, Member
from accountability.organisation.queries.membership import find_acting, list_members, list_memberships, list_protected
from accountability.tenancy import OrganisationId, acting_for


@dataclass(frozen=True, kw_only=True)
class OpenReset:
    """A reset as owners see it."""

    reset: FactorReset
    member: Member
    asked_by: Member | None


def must_have_factor(session: Session, person_id: PersonId, *, at: datetime) -> bool:
    """Whether the person needs a second factor for any of their organisations; the session acts for the last one asked."""
    memberships = list_memberships(session, person_id)
    acting = (find_acting(session, membership, at=at) for membership in memberships)
    return any(each is not None and each.must_prove_twice for each in acting)


def list_guarded_members(session: Session) -> list[tuple[Member, bool]]:
    """The members by name, and whether each has a second factor."""
    guarded = list_protected(session)
    return [(member, member.id in guarded) for member in list_members(session)]


def list_owners(session: Session) -> list[Member]:
    """The owners, by name."""
    asked = sa.select(Member).where(Member.role == Role.OWNER, Member.left_at.is_(None)).order_by(Member.name, Member.id)
    return list(session.scalars(asked))


def get_reset(session: Session, reset_id: ResetId) -> FactorReset:
    """A reset of this organisation."""
    found = session.get(FactorReset, (acting_for(session), reset_id))
    if found is None:
        raise NotFound("reset")
    return found


def find_open_reset(session: Session, member_id: MemberId) -> FactorReset | None:
    """What is under way for a member."""
    asked = sa.select(FactorReset).where(FactorReset.member_id == member_id, FactorReset.ended_at.is_(None))
    return session.scalars(asked).first()


def list_open_resets(session: Session) -> list[OpenReset]:
    """What is under way, the oldest first."""
    asked = sa.select(FactorReset).where(FactorReset.ended_at.is_(None)).order_by(FactorReset.asked_at, FactorReset.id)
    rows = list(session.scalars(asked))
    concerned = {id_ for row in rows for id_ in (row.member_id, row.asked_by) if id_}
    members = {member.id: member for member in session.scalars(sa.select(Member).where(Member.id.in_(concerned)))}
    return [
        OpenReset(reset=row, member=members[row.member_id], asked_by=members[row.asked_by] if row.asked_by else None)
        for row in rows
    ]


def list_ripe_resets(session: Session, *, at: datetime) -> list[FactorReset]:
    """What is to be carried out, or was not approved in time."""
    return list(session.scalars(sa.select(FactorReset).where(_is_ripe(at)).order_by(FactorReset.id).with_for_update()))


def list_organisations_with_ripe_resets(session: Session, at: datetime) -> Iterable[OrganisationId]:
    """Where something is to be carried out; keys only, across tenants."""
    return session.scalars(sa.select(FactorReset.organisation_id).where(_is_ripe(at)).distinct())


def _is_ripe(at: datetime) -> sa.ColumnElement[bool]:
    is_forgotten = sa.and_(FactorReset.due_at.is_(None), FactorReset.asked_at < at - WAITS_FOR_APPROVAL)
    return sa.and_(FactorReset.ended_at.is_(None), sa.or_(FactorReset.due_at <= at, is_forgotten))
