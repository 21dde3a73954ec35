"""Who is a member with which role: giving roles, ending memberships, leaving."""

import uuid

from flask import request
from flask.typing import ResponseReturnValue

from accountability import parts
from accountability.access import MemberId
from accountability.language import gettext as _
from accountability.organisation import commands, queries
from accountability.organisation.access import CHOOSE_ROLES, LEAVE_ORGANISATION, MANAGE_MEMBERS
from accountability.organisation.models import Member
from accountability.organisation.routes.pages import pages
from accountability.web import go, here, page, say, sign_out_browser, submitted
from forms.base import Form
from forms.organisation import RoleForm, value_of


@pages.get("/organisation/members/<uuid:member_id>/role", access=CHOOSE_ROLES)
@pages.post("/organisation/members/<uuid:member_id>/role", access=CHOOSE_ROLES)
def give_role(member_id: uuid.UUID) -> ResponseReturnValue:
    """Another role for a member, or other bounds for a reviewer."""
    member = _load(member_id)
    held = {"role": value_of(member.role.value, member.custom_role_id), "parts": member.parts or [], "ends_on": member.ends_on}
    form = RoleForm(request.form, data=held)
    form.offer(parts=parts.offered(), own_roles=_own_roles())
    if submitted(form):
        with form.showing_refusals():
            commands.give_role(here.session, member, form.draft, by=here.actor, at=here.now)
            say(_("%(name)s has this role from now on.", name=member.name))
            return go("home.show_dashboard" if member.id == here.actor.member_id else "organisation.show_organisation")
    return page(form=form, member=member)


@pages.get("/organisation/members/<uuid:member_id>/end", access=MANAGE_MEMBERS)
@pages.post("/organisation/members/<uuid:member_id>/end", access=MANAGE_MEMBERS)
def end_membership(member_id: uuid.UUID) -> ResponseReturnValue:
    """What ends when somebody is no longer a member, and the button that ends it."""
    member, form = _load(member_id), Form(request.form)
    if submitted(form):
        with form.showing_refusals():
            commands.end_membership(here.session, member, by=here.actor, at=here.now)
            if member.id == here.actor.member_id:
                return _good_bye()
            say(_("%(name)s is no longer a member.", name=member.name))
            return go("organisation.show_organisation")
    return page(form=form, member=member)


@pages.get("/organisation/leave", access=LEAVE_ORGANISATION)
@pages.post("/organisation/leave", access=LEAVE_ORGANISATION)
def leave_organisation() -> ResponseReturnValue:
    """End one's own membership, without asking anybody."""
    member, form = _load(here.actor.member_id), Form(request.form)
    if submitted(form):
        with form.showing_refusals():
            commands.end_membership(here.session, member, by=here.actor, at=here.now)
            return _good_bye()
    return page(form=form)


def _good_bye() -> ResponseReturnValue:
    sign_out_browser()
    say(
        _(
            "You left %(organisation)s. If you act for another organisation, sign in again.",
            organisation=here.actor.organisation_name,
        )
    )
    return go("identity.sign_in")


def _load(member_id: uuid.UUID) -> Member:
    return queries.get_member(here.session, MemberId(member_id))


def _own_roles() -> list[tuple[uuid.UUID, str]]:
    return [(role.id, role.name) for role in queries.list_roles(here.session)]
