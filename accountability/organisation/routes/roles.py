"""Roles of the organisation's own: made, changed and removed by owners."""

import uuid

from flask import request
from flask.typing import ResponseReturnValue

from accountability.language import gettext as _
from accountability.organisation import commands, queries
from accountability.organisation.access import CHOOSE_ROLES
from accountability.organisation.domain import RoleId
from accountability.organisation.models import CustomRole
from accountability.organisation.routes.pages import pages
from accountability.refusal import Refusal
from accountability.web import go, here, page, say, submitted
from forms.organisation import PERMISSIONS, CustomRoleForm


@pages.get("/organisation/roles", access=CHOOSE_ROLES)
def list_roles() -> ResponseReturnValue:
    """The roles that the organisation made, what each may do, and how many hold it."""
    return page(roles=queries.list_roles(here.session), holders=queries.count_holders(here.session), permissions=PERMISSIONS)


@pages.get("/organisation/roles/make", access=CHOOSE_ROLES)
@pages.post("/organisation/roles/make", access=CHOOSE_ROLES)
def make_role() -> ResponseReturnValue:
    """A name, and what the role may do."""
    form = CustomRoleForm(request.form)
    if submitted(form):
        with form.showing_refusals():
            made = commands.make_role(here.session, form.draft, by=here.actor, at=here.now)
            say(_("The role %(name)s is there. You can give it to members and invite people to it.", name=made.name))
            return go("organisation.list_roles")
    return page(form=form)


@pages.get("/organisation/roles/<uuid:role_id>/change", access=CHOOSE_ROLES)
@pages.post("/organisation/roles/<uuid:role_id>/change", access=CHOOSE_ROLES)
def change_role(role_id: uuid.UUID) -> ResponseReturnValue:
    """Another name or other permissions, from the next request of everybody who holds the role."""
    role = _load(role_id)
    form = CustomRoleForm(request.form, data={"name": role.name})
    if request.method != "POST":
        form.tick(role.permissions)
    if submitted(form):
        with form.showing_refusals():
            commands.change_role(here.session, role, form.draft, by=here.actor, at=here.now)
            say(_("Saved. It holds from now on for everybody with this role."))
            return go("organisation.list_roles")
    return page(form=form, role=role)


@pages.post("/organisation/roles/<uuid:role_id>/remove", access=CHOOSE_ROLES)
def remove_role(role_id: uuid.UUID) -> ResponseReturnValue:
    """Remove a role that nobody holds."""
    try:
        commands.remove_role(here.session, _load(role_id), by=here.actor, at=here.now)
    except Refusal as refusal:
        say(_(refusal.message, **refusal.params), kind="warning")
    else:
        say(_("The role is removed."))
    return go("organisation.list_roles")


def _load(role_id: uuid.UUID) -> CustomRole:
    return queries.get_role(here.session, RoleId(role_id))
