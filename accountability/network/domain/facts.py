"""What happened in networks and rounds, as it stands in the journal."""

import uuid
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class NetworkConvened:
    """An organisation began a network."""

    name: str


@dataclass(frozen=True, kw_only=True)
class OrganisationsInvited:
    """A coordinator invited organisations."""

    network_id: uuid.UUID
    count: int


@dataclass(frozen=True, kw_only=True)
class NetworkInvitationWithdrawn:
    """An invitation was taken back before it was used."""

    network_id: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class NetworkJoined:
    """The organisation accepted an invitation."""

    network_id: uuid.UUID
    convenor_id: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class NetworkLeft:
    """The organisation left a network; what it had agreed to share ends with it."""

    network_id: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class HomeNetworkChosen:
    """From now on the organisation counts in this network's benchmark."""

    network_id: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class MemberVerified:
    """A coordinator confirmed that an organisation exists, belongs and is not under another member's control."""

    network_id: uuid.UUID
    member_organisation_id: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class RoundOpened:
    """A round was announced with its dates."""

    network_id: uuid.UUID
    name: str
    closes_on: date
    publishes_on: date


@dataclass(frozen=True, kw_only=True)
class RoundExtended:
    """A date of a round was moved later."""

    closes_on: date
    publishes_on: date


@dataclass(frozen=True, kw_only=True)
class ConsentGiven:
    """The organisation agreed to share into a round."""

    round_id: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn:
    """The organisation took its agreement back."""

    round_id: uuid.UUID
