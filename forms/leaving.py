"""What people type before something is erased, and when they come back."""

from accountability.identity.domain import MOST
from accountability.organisation.domain import NAME_LENGTH
from forms.base import Form
from forms.fields import line, password
from forms.validators import GoodPassword


class EraseOrganisationForm(Form):
    """The name of the organisation, typed so that nobody does it by mistake."""

    typed = line(
        "Name of the organisation",
        enter="Enter the name of the organisation",
        most=NAME_LENGTH,
        render_kw={"autocomplete": "off"},
    )

    @property
    def draft(self) -> str:
        return self.typed.data or ""


class EraseAccountForm(Form):
    """One's own mail address, typed for the same reason."""

    typed = line("Your mail address", enter="Enter your mail address", most=MOST, render_kw={"autocomplete": "off"})

    @property
    def draft(self) -> str:
        return self.typed.data or ""


class RejoinForm(Form):
    """A password for a new account; name and mail address are known."""

    password = password("Choose a password", autocomplete="new-password", validators=[GoodPassword()])

    @property
    def draft(self) -> str:
        return self.password.data or ""
