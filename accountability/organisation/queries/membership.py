"""Reading organisations, who acts for them, and their members."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability import parts
from accountability.access import Actor, MemberId, PersonId, Role
from accountability.database import NotFound
from accountability.identity.domain import SignIn, is_seen_long_ago
from accountability.identity.queries import find_sign_in
from accountability.identity.queries.protection import find_protected
from accountability.language import zone_of
from accountability.organisation import domain
from accountability.organisation.models import CustomRole, Member, Membership, Organisation, SignInProvider
from accountability.tenancy import OrganisationId, act_for, acting_for

# They see many organisations, so a password alone is not enough; nor is it for a role of an organisation's own that may the same.
NEED_SECOND_FACTOR = frozenset({Role.COORDINATOR, Role.OPERATOR})
NEEDS_SECOND_FACTOR = frozenset({"COORDINATE_NETWORK"})


@dataclass(frozen=True, kw_only=True)
class Presence:
    """Who a browser's token stands for."""

    actor: Actor
    is_seen_long_ago: bool


@dataclass(frozen=True, kw_only=True)
class Acting:
    """A member whose membership holds now."""

    actor: Actor
    must_prove_twice: bool  # by their role, or because the organisation demands it of everybody
    must_use_provider: bool  # the organisation lets in by its own provider only, save owners


ByGrant = Callable[[Session, SignIn, datetime], Acting | None]


def find_nobody(_session: Session, _sign_in: SignIn, _at: datetime) -> None:
    """No grant lets anybody in."""


def find_presence(session: Session, token: str, *, at: datetime, by_grant: ByGrant = find_nobody) -> Presence | None:
    """The member behind a browser's token; from here on the session acts for their organisation.

    `by_grant` finds the operator whom an organisation let in, for a sign-in that stands on a grant.
    """
    sign_in = find_sign_in(session, token, at=at)
    if sign_in is None or sign_in.awaits_factor:
        return None
    acting = by_grant(session, sign_in, at) if sign_in.grant_id else _find_acting(session, sign_in, at=at)
    if acting is None:
        return None
    # It is not enough to have a second factor: it must have been given in this sign-in.
    is_proven_twice = sign_in.factor_at is not None
    return Presence(
        actor=replace(
            acting.actor,
            confirmed_at=sign_in.confirmed_at,
            is_bound=sign_in.is_bound,
            is_operator=sign_in.proves_operator,
            needs_second_factor=acting.must_prove_twice and not is_proven_twice,
            must_use_provider=acting.must_use_provider and not sign_in.is_bound,
        ),
        is_seen_long_ago=is_seen_long_ago(sign_in.seen_at, at=at),
    )


def _find_acting(session: Session, sign_in: SignIn, *, at: datetime) -> Acting | None:
    """For the organisation that was chosen, else for the first in which the person's membership holds."""
    person_id = PersonId(sign_in.person_id)
    if sign_in.organisation_id:
        chosen = session.get(Membership, (person_id, sign_in.organisation_id))
        memberships = [chosen] if chosen else []
    else:
        memberships = list_memberships(session, person_id)
    for membership in memberships:
        acting = find_acting(session, membership, at=at)
        if acting:
            return acting
    return None


def find_acting(session: Session, membership: Membership, *, at: datetime) -> Acting | None:
    """Who acts by this membership, None when its time is over; the session acts for the organisation, and sees what they may see.

    Everything about the member comes from one query, so what was changed a moment ago already holds.
    """
    act_for(session, membership.organisation_id)
    row = _read_member(session, membership.member_id)
    if row is None or row.left_at is not None:
        return None
    if domain.is_over(row.ends_on, today=at.astimezone(zone_of(row.country)).date()):
        return None
    actor = _as_actor(row, person_id=membership.person_id)
    parts.narrow(session, actor.parts)
    by_role = actor.role in NEED_SECOND_FACTOR or bool(actor.permissions & NEEDS_SECOND_FACTOR)
    return Acting(
        actor=actor,
        must_prove_twice=by_role or row.demands_second_factor,
        must_use_provider=bool(row.is_required) and actor.role is not Role.OWNER,
    )


