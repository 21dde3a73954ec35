"""What a coordinator does: convene, invite, confirm, open and extend rounds, see who is where. No page here holds a score."""

import uuid
from datetime import timedelta

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import CombinedMultiDict

from accountability import web
from accountability.language import country_name, ngettext
from accountability.language import gettext as _
from accountability.network import commands, domain, queries
from accountability.network.access import CONVENE_NETWORK, COORDINATE_NETWORK
from accountability.network.routes.pages import pages
from accountability.tenancy import OrganisationId
from accountability.web import go, here, page, say, submitted
from forms.network import ConveneNetworkForm, ExtendRoundForm, InviteOrganisationsForm, OpenRoundForm, VerifyMemberForm


@pages.get("/convene", access=CONVENE_NETWORK)
@pages.post("/convene", access=CONVENE_NETWORK)
def convene_network() -> ResponseReturnValue:
    """Begin a network."""
    form = ConveneNetworkForm(request.form)
    if submitted(form):
        with form.showing_refusals():
            network = commands.convene_network(here.session, name=form.draft, by=here.actor, at=here.now)
            return go("network.show_network", network_id=network.id)
    return page(form=form)


@pages.get("/<uuid:network_id>/invite", access=COORDINATE_NETWORK)
@pages.post("/<uuid:network_id>/invite", access=COORDINATE_NETWORK)
def invite_organisations(network_id: uuid.UUID) -> ResponseReturnValue:
    """Invite one organisation or many by mail."""
    network = queries.get_network(here.session, domain.NetworkId(network_id))
    form = InviteOrganisationsForm(CombinedMultiDict([request.files, request.form]))
    if submitted(form):
        web.knock(f"invite-organisations {network_id}", "20/hour")
        emails = form.draft.good
        with form.showing_refusals():
            new = commands.invite_organisations(here.session, network, emails=emails, by=here.actor, at=here.now, address=_address)
            _say_invited(len(new), waiting=len(emails) - len(new))
            return go("network.show_network", network_id=network_id)
    return page(form=form, network=network)


def _address(token: str) -> str:
    return web.absolute_url("network.accept_invitation", token=token)


def _say_invited(new: int, *, waiting: int) -> None:
    if new:
        say(ngettext("%(number)s invitation is on its way.", "%(number)s invitations are on their way.", new))
    if waiting:
        say(
            ngettext("%(number)s has an open invitation already.", "%(number)s have an open invitation already.", waiting),
            kind="info",
        )


@pages.post("/<uuid:network_id>/invitations/<uuid:invitation_id>/withdraw", access=COORDINATE_NETWORK)
def withdraw_invitation(network_id: uuid.UUID, invitation_id: uuid.UUID) -> ResponseReturnValue:
    """Take an invitation back."""
    network = queries.get_network(here.session, domain.NetworkId(network_id))
    invitation = queries.get_invitation(here.session, network, domain.NetworkInvitationId(invitation_id))
    commands.withdraw_invitation(here.session, invitation, by=here.actor, at=here.now)
    say(_("The invitation is withdrawn. Its link no longer works."))
    return go("network.show_network", network_id=network_id)


@pages.get("/<uuid:network_id>/members/<uuid:organisation_id>/verify", access=COORDINATE_NETWORK)
@pages.post("/<uuid:network_id>/members/<uuid:organisation_id>/verify", access=COORDINATE_NETWORK)
def verify_member(network_id: uuid.UUID, organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Confirm that an organisation belongs and counts."""
    network = queries.get_network(here.session, domain.NetworkId(network_id))
    member = queries.get_member(here.session, network, OrganisationId(organisation_id))
    form = VerifyMemberForm(request.form)
    if submitted(form):
        commands.verify_member(here.session, member, by=here.actor, at=here.now)
        say(_("%(name)s is confirmed and counts in the rounds of this network.", name=member.organisation_name))
        return go("network.show_network", network_id=network_id)
    return page(form=form, network=network, member=member, country=country_name(member.country))


@pages.get("/<uuid:network_id>/rounds/open", access=COORDINATE_NETWORK)
@pages.post("/<uuid:network_id>/rounds/open", access=COORDINATE_NETWORK)
def open_round(network_id: uuid.UUID) -> ResponseReturnValue:
    """Announce a round with its days."""
    network = queries.get_network(here.session, domain.NetworkId(network_id))
    today = here.now.date()
    form = OpenRoundForm(request.form, data={"name": str(today.year), "opens_on": today, "closes_on": today + timedelta(days=60)})
    if submitted(form):
        with form.showing_refusals():
            opened = commands.open_round(here.session, network, form.draft, by=here.actor, at=here.now)
            say(_("The round is announced to every confirmed member."))
            return go("network.show_progress", round_id=opened.id)
    return page(form=form, network=network)


@pages.get("/rounds/<uuid:round_id>/extend", access=COORDINATE_NETWORK)
@pages.post("/rounds/<uuid:round_id>/extend", access=COORDINATE_NETWORK)
def extend_round(round_id: uuid.UUID) -> ResponseReturnValue:
    """Move the days of a round later."""
    extended = queries.get_round(here.session, domain.RoundId(round_id))
    form = ExtendRoundForm(request.form, data={"closes_on": extended.closes_on, "publishes_on": extended.publishes_on})
    if submitted(form):
        closes_on, publishes_on = form.draft
        with form.showing_refusals():
            commands.extend_round(
                here.session, extended, closes_on=closes_on, publishes_on=publishes_on, by=here.actor, at=here.now
            )
            say(_("The new dates are set, and every member sees them."))
            return go("network.show_progress", round_id=round_id)
    return page(form=form, round=extended)


@pages.get("/rounds/<uuid:round_id>/progress", access=COORDINATE_NETWORK)
def show_progress(round_id: uuid.UUID) -> ResponseReturnValue:
    """Who is where in a round."""
    found = queries.get_round(here.session, domain.RoundId(round_id))
    rows = queries.list_round_members(here.session, found)
    return page(
        round=found,
        network=queries.get_network(here.session, found.network_id),
        phase=domain.phase_of(found.dates, today=here.now.date()),
        rows=rows,
        counts=queries.count_progress(rows),
    )
