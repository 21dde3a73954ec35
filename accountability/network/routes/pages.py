"""The list of networks and the page of one, for whichever side asks."""

import uuid

from flask.typing import ResponseReturnValue

from accountability.language import country_name
from accountability.network import domain, queries
from accountability.network.access import READ_NETWORKS
from accountability.web import Pages, here, page

pages = Pages("network", __name__, url_prefix="/networks")


@pages.get("", access=READ_NETWORKS)
def list_networks() -> ResponseReturnValue:
    """The networks we convene, those we belong to, and what comes next in their rounds."""
    return page(
        convened=queries.list_convened_networks(here.session),
        memberships=queries.list_memberships(here.session),
        participations=queries.list_participations(here.session, today=here.now.date()),
    )


@pages.get("/<uuid:network_id>", access=READ_NETWORKS)
def show_network(network_id: uuid.UUID) -> ResponseReturnValue:
    """One network: its members and rounds for its coordinator, our own place in it for a member."""
    key = domain.NetworkId(network_id)
    network = queries.find_network(here.session, key)
    today = here.now.date()
    membership = queries.get_membership(here.session, key) if network is None else queries.find_membership(here.session, key)
    members = queries.list_members(here.session, network) if network else []
    return page(
        network=network,
        membership=membership,
        title=network.name if network else membership.network_name if membership else "",
        home=queries.find_home(here.session),
        members=members,
        verified=queries.count_verified(members),
        countries={member.country: country_name(member.country) for member in members},
        invitations=queries.list_open_invitations(here.session, network, at=here.now) if network else [],
        rounds=[(found, domain.phase_of(found.dates, today=today)) for found in queries.list_rounds(here.session, network)]
        if network
        else [],
        participations=[
            each for each in queries.list_participations(here.session, today=today) if each.row.network_id == network_id
        ],
    )
