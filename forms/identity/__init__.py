"""What people type to sign in and to look after their account."""

from forms.identity.people import (
    SignInForm,
)

__all__ = [
    "SignInForm",
]
