"""How often somebody may guess a password, without anybody being locked out for good.

Guesses are counted against a door: an address, or a device that signed in to the account before. Ten wrong ones in a row
close the door for 15 minutes, ten more for 30, and every further ten for an hour. A right password opens it at once.
"""

import hashlib
import hmac
import secrets
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from accountability.refusal import Refusal

GUESSES = 10  # in a row, before a door is closed for a while
PAUSE = timedelta(minutes=15)  # the first; the next is twice as long
LONGEST_PAUSE = timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(days=1)  # without a further guess
DEVICE_LASTS = timedelta(days=400)  # what browsers keep a cookie for at most
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


class SignInFailed(Refusal):
    message = "The mail address or the password is not right. Check both and try again."


class SignInPauses(Refusal):
    message = (
        "Too many tries with a wrong password. Wait a while, an hour at most, or have a link sent to you: "
        "it works at once. Nobody is locked out for good."
    )


def pause_after(failures: int) -> timedelta:
    """How long a door stays closed after so many wrong guesses in a row."""
    times, is_inside = divmod(failures, GUESSES)
    if failures <= 0 or is_inside:
        return timedelta()
    return min(PAUSE * (1 << min(times - 1, 8)), LONGEST_PAUSE)


def must_pause(*, failures: int, failed_at: datetime | None, at: datetime) -> bool:
    """Whether a door is closed; the pause ends by itself."""
    return failed_at is not None and at - failed_at < pause_after(failures)


def failures_after(*, failures: int, failed_at: datetime | None, at: datetime) -> int:
    """How many failures count once another one happens; old ones are forgotten."""
    return 1 if failed_at is None or at - failed_at >= FORGOTTEN_AFTER else failures + 1


def door_of_address(key: str, email: str) -> str:
    """Stands for an address in the table of guesses; without the installation's key it cannot be told from chance."""
    return _keyed(key, "address", email)


def door_of_device(key: str, mark: str) -> str:
    """Stands for a device that signed in before."""
    return _keyed(key, "device", mark)


def mark_device(key: str, person_id: uuid.UUID, *, at: datetime) -> str:
    """What a browser keeps to show that this person signed in with it; it names nobody to those without the key."""
    day, chance = str((at - _EPOCH).days), secrets.token_urlsafe(16)
    return f"{day}.{chance}.{_proof(key, person_id, day, chance)}"


def knows_device(keys: Sequence[str], mark: str, person_id: uuid.UUID | None, *, at: datetime) -> bool:
    """Whether the mark was made here for this person, at most DEVICE_LASTS ago, with one of the keys."""
    day, _, rest = mark.partition(".")
    chance, _, proof = rest.partition(".")
    # Worked out for nobody too, so that the time taken does not tell whether there is a person.
    asked = [_proof(key, person_id or uuid.UUID(int=0), day, chance) for key in keys]
    is_right = any(hmac.compare_digest(each.encode(), proof.encode()) for each in asked)
    if person_id is None or not is_right:
        return False
    return timedelta() <= at - (_EPOCH + timedelta(days=int(day))) <= DEVICE_LASTS


def _proof(key: str, person_id: uuid.UUID, day: str, chance: str) -> str:
    return _keyed(key, "known device", f"{person_id} {day} {chance}")


def _keyed(key: str, purpose: str, text: str) -> str:
    return hmac.new(key.encode(), f"{purpose}|{text}".encode(), hashlib.sha256).hexdigest()
