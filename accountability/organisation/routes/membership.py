"""The organisation's page, colleagues, invitations, switching."""

import uuid
from functools import partial

from flask import request
from flask.typing import ResponseReturnValue

from accountability import web
from accountability.access import ANYONE, SIGNED_IN
from accountability.database import NotFound
from accountability.identity import commands as identity
from accountability.identity import queries as people
from accountability.identity.domain import NewPerson
from accountability.language import country_name
from accountability.language import gettext as _
from accountability.organisation import commands, domain, queries
from accountability.organisation.access import DESCRIBE_ORGANISATION, INVITE_COLLEAGUE, READ_ORGANISATION
from accountability.organisation.models import Invitation
from accountability.organisation.routes.pages import pages
from accountability.tenancy import OrganisationId
from accountability.web import go, here, page, say, submitted
from forms.organisation import ROLES, SIZES, THEMES, AcceptInvitationForm, InviteColleagueForm, ProfileForm


@pages.get("/organisations/add", access=SIGNED_IN)
@pages.post("/organisations/add", access=SIGNED_IN)
def add_organisation() -> ResponseReturnValue:
    """Another organisation for somebody who is signed in already."""
    form = ProfileForm(request.form)
    if submitted(form):
        account = people.get_account(here.session, here.actor.person_id)
        actor = commands.sign_up(here.session, form.profile, account=account, name=here.actor.name, at=here.now)
        _sign_in(actor.organisation_id, account.person_id)
        return go("home.show_dashboard")
    return page(form=form)


@pages.get("/organisation", access=READ_ORGANISATION)
def show_organisation() -> ResponseReturnValue:
    """What the organisation says of itself, and who belongs to it."""
    organisation = queries.get_organisation(here.session)
    return page(
        organisation=organisation,
        country=country_name(organisation.country),
        members=queries.list_members(here.session),
        invitations=queries.list_open_invitations(here.session, at=here.now),
        sizes=SIZES,
        themes=THEMES,
        roles=ROLES,
    )


@pages.get("/organisation/describe", access=DESCRIBE_ORGANISATION)
@pages.post("/organisation/describe", access=DESCRIBE_ORGANISATION)
def describe_organisation() -> ResponseReturnValue:
    """Change what the organisation says of itself."""
    now = queries.get_organisation(here.session)
    form = ProfileForm(
        request.form,
        data={"organisation_name": now.name, "country": now.country, "size_band": now.size_band.value, "themes": now.themes},
    )
    if submitted(form):
        commands.describe(here.session, form.profile, by=here.actor, at=here.now)
        say(_("Saved."))
        return go("organisation.show_organisation")
    return page(form=form)


@pages.get("/organisation/colleagues/invite", access=INVITE_COLLEAGUE)
@pages.post("/organisation/colleagues/invite", access=INVITE_COLLEAGUE)
def invite_colleague() -> ResponseReturnValue:
    """Ask a colleague to join, by mail."""
    form = InviteColleagueForm(request.form)
    if submitted(form):
        address = partial(_address_of, "organisation.accept_invitation")
        with form.showing_refusals():
            commands.invite_colleague(here.session, form.draft, by=here.actor, at=here.now, address=address)
            say(_("Invitation to %(email)s is on its way. It is open for two weeks.", email=form.draft.email))
            return go("organisation.show_organisation")
    return page(form=form)


@pages.post("/organisation/invitations/<uuid:invitation_id>/withdraw", access=INVITE_COLLEAGUE)
def withdraw_invitation(invitation_id: uuid.UUID) -> ResponseReturnValue:
    """Take an invitation back."""
    invitation = queries.get_invitation(here.session, domain.InvitationId(invitation_id))
    commands.withdraw_invitation(here.session, invitation, by=here.actor, at=here.now)
    say(_("The invitation is withdrawn. Its link no longer works."))
    return go("organisation.show_organisation")


@pages.get("/invitations/<token>", access=ANYONE)
@pages.post("/invitations/<token>", access=ANYONE)
def accept_invitation(token: str) -> ResponseReturnValue:
    """Join the organisation that sent the invitation, with a new account or the one somebody is signed in with."""
    person_id = here.actor.person_id if here.actor else None
    invitation = _get_invited(token)
    account = people.get_account(here.session, person_id) if person_id else None
    form = AcceptInvitationForm(request.form)
    if request.method == "POST" and (account or form.validate()):
        name, password = (here.actor.name, "") if account else form.draft
        with form.showing_refusals():
            account = account or identity.make_account(
                here.session, NewPerson(name=name, email=invitation.email, password=password), at=here.now
            )
            actor = commands.accept_invitation(here.session, invitation, account=account, name=name, at=here.now)
            _sign_in(actor.organisation_id, account.person_id)
            return go("home.show_dashboard")
    is_open = domain.is_open(invited_at=invitation.invited_at, ended_at=invitation.ended_at, at=here.now)
    organisation = queries.get_organisation(here.session)
    has_account = people.find_account(here.session, email=invitation.email) is not None
    return page(
        form=form,
        invitation=invitation,
        organisation=organisation,
        account=account,
        is_open=is_open,
        has_account=has_account,
        token=token,
    )


@pages.get("/organisations/switch", access=SIGNED_IN)
@pages.post("/organisations/switch", access=SIGNED_IN)
def switch_organisation() -> ResponseReturnValue:
    """Choose which of one's organisations to act for; the sign-in is made anew with it."""
    memberships = queries.list_memberships(here.session, here.actor.person_id)
    if request.method == "POST":
        chosen = next((row for row in memberships if str(row.organisation_id) == request.form.get("organisation")), None)
        if chosen is None:
            raise NotFound("organisation")
        _sign_in(chosen.organisation_id, chosen.person_id)
        return go("home.show_dashboard")
    with here.database.session(read_only=True) as session:
        names = [(row.organisation_id, queries.name_of(session, row.organisation_id)) for row in memberships]
    return page(organisations=sorted(names, key=lambda pair: pair[1].casefold()))


def _get_invited(token: str) -> Invitation:
    address = queries.find_invitation_address(here.session, token)
    if address is None:
        raise NotFound("invitation")
    here.enter(address.organisation_id)
    return queries.get_invitation(here.session, address.invitation_id)


def _address_of(endpoint: str, token: str) -> str:
    return web.absolute_url(endpoint, token=token)


def _sign_in(organisation_id: OrganisationId, person_id: uuid.UUID) -> None:
    """Begin a new sign-in in place of the browser's old one, so that no token outlives a change of rights."""
    old = web.sign_out_browser()
    if old:
        identity.sign_out(here.session, old)
    web.sign_in_browser(identity.sign_in(here.session, person_id, at=here.now, acting_for=organisation_id))
