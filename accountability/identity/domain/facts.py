"""What happens to people's accounts. Each organisation that a person belongs to finds it in its record."""

from dataclasses import dataclass

from accountability.fact import PersonFact


@dataclass(frozen=True)
class SignedIn(PersonFact):
    """Somebody signed in."""


@dataclass(frozen=True)
class SignInPaused(PersonFact):
    """Signing in with a password rested after too many wrong ones; said when the person is back."""

    failures: int


@dataclass(frozen=True)
class PasswordChanged(PersonFact):
    """Somebody chose a new password, and every other sign-in ended."""


@dataclass(frozen=True)
class AddressChanged(PersonFact):
    """Somebody signs in with another mail address from now on."""


@dataclass(frozen=True)
class DeviceEnded(PersonFact):
    """Somebody ended the sign-in of one of their devices."""
