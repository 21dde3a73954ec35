"""Signing in, and changing what one signs in with."""

from accountability.identity import domain
from forms.base import Form
from forms.fields import mail_address, password
from forms.validators import GoodPassword


class SignInForm(Form):
    """Mail address and password."""

    email = mail_address("Mail address")
    password = password("Password", autocomplete="current-password")

    @property
    def draft(self) -> domain.Credentials:
        return domain.Credentials(email=self.email.data or "", password=self.password.data or "")


class AddressForm(Form):
    """A mail address to write to."""

    email = mail_address("Mail address")

    @property
    def draft(self) -> str:
        return self.email.data or ""


class NewPasswordForm(Form):
    """A new password."""

    password = password("New password", autocomplete="new-password", validators=[GoodPassword()])

    @property
    def draft(self) -> str:
        return self.password.data or ""


class ChangePasswordForm(Form):
    """The password now and the new one. Somebody who has none yet is not asked for it: the route takes the field out."""

    current = password("Your password now", autocomplete="current-password")
    password = password("New password", autocomplete="new-password", validators=[GoodPassword()])

    @property
    def draft(self) -> tuple[str | None, str]:
        return (self.current.data or "" if "current" in self else None), self.password.data or ""
