"""The organisation's page, describing it, adding another one, switching."""

from flask import request
from flask.typing import ResponseReturnValue

from accountability import web
from accountability.access import OWN_ACCOUNT
from accountability.database import NotFound
from accountability.identity import queries as people
from accountability.identity.commands.switching import switch_sign_in
from accountability.identity.routes.entering import token_here
from accountability.language import country_name
from accountability.language import gettext as _
from accountability.organisation import commands, domain, queries
from accountability.organisation.access import DESCRIBE_ORGANISATION, READ_ORGANISATION, SEE_MEMBERS
from accountability.organisation.routes.pages import pages
from accountability.tenancy import OrganisationId
from accountability.web import go, here, page, say, submitted
from forms.organisation import ROLES, SIZES, THEMES, TYPES, ProfileForm

SHOWN = 20  # organisations on one page: each name is read from its own organisation, never from a list of all


@pages.get("/organisations/add", access=OWN_ACCOUNT)
@pages.post("/organisations/add", access=OWN_ACCOUNT)
def add_organisation() -> ResponseReturnValue:
    """Another organisation for somebody who is signed in already."""
    form = ProfileForm(request.form)
    if submitted(form):
        account = people.get_account(here.session, here.actor.person_id)
        actor = commands.sign_up(here.session, form.profile, account=account, name=here.actor.name, at=here.now)
        _act_for(actor.organisation_id)
        return go("home.show_dashboard")
    return page(form=form)


@pages.get("/organisation", access=READ_ORGANISATION)
def show_organisation() -> ResponseReturnValue:
    """What the organisation says of itself, who belongs to it, and who is invited."""
    organisation = queries.get_organisation(here.session)
    members = queries.list_members(here.session)
    sees_more = SEE_MEMBERS.allows(here.actor)
    own_roles = {role.id: role.name for role in queries.list_roles(here.session)}
    return page(
        organisation=organisation,
        country=country_name(organisation.country),
        members=members,
        free=sum(domain.is_free_seat(member.role.value) for member in members),
        is_free=domain.is_free_seat,
        protected=queries.list_protected(here.session) if sees_more else frozenset(),
        former=queries.list_former_members(here.session) if sees_more else [],
        invitations=queries.list_invitations(here.session) if sees_more else [],
        is_open=lambda invitation: queries.is_open(invitation, at=here.now),
        called=lambda holder: own_roles.get(holder.custom_role_id) or str(ROLES.get(holder.role.value, _("A role of our own"))),
        sizes=SIZES,
        types=TYPES,
        themes=THEMES,
    )


@pages.get("/organisation/describe", access=DESCRIBE_ORGANISATION)
@pages.post("/organisation/describe", access=DESCRIBE_ORGANISATION)
def describe_organisation() -> ResponseReturnValue:
    """Change what the organisation says of itself."""
    now = queries.get_organisation(here.session)
    described = {"organisation_name": now.name, "country": now.country, "size_band": now.size_band.value, "themes": now.themes}
    form = ProfileForm(request.form, data={**described, "kind": now.kind.value if now.kind else ""})
    if submitted(form):
        commands.describe(here.session, form.profile, by=here.actor, at=here.now)
        say(_("Saved."))
        return go("organisation.show_organisation")
    return page(form=form)


@pages.get("/organisations/switch", access=OWN_ACCOUNT)
@pages.post("/organisations/switch", access=OWN_ACCOUNT)
def switch_organisation() -> ResponseReturnValue:
    """Choose which of one's organisations to act for; the sign-in is made anew with it, and proves no more than before."""
    memberships = queries.list_memberships(here.session, here.actor.person_id)
    if request.method == "POST":
        chosen = next((row for row in memberships if str(row.organisation_id) == request.form.get("organisation")), None)
        if chosen is None or queries.find_acting(here.session, chosen, at=here.now) is None:
            raise NotFound("organisation")
        _act_for(chosen.organisation_id)
        return go("home.show_dashboard")
    number = max(request.args.get("page", 1, type=int), 1)
    shown = memberships[(number - 1) * SHOWN : number * SHOWN]
    with here.database.session(read_only=True) as session:
        found = [(row.organisation_id, queries.find_acting(session, row, at=here.now)) for row in shown]
    names = [(key, acting.actor.organisation_name) for key, acting in found if acting]
    return page(
        organisations=sorted(names, key=lambda pair: pair[1].casefold()),
        page_before=number - 1 if number > 1 else None,
        page_after=number + 1 if len(memberships) > number * SHOWN else None,
    )


def _act_for(organisation_id: OrganisationId) -> None:
    """A new sign-in in place of the browser's old one, so that no token outlives a change of rights."""
    web.sign_in_browser(switch_sign_in(here.session, token_here(), acting_for=organisation_id, at=here.now))
