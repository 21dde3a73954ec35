"""Tables of people: who they are, where they are signed in, what proves it."""

from accountability.identity.models.factors import Passkey, RecoveryCode, SpentChallenge, Totp
from accountability.identity.models.people import Guessing, MailLink, Person, SignInSession

__all__ = ["Guessing", "MailLink", "Passkey", "Person", "RecoveryCode", "SignInSession", "SpentChallenge", "Totp"]
