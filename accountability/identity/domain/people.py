"""What holds for people and their sign-ins, whatever stores them."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from accountability.refusal import Refusal

NAME_LENGTH = 120  # characters
IDLE = timedelta(hours=1)
LONGEST = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=5)  # how often "last seen" is written; oftener would make every look a write


class AddressIsTaken(Refusal):
    message = "This mail address has an account already. Sign in with it first; you can then add another organisation."
    field = "email"


class NewAddressIsTaken(Refusal):
    message = "Somebody signs in with this mail address already, so yours stays as it is."


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    """Somebody who asks for an account; the mail address in lower case, the password as typed."""

    name: str
    email: str
    password: str


@dataclass(frozen=True, kw_only=True)
class Account:
    """Somebody who has an account, as the rest of the product knows them."""

    person_id: uuid.UUID
    email: str
    has_second_factor: bool = False
    has_password: bool = True
    is_operator: bool = False


@dataclass(frozen=True, kw_only=True)
class Credentials:
    """What somebody typed to sign in."""

    email: str
    password: str


@dataclass(frozen=True, kw_only=True)
class SignIn:
    """A browser that is signed in; without `organisation_id` it acts for the first the person belongs to."""

    id: uuid.UUID
    person_id: uuid.UUID
    organisation_id: uuid.UUID | None
    grant_id: uuid.UUID | None
    seen_at: datetime
    confirmed_at: datetime
    factor_at: datetime | None
    awaits_factor: bool
    is_bound: bool
    has_second_factor: bool
    is_operator: bool

    @property
    def proves_operator(self) -> bool:
        """Whether it is an operator's, who proved twice, and to us, who they are."""
        return self.is_operator and self.factor_at is not None and not self.is_bound


def has_lapsed(*, started_at: datetime, seen_at: datetime, at: datetime) -> bool:
    """Whether a sign-in has been idle or gone on for too long."""
    return at - seen_at > IDLE or at - started_at > LONGEST


def is_seen_long_ago(seen_at: datetime, *, at: datetime) -> bool:
    """Whether "last seen" should be written again."""
    return at - seen_at >= SEEN_EVERY
