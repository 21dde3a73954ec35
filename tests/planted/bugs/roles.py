"""Faults that would let somebody do more in an organisation than they were given, or leave it without an owner."""

from tests.planted.bug import Bug

ROLES, RACES = ("tests/attacks/test_roles.py",), ("tests/attacks/test_role_races.py",)
GIVEN, INVITED = ("tests/organisation/test_roles.py",), ("tests/organisation/test_invitations.py",)
HOME = "accountability/organisation"
PEOPLE = (
    Bug(
        name="the last owner may go",
        file=f"{HOME}/domain/roles.py",
        old="    if was == OWNER and becomes != OWNER and others < 1:\n",
        new="    if was == OWNER and becomes != OWNER and others < 0:\n",
        tests=ROLES,
    ),
    Bug(
        name="two decide about roles at once",
        file=f"{HOME}/commands/holding.py",
        old='    session.get(Organisation, acting_for(session), with_for_update={"key_share": True}, populate_existing=True)\n',
        new="    session.get(Organisation, acting_for(session), populate_existing=True)\n",
        tests=RACES,
    ),
    Bug(
        name="an owner who was demoted a moment ago still decides",
        file=f"{HOME}/commands/holding.py",
        old="    if found is not by.role:\n",
        new="    if found is None:\n",
        tests=ROLES,
    ),
    Bug(
        name="a reviewer sees every commitment",
        file="accountability/assessment/queries/packs.py",
        old="    return asked if parts is None else asked.narrowed_to(parts)\n",
        new="    return asked\n",
        tests=ROLES,
    ),
    Bug(
        name="ratings outside a reviewer's parts are read",
        file="accountability/assessment/queries/sheets.py",
        old="    if seen(session) is None:\n        return sa.true()\n",
        new="    if session:\n        return sa.true()\n",
        tests=ROLES,
    ),
    Bug(
        name="the parts of a reviewer are not held by the session",
        file=f"{HOME}/queries/membership.py",
        old="    parts.narrow(session, actor.parts)\n",
        new="    parts.narrow(session, None)\n",
        tests=ROLES,
    ),
    Bug(
        name="a reviewer's last day is not looked at",
        file=f"{HOME}/domain/roles.py",
        old="    return ends_on is not None and ends_on < today\n",
        new="    return False\n",
        tests=ROLES,
    ),
    Bug(
        name="a reviewer's day is counted in another time zone",
        file=f"{HOME}/queries/membership.py",
        old="today=at.astimezone(zone_of(row.country)).date()",
        new="today=at.date()",
        tests=ROLES,
    ),
    Bug(
        name="everybody gives roles",
        file=f"{HOME}/access.py",
        old='CHOOSE_ROLES = Rule("CHOOSE_ROLES", roles(Role.OWNER), is_sensitive=True)\n',
        new='CHOOSE_ROLES = Rule("CHOOSE_ROLES", roles(Role.OWNER, Role.OFFICER), is_sensitive=True)\n',
        tests=(*ROLES, *GIVEN),
    ),
    Bug(
        name="a role may hold what its maker may not give",
        file=f"{HOME}/domain/roles.py",
        old="    if set(wanted) - set(own):\n",
        new="    if not set(wanted):\n",
        tests=GIVEN,
    ),
    Bug(
        name="a role is removed while somebody holds it",
        file=f"{HOME}/commands/roles.py",
        old="    if queries.count_holders(session).get(role.id):\n        raise domain.RoleIsHeld\n",
        new="",
        tests=GIVEN,
    ),
    Bug(
        name="a former member still comes in",
        file=f"{HOME}/commands/membership.py",
        old="        session.delete(membership)\n",
        new="        pass\n",
        tests=("tests/organisation/test_members.py",),
    ),
    Bug(
        name="anybody with the link joins in place of who was invited",
        file=f"{HOME}/commands/invitations.py",
        old="    if account.email != invitation.email:\n        raise domain.InvitationIsForAnother\n",
        new="",
        tests=INVITED,
    ),
    Bug(
        name="an invitation never lapses",
        file=f"{HOME}/domain/invitations.py",
        old="    return ended_at is None and at - invited_at <= INVITATION_LASTS\n",
        new="    return ended_at is None\n",
        tests=INVITED,
    ),
    Bug(
        name="the old link works after sending again",
        file=f"{HOME}/commands/invitations.py",
        old="    invitation.invited_at = at\n    _forget_links(session, invitation)\n",
        new="    invitation.invited_at = at\n",
        tests=INVITED,
    ),
    Bug(
        name="switching to another organisation proves anew who one is",
        file="accountability/identity/commands/switching.py",
        old="            confirmed_at=old.confirmed_at,\n",
        new="            confirmed_at=at,\n",
        tests=("tests/organisation/test_switching.py",),
    ),
)
