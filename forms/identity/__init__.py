"""What people type to sign in and to look after their account."""

from forms.identity.people import (
    AddressForm,
    ChangePasswordForm,
    NewPasswordForm,
    SignInForm,
)

__all__ = [
    "AddressForm",
    "ChangePasswordForm",
    "NewPasswordForm",
    "SignInForm",
]
