"""What holds when an organisation's own provider vouches for its members."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from accountability.fact import Fact, PlainText
from accountability.refusal import Refusal

ATTEMPT_LASTS = timedelta(minutes=10)
ISSUER_LENGTH = 300  # characters
CLIENT_ID_LENGTH = 300
SECRET_LENGTH = 2_000


class ProviderIsAway(Refusal):
    message = "Your organisation’s sign-in does not answer. Try again in a few minutes, or sign in another way."


class ProviderDeclined(Refusal):
    message = "Your organisation’s sign-in did not let you in. Try again, or ask who looks after it."


class ProviderIsNotBelieved(Refusal):
    message = "What your organisation’s sign-in sent does not hold together, so nobody was signed in: %(reason)s."


class AttemptIsOver(Refusal):
    message = "This sign-in did not begin in this browser, or too long ago. Begin again."


class AddressIsNotVerified(Refusal):
    message = "Your organisation’s sign-in does not say that your mail address is verified, so we cannot tell who you are."


class IsNoMember(Refusal):
    message = "You are known to your organisation’s sign-in, but nobody here has invited your mail address. Ask an owner to."


class HasAnAccount(Refusal):
    message = (
        "You have an account of your own here, and nobody but you can bring it into an organisation. "
        "Open the link in the mail that invited you and sign in there; afterwards this way in is open to you."
    )


class IsAnotherPerson(Refusal):
    message = (
        "Somebody else signed in with this mail address before. If the address has passed on to you, "
        "an owner can release it under “Single sign-on”."
    )


class IsVouchedForAlready(Refusal):
    message = "The provider knows you as somebody who belongs to another member here. An owner can release that member."


class SecondFactorIsAsked(Refusal):
    message = (
        "Your role asks for a second factor, and your organisation’s sign-in does not ask for one. "
        "Sign in with your mail address and set one up first."
    )


class HasNotWorkedYet(Refusal):
    message = "Sign in through the provider once first. Only when that has worked can it become the only way."


class WasNotProvenAnew(Refusal):
    message = "Your organisation’s sign-in did not ask you again who you are, so this is not confirmed."


class CannotBeAsked(Refusal):
    message = "This address cannot be asked. It must begin with https:// and lie in the public internet."
    field = "issuer"


class IsNotReached(Refusal):
    message = "There is no answer from this address. Check it, and that the provider is running."
    field = "issuer"


class DoesNotFit(Refusal):
    message = "This provider cannot be used: %(reason)s."
    field = "issuer"


@dataclass(frozen=True, kw_only=True)
class ProviderChoice:
    """The provider an owner chooses; without `client_secret` the one given before stays."""

    issuer: str
    client_id: str
    client_secret: str | None
    asks_second_factor: bool


@dataclass(frozen=True)
class ProviderChosen(Fact):
    """An owner said which provider vouches for members."""

    issuer: PlainText


@dataclass(frozen=True)
class ProviderRemoved(Fact):
    """No provider vouches for members any more."""


@dataclass(frozen=True)
class ProviderTried(Fact):
    """A sign-in through the provider was tried and worked."""


@dataclass(frozen=True)
class ProviderMadeRequired(Fact):
    """From now on members other than owners sign in through the provider only."""


@dataclass(frozen=True)
class ProviderMadeOptional(Fact):
    """Members may sign in in other ways again."""


@dataclass(frozen=True)
class MemberHeld(Fact):
    """A member signed in through the provider for the first time, and is held to whom it knows them as."""

    member_id: uuid.UUID


@dataclass(frozen=True)
class MemberReleased(Fact):
    """A member may be somebody else at the provider from now on."""

    member_id: uuid.UUID


@dataclass(frozen=True)
class SignedInThroughProvider(Fact):
    """A member signed in through the provider."""


def is_over(*, begun_at: datetime, at: datetime) -> bool:
    """Whether an attempt to sign in began too long ago."""
    return not timedelta(0) <= at - begun_at <= ATTEMPT_LASTS


def is_another_provider(*, issuer: str, client_id: str, choice: ProviderChoice) -> bool:
    """Whether what was proven about the provider before says nothing about the one chosen now."""
    return issuer != choice.issuer or client_id != choice.client_id or choice.client_secret is not None
