"""What happened in networks and rounds, as it stands in the journal."""

import uuid
from dataclasses import dataclass
from datetime import date

from accountability.fact import Fact, PlainText


@dataclass(frozen=True, kw_only=True)
class NetworkConvened(Fact):
    """An organisation began a network."""

    name: PlainText


@dataclass(frozen=True, kw_only=True)
class OrganisationsInvited(Fact):
    """A coordinator invited organisations."""

    network_id: uuid.UUID
    count: int


@dataclass(frozen=True, kw_only=True)
class NetworkInvitationWithdrawn(Fact):
    """An invitation was taken back before it was used."""

    network_id: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class NetworkJoined(Fact):
    """The organisation accepted an invitation."""

    network_id: uuid.UUID
    convenor_id: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class NetworkLeft(Fact):
    """The organisation left a network; what it had agreed to share ends with it."""

    network_id: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class HomeNetworkChosen(Fact):
    """From now on the organisation counts in this network's benchmark."""

    network_id: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class MemberVerified(Fact):
    """A coordinator confirmed that an organisation exists, belongs and is not under another member's control."""

    network_id: uuid.UUID
    member_organisation_id: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class RoundOpened(Fact):
    """A round was announced with its dates."""

    network_id: uuid.UUID
    name: PlainText
    closes_on: date
    publishes_on: date


@dataclass(frozen=True, kw_only=True)
class RoundExtended(Fact):
    """A date of a round was moved later."""

    closes_on: date
    publishes_on: date


@dataclass(frozen=True, kw_only=True)
class ConsentGiven(Fact):
    """The organisation agreed to share into a round."""

    round_id: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(Fact):
    """The organisation took its agreement back."""

    round_id: uuid.UUID
