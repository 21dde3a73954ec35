"""What people do about their organisation: sign it up, describe it, join it, leave it."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability import journal
from accountability.access import Actor, PersonId, Role
from accountability.database import new_id, refusing
from accountability.identity.commands.switching import end_sign_ins_for
from accountability.identity.domain import Account
from accountability.organisation import domain, queries
from accountability.organisation.commands.holding import hold_roles
from accountability.organisation.models import FormerMembership, Invitation, Member, Membership, Organisation
from accountability.tenancy import OrganisationId, act_for, acting_for


def sign_up(session: Session, profile: domain.Profile, *, account: Account, name: str, at: datetime) -> Actor:
    """Begin an organisation with the person of the account as its owner, called `name`; the session acts for it from now on."""
    organisation_id = OrganisationId(new_id())
    act_for(session, organisation_id)
    session.add(
        Organisation(
            organisation_id=organisation_id,
            name=profile.name,
            country=profile.country,
            size_band=profile.size_band,
            themes=list(profile.themes),
            kind=profile.kind,
            signed_up_at=at,
        )
    )
    session.flush()
    owner = add_member(session, account, name=name, given=domain.Given(role=domain.OWNER), at=at)
    actor = queries.get_actor(session, owner.id, person_id=PersonId(account.person_id))
    journal.record(session, domain.OrganisationSignedUp(country=profile.country), by=actor, at=at)
    session.flush()
    return actor


def describe(session: Session, profile: domain.Profile, *, by: Actor, at: datetime) -> None:
    """Change what the organisation says of itself."""
    organisation = queries.get_organisation(session)
    organisation.name, organisation.country = profile.name, profile.country
    organisation.size_band, organisation.themes = profile.size_band, list(profile.themes)
    organisation.kind = profile.kind
    journal.record(session, domain.ProfileChanged(name=profile.name), by=by, at=at)
    session.flush()


def add_member(session: Session, account: Account, *, name: str, given: domain.Given, at: datetime) -> Member:
    """Make the person of the account a member; refuses IsMemberAlready, also to all but one of several at once."""
    member = Member(
        name=name,
        email=account.email,
        role=Role(given.role),
        custom_role_id=given.custom_role_id,
        parts=None if given.parts is None else list(given.parts),
        ends_on=given.ends_on,
        joined_at=at,
    )
    with refusing(session, member_email_is_member=domain.IsMemberAlready):
        session.add(member)
    membership = Membership(person_id=PersonId(account.person_id), organisation_id=acting_for(session), member_id=member.id)
    # Somebody whose address changed is known by their account.
    with refusing(session, membership_pkey=domain.IsMemberAlready):
        session.add(membership)
    return member


def end_membership(session: Session, member: Member, *, by: Actor | None, at: datetime) -> None:
    """End somebody's access, their sign-ins for this organisation and what invites them; what they did stays with their name.

    `by` is None when they are erased. Refuses LastOwnerStays, MemberHasLeft or RoleIsAnother.
    """
    is_own = by is not None and by.member_id == member.id
    hold_roles(session, by=None if is_own else by)
    session.refresh(member)
    if member.left_at is not None:
        raise domain.MemberHasLeft
    domain.check_owners(others=queries.count_other_owners(session, member), was=member.role.value, becomes=None)
    membership = queries.find_membership_of(session, member)
    if membership:
        end_sign_ins_for(session, membership.person_id, acting_for(session))
        session.add(
            FormerMembership(
                person_id=membership.person_id, organisation_id=membership.organisation_id, member_id=membership.member_id
            )
        )
        session.delete(membership)
    member.left_at, member.custom_role_id = at, None
    is_theirs = (Invitation.email == member.email, Invitation.ended_at.is_(None))
    session.execute(sa.update(Invitation).where(*is_theirs).values(ended_at=at, custom_role_id=None))
    fact = domain.MembershipEnded(member_id=member.id, by_themselves=is_own, name=member.name)
    journal.record(session, fact, by=by, at=at, subject_id=member.id)
    session.flush()
