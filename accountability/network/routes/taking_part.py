"""What a member organisation does: join, choose its home, follow a round, agree to share and take that back, leave."""

import uuid

from flask import request
from flask.typing import ResponseReturnValue

from accountability.access import SIGNED_IN
from accountability.database import NotFound
from accountability.language import gettext as _
from accountability.network import commands, domain, queries
from accountability.network.access import GIVE_CONSENT, JOIN_NETWORK, READ_NETWORKS
from accountability.network.routes.pages import pages
from accountability.web import demand, go, here, page, say, submitted
from forms.base import Form
from forms.network import GiveConsentForm


@pages.get("/invitations/<token>", access=SIGNED_IN)
@pages.post("/invitations/<token>", access=SIGNED_IN)
def accept_invitation(token: str) -> ResponseReturnValue:
    """Read an invitation to a network, and join for the organisation one acts for."""
    invitation = queries.find_invitation_address(here.session, token)
    if invitation is None:
        raise NotFound("invitation")
    form = Form(request.form)
    if request.method == "POST":
        demand(JOIN_NETWORK)
        with form.showing_refusals():
            member = commands.accept_invitation(here.session, invitation, by=here.actor, at=here.now)
            say(_("You joined %(network)s. Its coordinator now confirms your organisation.", network=member.network_name))
            return go("network.show_network", network_id=member.network_id)
    return page(form=form, invitation=invitation, token=token, home=queries.find_home(here.session))


@pages.post("/<uuid:network_id>/home", access=JOIN_NETWORK)
def choose_home_network(network_id: uuid.UUID) -> ResponseReturnValue:
    """Count in this network's benchmark."""
    member = queries.get_membership(here.session, domain.NetworkId(network_id))
    commands.choose_home_network(here.session, member, by=here.actor, at=here.now)
    say(_("Your organisation now counts in the benchmark of %(network)s.", network=member.network_name))
    return go("network.show_network", network_id=network_id)


@pages.get("/<uuid:network_id>/leave", access=JOIN_NETWORK)
@pages.post("/<uuid:network_id>/leave", access=JOIN_NETWORK)
def leave_network(network_id: uuid.UUID) -> ResponseReturnValue:
    """Read what leaving means, then leave."""
    member = queries.get_membership(here.session, domain.NetworkId(network_id))
    if request.method == "POST":
        commands.leave_network(here.session, member, by=here.actor, at=here.now)
        say(_("Your organisation left %(network)s. Nothing more is shared with it.", network=member.network_name))
        return go("network.list_networks")
    return page(member=member)


@pages.get("/rounds/<uuid:round_id>", access=READ_NETWORKS)
def show_round(round_id: uuid.UUID) -> ResponseReturnValue:
    """Where we stand in a round, and the one next step."""
    row = queries.get_participation(here.session, domain.RoundId(round_id))
    participation = queries.describe_participation(row, today=here.now.date())
    return page(row=row, participation=participation, membership=queries.find_membership(here.session, row.network_id))


@pages.get("/rounds/<uuid:round_id>/consent", access=GIVE_CONSENT)
@pages.post("/rounds/<uuid:round_id>/consent", access=GIVE_CONSENT)
def give_consent(round_id: uuid.UUID) -> ResponseReturnValue:
    """Read the promise, then agree to share into a round."""
    row = queries.get_participation(here.session, domain.RoundId(round_id))
    form = GiveConsentForm(request.form)
    if submitted(form):
        with form.showing_refusals():
            commands.give_consent(here.session, row, by=here.actor, at=here.now)
            say(_("Your agreement is recorded. You can withdraw it at any time."))
            return go("network.show_round", round_id=round_id)
    return page(form=form, row=row)


@pages.get("/rounds/<uuid:round_id>/consent/withdraw", access=GIVE_CONSENT)
@pages.post("/rounds/<uuid:round_id>/consent/withdraw", access=GIVE_CONSENT)
def withdraw_consent(round_id: uuid.UUID) -> ResponseReturnValue:
    """Read what withdrawing does, then withdraw."""
    row = queries.get_participation(here.session, domain.RoundId(round_id))
    if request.method == "POST":
        commands.withdraw_consent(here.session, row, by=here.actor, at=here.now)
        say(_("Your agreement is withdrawn. Nothing more is taken from your organisation."))
        return go("network.show_round", round_id=round_id)
    return page(row=row)
