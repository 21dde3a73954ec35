"""Signing in."""

from accountability.identity import domain
from forms.base import Form
from forms.fields import mail_address, password


class SignInForm(Form):
    """Mail address and password."""

    email = mail_address("Mail address")
    password = password("Password", autocomplete="current-password")

    @property
    def draft(self) -> domain.Credentials:
        return domain.Credentials(email=self.email.data or "", password=self.password.data or "")
