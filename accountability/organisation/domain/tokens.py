"""What holds for personal tokens, with which a member's own programs read what the member may read."""

import uuid
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NewType

from accountability.fact import Fact, PlainText
from accountability.refusal import Refusal

TokenId = NewType("TokenId", uuid.UUID)

PREFIX = "acct_"  # by which scanners of published code recognise a token
LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
BODY_LENGTH = 43  # letters; 256 bits
CHECK_LENGTH = 6  # letters
LENGTH = len(PREFIX) + BODY_LENGTH + CHECK_LENGTH
NAME_LENGTH = 80  # characters
LASTS_DAYS = (30, 90, 365)
GRACE_HOURS = (0, 1, 24)  # how long the secret before works on after a change
MOST_TOKENS = 20  # of one member
# Rules that a token may hold: all of them read. A test compares them with what the routes demand.
READING = (
    "READ_ORGANISATION",
    "READ_ASSESSMENTS",
    "READ_GAP",
    "READ_SURVEYS",
    "READ_FOLLOWUP",
    "READ_NETWORKS",
    "READ_BENCHMARKS",
    "READ_RECORD",
    "EXPORT_RECORD",
)


class TooManyTokens(Refusal):
    message = "You have 20 tokens already. End one that nothing uses any more, then make a new one."


class ScopeIsWider(Refusal):
    message = "A token can read only what you can read yourself."
    field = "scope"


@dataclass(frozen=True, kw_only=True)
class NewToken:
    """What somebody asks for; `scope` are some of READING, `lasts_days` is one of LASTS_DAYS."""

    name: str
    scope: tuple[str, ...]
    lasts_days: int


@dataclass(frozen=True, kw_only=True)
class Secrets:
    """What is kept of a token's secrets, and until when each works."""

    current: str
    lapses_at: datetime
    previous: str | None
    previous_lapses_at: datetime | None


@dataclass(frozen=True)
class TokenMade(Fact):
    """A member made a personal token."""

    scope: PlainText
    lasts_days: int


@dataclass(frozen=True)
class TokenRotated(Fact):
    """A personal token got a new secret; the one before works for so many hours more."""

    grace_hours: int


@dataclass(frozen=True)
class TokenEnded(Fact):
    """A personal token was ended."""


def write_token(body: str) -> str:
    """The token made of 43 random letters: prefix, letters, checksum."""
    return f"{PREFIX}{body}{_checksum(body)}"


def is_well_formed(token: str) -> bool:
    """Whether this can be a token at all; what was cut off or mistyped is seen without asking the database."""
    body, check = token[len(PREFIX) : -CHECK_LENGTH], token[-CHECK_LENGTH:]
    return len(token) == LENGTH and token.startswith(PREFIX) and set(body) <= set(LETTERS) and check == _checksum(body)


def opens(secrets: Secrets, presented: str, *, at: datetime) -> bool:
    """Whether the hash of what was presented still opens the token."""
    if at >= secrets.lapses_at:
        return False
    if presented == secrets.current:
        return True
    return presented == secrets.previous and secrets.previous_lapses_at is not None and at < secrets.previous_lapses_at


def lapses(*, at: datetime, lasts_days: int) -> datetime:
    """When a token made now stops working."""
    return at + timedelta(days=lasts_days)


def _checksum(body: str) -> str:
    left, letters = zlib.crc32(body.encode()), ""
    for _ in range(CHECK_LENGTH):
        left, digit = divmod(left, len(LETTERS))
        letters = LETTERS[digit] + letters
    return letters
