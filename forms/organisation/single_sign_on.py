"""Which provider vouches for members, and how it knows us."""

from typing import Any

from wtforms import BooleanField, PasswordField
from wtforms.validators import ValidationError

from accountability.language import gettext as _
from accountability.language import lazy
from accountability.organisation.domain import single_sign_on as domain
from forms.base import Form
from forms.fields import line, tidy
from forms.validators import AtMost

EXACT = {"autocomplete": "off", "spellcheck": "false", "dir": "ltr"}


class ChooseProviderForm(Form):
    """A provider by its address, and what it knows us by. A secret that was given before need not be given again."""

    issuer = line(
        "Address of the provider (issuer)",
        enter="Enter the address of the provider",
        most=domain.ISSUER_LENGTH,
        render_kw={**EXACT, "inputmode": "url"},
    )
    client_id = line("Client ID", enter="Enter the client ID", most=domain.CLIENT_ID_LENGTH, render_kw=EXACT)
    client_secret = PasswordField(
        lazy("Client secret"),
        filters=[tidy],
        validators=[AtMost(domain.SECRET_LENGTH)],
        render_kw={"autocomplete": "new-password"},
    )
    asks_second_factor = BooleanField(lazy("The provider asks everybody for a second factor"))

    def __init__(self, *args: Any, has_secret: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_secret = has_secret
        self.client_secret.flags.required = not has_secret

    def validate_client_secret(self, field: PasswordField) -> None:
        """Needed as long as none is kept."""
        if not field.data and not self.has_secret:
            raise ValidationError(_("Enter the client secret"))

    @property
    def draft(self) -> domain.ProviderChoice:
        return domain.ProviderChoice(
            issuer=self.issuer.data or "",
            client_id=self.client_id.data or "",
            client_secret=self.client_secret.data or None,
            asks_second_factor=bool(self.asks_second_factor.data),
        )