def get_actor(session: Session, member_id: MemberId, *, person_id: PersonId) -> Actor:
    """The member as somebody who acts, read in one query."""
    row = _read_member(session, member_id)
    if row is None:
        raise NotFound("member")
    return _as_actor(row, person_id=person_id)


def _read_member(session: Session, member_id: MemberId) -> Any:
    asked = (
        sa.select(
            *(Member.id, Member.name, Member.role, Member.parts, Member.ends_on, Member.left_at),
            *(Organisation.organisation_id, Organisation.country, Organisation.demands_second_factor),
            Organisation.name.label("organisation_name"),
            *(CustomRole.permissions, SignInProvider.is_required),
        )
        .join(Organisation, Organisation.organisation_id == Member.organisation_id)
        .outerjoin(SignInProvider, SignInProvider.organisation_id == Member.organisation_id)
        .outerjoin(
            CustomRole, sa.and_(CustomRole.organisation_id == Member.organisation_id, CustomRole.id == Member.custom_role_id)
        )
        .where(Member.id == member_id)
    )
    return session.execute(asked).one_or_none()


def _as_actor(row: Any, *, person_id: PersonId) -> Actor:
    return Actor(
        person_id=person_id,
        member_id=row.id,
        name=row.name,
        role=row.role,
        organisation_id=row.organisation_id,
        organisation_name=row.organisation_name,
        country=row.country,
        permissions=frozenset(row.permissions or ()),
        parts=None if row.parts is None else frozenset(row.parts),
    )


def get_organisation(session: Session) -> Organisation:
    """The organisation the session acts for."""
    found = session.get(Organisation, acting_for(session))
    if found is None:
        raise NotFound("organisation")
    return found


def list_members(session: Session) -> list[Member]:
    """Who is a member now, by name."""
    return list(session.scalars(sa.select(Member).where(Member.left_at.is_(None)).order_by(Member.name, Member.id)))


def list_former_members(session: Session) -> list[Member]:
    """Who was a member, the last to leave first."""
    asked = sa.select(Member).where(Member.left_at.is_not(None)).order_by(Member.left_at.desc(), Member.id)
    return list(session.scalars(asked))


def names_of_members(session: Session) -> dict[MemberId, str]:
    """The name of everybody who is or was a member, for saying who did what."""
    return {row.id: row.name for row in session.execute(sa.select(Member.id, Member.name))}


def get_member(session: Session, member_id: MemberId) -> Member:
    """A member of this organisation, former ones too."""
    found = session.get(Member, (acting_for(session), member_id))
    if found is None:
        raise NotFound("member")
    return found


def count_other_owners(session: Session, member: Member) -> int:
    """How many owners there are beside this member."""
    asked = sa.select(sa.func.count()).select_from(Member)
    return session.scalar(asked.where(Member.role == Role.OWNER, Member.left_at.is_(None), Member.id != member.id)) or 0


def find_membership_of(session: Session, member: Member) -> Membership | None:
    """What leads from the member's account to this organisation; None for a former member."""
    asked = sa.select(Membership).where(Membership.organisation_id == acting_for(session), Membership.member_id == member.id)
    return session.scalar(asked)


def list_protected(session: Session) -> frozenset[MemberId]:
    """The members who have set up a second factor."""
    asked = sa.select(Membership).where(Membership.organisation_id == acting_for(session))
    members = {row.person_id: row.member_id for row in session.scalars(asked)}
    return frozenset(members[person_id] for person_id in find_protected(session, members))


def list_memberships(session: Session, person_id: PersonId) -> list[Membership]:
    """The organisations a person acts for."""
    asked = sa.select(Membership).where(Membership.person_id == person_id).order_by(Membership.organisation_id)
    return list(session.scalars(asked))


def has_member(session: Session, *, email: str) -> bool:
    """Whether somebody with this mail address is a member now."""
    return session.scalar(sa.select(sa.exists().where(Member.email == email, Member.left_at.is_(None)))) is True


def name_of(session: Session, organisation_id: OrganisationId) -> str:
    """The name of an organisation that the person is a member of; the session acts for it afterwards."""
    act_for(session, organisation_id)
    return get_organisation(session).name
