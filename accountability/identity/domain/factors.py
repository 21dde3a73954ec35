"""Second factors: codes that change every half minute, and codes for the day the phone is gone.

A code counts once: its half minute is remembered, and neither it nor an earlier one is taken again. Five wrong codes close the
door for a while; passkeys and recovery codes, which nobody can guess, still open it.
"""

import enum
import hashlib
import secrets
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyotp

from accountability.fact import PersonFact, PlainText
from accountability.identity.domain.guessing import must_pause
from accountability.refusal import Refusal

ISSUER = "Accountability"  # what the code generator shows
PURPOSE = "totp"  # what the secret is sealed for
STEP = 30  # seconds that a code is shown
WINDOW = 1  # steps before and after that count too: clocks differ, and people type slowly
SECRET_GROUP = 4  # letters between two spaces, for those who type the secret
WEIGHT = 2  # a wrong code counts like two wrong passwords: five of them make a pause
WAITS_FOR_FACTOR = timedelta(minutes=15)  # how long a first proof waits for the second
RECOVERY_CODES = 10
# Letters and digits that nobody takes for one another, as a phone's keyboard offers them: lower case.
RECOVERY_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
RECOVERY_LENGTH = 24  # of 30 letters: 117 bits, so that the plain hash cannot be guessed back
RECOVERY_GROUP = 4
PASSKEY_NAME_LENGTH = 60  # characters


class FactorKind(enum.Enum):
    """What a second factor is."""

    TOTP = "totp"
    PASSKEY = "passkey"


class CodeIsWrong(Refusal):
    message = "This code is not right, or it was used before. Wait for the next one, and check the clock of your phone."
    field = "code"


class RecoveryCodeIsWrong(Refusal):
    message = "This is none of your unused recovery codes. Each can be used once, and new ones replace all earlier ones."
    field = "recovery_code"


class CodesPause(Refusal):
    message = (
        "Too many wrong codes. Wait a quarter of an hour, or use a passkey or a recovery code: they work at once. "
        "Nobody is locked out for good."
    )
    field = "code"


class SetUpHasLapsed(Refusal):
    message = "This page was open for another account or for too long. Scan the new picture and type the code it leads to."


class LastFactorStays(Refusal):
    message = "You need a second factor for what you do here, and this is the last one. Add another one first."


class ProofIsMissing(Refusal):
    message = "Nothing here can be confirmed with what was sent. Choose one of the ways on the page."


@dataclass(frozen=True, kw_only=True)
class KnownPasskey:
    """A passkey as its owner sees it."""

    id: str
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Factors:
    """What proves a second time who somebody is."""

    totp_since: datetime | None
    passkeys: tuple[KnownPasskey, ...]
    codes_left: int

    @property
    def count(self) -> int:
        """How many there are; recovery codes only stand in for one of them."""
        return len(self.passkeys) + (self.totp_since is not None)


@dataclass(frozen=True)
class SecondFactorAdded(PersonFact):
    """Somebody set up a code generator or a passkey."""

    kind: FactorKind


@dataclass(frozen=True)
class SecondFactorRemoved(PersonFact):
    """Somebody removed a code generator or a passkey."""

    kind: FactorKind


@dataclass(frozen=True)
class RecoveryCodesMade(PersonFact):
    """Somebody got new recovery codes; earlier ones no longer work."""


@dataclass(frozen=True)
class RecoveryCodeUsed(PersonFact):
    """Somebody used a recovery code instead of a second factor."""

    left: int


@dataclass(frozen=True)
class PasskeyRefused(PersonFact):
    """A passkey counted backwards, as a copy of it would."""


@dataclass(frozen=True)
class SecondFactorsReset(PersonFact):
    """All second factors of somebody were removed, because they lost them and two people vouched."""


@dataclass(frozen=True)
class IdentityConfirmed(PersonFact):
    """Somebody proved again who they are."""

    way: PlainText


def new_secret() -> str:
    """A secret for a code generator: 160 random bits in Base32."""
    return pyotp.random_base32()


def secret_in_groups(secret: str) -> str:
    """The secret as people type it."""
    return " ".join(secret[start : start + SECRET_GROUP] for start in range(0, len(secret), SECRET_GROUP))


def address_of_secret(secret: str, *, email: str) -> str:
    """What the picture says to a code generator."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def code_at(secret: str, *, at: datetime) -> str:
    """The six digits that a code generator shows."""
    return pyotp.TOTP(secret).at(at)


def right_step(secret: str, code: str, *, at: datetime, after: int = 0) -> int | None:
    """The step whose code this is, if it is later than the last one used; None for a wrong, old or used code."""
    now = int(at.timestamp()) // STEP
    generator = pyotp.TOTP(secret)
    steps = [step for step in range(now - WINDOW, now + WINDOW + 1) if step > after]
    right = [step for step in steps if secrets.compare_digest(generator.generate_otp(step).encode(), tidy_code(code).encode())]
    return max(right, default=None)


def tidy_code(code: str) -> str:
    """A code without the spaces and dashes that people put into it."""
    return "".join(letter for letter in code.lower() if letter.isalnum())


def must_wait(*, failures: int, failed_at: datetime | None, at: datetime) -> bool:
    """Whether codes are not taken for a while; the pause ends by itself."""
    return must_pause(failures=failures * WEIGHT, failed_at=failed_at, at=at)


def new_recovery_codes() -> tuple[str, ...]:
    """Codes to print or copy, in groups."""
    return tuple(_new_recovery_code() for _ in range(RECOVERY_CODES))


def _new_recovery_code() -> str:
    return _in_groups("".join(secrets.choice(RECOVERY_ALPHABET) for _ in range(RECOVERY_LENGTH)))


def _in_groups(code: str) -> str:
    return "-".join(code[start : start + RECOVERY_GROUP] for start in range(0, len(code), RECOVERY_GROUP))


def recovery_hash(person_id: uuid.UUID, code: str) -> str:
    """What is kept of a recovery code; it is long and random, so no slow hash is needed. Bound to its person."""
    return hashlib.sha256(f"recovery {person_id} {tidy_code(code)}".encode()).hexdigest()


def door_of_factor(person_id: uuid.UUID) -> str:
    """Stands for somebody's code generator in the table of guesses."""
    return hashlib.sha256(f"factor {person_id}".encode()).hexdigest()


def check_removal(factors: Factors, *, is_required: bool) -> None:
    """Refuses LastFactorStays to somebody who must have a second factor."""
    if is_required and factors.count <= 1:
        raise LastFactorStays


def waits_too_long(*, started_at: datetime, at: datetime) -> bool:
    """Whether a first proof is too old to be joined by the second."""
    return at - started_at > WAITS_FOR_FACTOR


def name_of_passkey(wanted: str, *, taken: Collection[str], fallback: str) -> str:
    """What a new passkey is called: as wanted, else the device's name; numbered when it is taken."""
    name = wanted or fallback
    numbered = (f"{name} {number}" for number in range(2, len(taken) + 3))
    return name if name not in taken else next(each for each in numbered if each not in taken)
