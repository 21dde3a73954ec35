"""What owners do about roles: give them, and make some of their organisation's own."""

from datetime import datetime

from sqlalchemy.orm import Session

from accountability import journal
from accountability.access import RULES, Actor, Role
from accountability.database import refusing
from accountability.organisation import domain, queries
from accountability.organisation.commands.holding import hold_roles
from accountability.organisation.models import CustomRole, Member


def give_role(session: Session, member: Member, given: domain.Given, *, by: Actor, at: datetime) -> None:
    """Give a member another role, or a reviewer other bounds; acts on the member's next request.

    Refuses LastOwnerStays, MemberHasLeft, RoleIsAnother or ReviewIsNotBounded.
    """
    domain.check_bounds(given, today=at.date())
    hold_roles(session, by=by)
    session.refresh(member)
    if member.left_at is not None:
        raise domain.MemberHasLeft
    domain.check_owners(others=queries.count_other_owners(session, member), was=member.role.value, becomes=given.role)
    before = _called(session, member.role.value, member.custom_role_id)
    after = _called(session, given.role, given.custom_role_id)
    member.role, member.custom_role_id = Role(given.role), given.custom_role_id
    member.parts = None if given.parts is None else list(given.parts)
    member.ends_on = given.ends_on
    fact = domain.RoleGiven(member_id=member.id, before=before, after=after, name=member.name)
    journal.record(session, fact, by=by, at=at, subject_id=member.id)
    session.flush()


def step_down(session: Session, member: Member, *, at: datetime) -> None:
    """Have an owner whose account is about to be erased be none from now on. Refuses LastOwnerStays."""
    hold_roles(session, by=None)
    session.refresh(member)
    if member.role is not Role.OWNER:
        return
    domain.check_owners(others=queries.count_other_owners(session, member), was=domain.OWNER, becomes=None)
    member.role = Role.VIEWER
    fact = domain.RoleGiven(member_id=member.id, before=domain.OWNER, after=member.role.value, name=member.name)
    journal.record(session, fact, by=None, at=at, subject_id=member.id)
    session.flush()


def make_role(session: Session, new: domain.NewRole, *, by: Actor, at: datetime) -> CustomRole:
    """Make a role of chosen permissions. Refuses RoleNameIsTaken, PermissionIsNotYours or RoleIsAnother."""
    hold_roles(session, by=by)
    domain.check_permissions(new.permissions, own=grantable(by))
    _check_name(session, new.name)
    role = CustomRole(name=new.name, permissions=sorted(new.permissions), made_at=at)
    with refusing(session, custom_role_name_is_taken=domain.RoleNameIsTaken):
        session.add(role)
    fact = domain.RoleMade(name=role.name, permissions=tuple(role.permissions))
    journal.record(session, fact, by=by, at=at, subject_id=role.id)
    session.flush()
    return role


def change_role(session: Session, role: CustomRole, new: domain.NewRole, *, by: Actor, at: datetime) -> None:
    """Call a role otherwise or have it hold other permissions, on the next request of everybody who holds it.

    Refuses RoleNameIsTaken, PermissionIsNotYours or RoleIsAnother.
    """
    hold_roles(session, by=by)
    domain.check_permissions(new.permissions, own=grantable(by))
    _check_name(session, new.name, but=role)
    with refusing(session, custom_role_name_is_taken=domain.RoleNameIsTaken):
        role.name, role.permissions = new.name, sorted(new.permissions)
    fact = domain.RoleChanged(name=role.name, permissions=tuple(role.permissions))
    journal.record(session, fact, by=by, at=at, subject_id=role.id)
    session.flush()


def remove_role(session: Session, role: CustomRole, *, by: Actor, at: datetime) -> None:
    """Remove a role that nobody holds or is invited to. Refuses RoleIsHeld or RoleIsAnother."""
    hold_roles(session, by=by)
    if queries.count_holders(session).get(role.id):
        raise domain.RoleIsHeld
    session.delete(role)
    journal.record(session, domain.RoleRemoved(name=role.name), by=by, at=at, subject_id=role.id)
    session.flush()


def grantable(by: Actor) -> frozenset[str]:
    """The names of the rules that a role made by this member may hold: nobody gives more than they have."""
    return frozenset(name for name, rule in RULES.items() if rule.is_grantable and rule.allows(by))


def _called(session: Session, role: str, custom_role_id: domain.RoleId | None) -> str:
    """A role in the record: one of the organisation's own by its name. NotFound when it is not of this organisation."""
    return queries.get_role(session, custom_role_id).name if custom_role_id else role


def _check_name(session: Session, name: str, *, but: CustomRole | None = None) -> None:
    domain.check_name(name, others=[role.name for role in queries.list_roles(session) if role is not but])
