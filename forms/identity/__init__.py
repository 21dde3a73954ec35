"""What people type to sign in and to look after their account."""

from forms.identity.factors import (
    CodeForm,
    NewPasskeyForm,
    PasskeyForm,
    PasswordAgainForm,
    RecoveryCodeForm,
    RenamePasskeyForm,
    SetUpForm,
)
from forms.identity.people import (
    AddressForm,
    ChangePasswordForm,
    NewPasswordForm,
    SignInForm,
)

__all__ = [
    "AddressForm",
    "ChangePasswordForm",
    "CodeForm",
    "NewPasskeyForm",
    "NewPasswordForm",
    "PasskeyForm",
    "PasswordAgainForm",
    "RecoveryCodeForm",
    "RenamePasskeyForm",
    "SetUpForm",
    "SignInForm",
]
