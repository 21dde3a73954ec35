"""What may not be done in a network or a round, in words for the person who tried."""

from accountability.refusal import Refusal


class NetworkNameIsTaken(Refusal):
    message = "Your organisation convenes a network of that name already."
    field = "name"


class InvitationHasLapsed(Refusal):
    message = "This invitation is no longer open: it was used, withdrawn or is older than 60 days. Ask for a new one."


class IsMemberAlready(Refusal):
    message = "Your organisation belongs to this network already."


class JoinedElsewhereJustNow(Refusal):
    message = "Your organisation joined another network at this very moment. Open the invitation again to join this one too."


class IsNotMember(Refusal):
    message = "Your organisation does not belong to this network any more."


class HasHomeNetwork(Refusal):
    message = "Your organisation has a home network already. It counts in the benchmark of one network only."


class TooManyAddresses(Refusal):
    message = "Up to %(most)s organisations can be invited at once; these are %(count)s. Send them in parts."
    field = "addresses"


class ClosesBeforeItOpens(Refusal):
    message = "The closing date must be on or after the opening date."
    field = "closes_on"


class OpensInThePast(Refusal):
    message = "The opening date must be today or later."
    field = "opens_on"


class PublishesBeforeItCloses(Refusal):
    message = "The publication date must be after the closing date."
    field = "publishes_on"


class DatesOnlyMoveLater(Refusal):
    message = "The dates of a round were promised when it opened. They can be moved later, never earlier."


class ClosingDateHasPassed(Refusal):
    message = "The round has closed, so its closing date stays as it is."
    field = "closes_on"


class PublicationDateHasPassed(Refusal):
    message = "The publication date has come, so it stays as it is."
    field = "publishes_on"


class RoundNameIsTaken(Refusal):
    message = "This network has a round of that name already."
    field = "name"


class RoundIsNotOpen(Refusal):
    message = "Consent to share can be given while the round is open."
