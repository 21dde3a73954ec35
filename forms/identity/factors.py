"""What people type to prove a second time who they are, and to look after their second factors."""

from wtforms import HiddenField, StringField

from accountability.identity.domain import factors
from forms.base import Form
from forms.fields import line, password, tidy
from forms.validators import AtMost

CODE = {"inputmode": "numeric", "autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false", "dir": "ltr"}
RECOVERY = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "dir": "ltr"}


class CodeForm(Form):
    """Six digits from a code generator."""

    code = line("Code from your app", enter="Enter the six digits that your app shows", most=40, render_kw=CODE)

    @property
    def draft(self) -> str:
        return self.code.data or ""


class SetUpForm(CodeForm):
    """The same, for the secret that was just shown; sealed, so that it comes back as it went out."""

    secret = HiddenField()


class RecoveryCodeForm(Form):
    """One of the codes that were printed for this day."""

    recovery_code = line("Recovery code", enter="Enter one of your recovery codes", most=80, render_kw=RECOVERY)

    @property
    def draft(self) -> str:
        return self.recovery_code.data or ""


class PasskeyForm(Form):
    """What the browser answers when it is asked for a passkey."""

    answer = HiddenField()

    @property
    def draft(self) -> str:
        return self.answer.data or ""


class NewPasskeyForm(PasskeyForm):
    """A passkey that the browser made, and what to call it."""

    name = StringField(filters=[tidy], validators=[AtMost(factors.PASSKEY_NAME_LENGTH)])

    @property
    def draft(self) -> tuple[str, str]:  # type: ignore[override]
        return self.answer.data or "", self.name.data or ""


class RenamePasskeyForm(Form):
    """Another name for a passkey."""

    passkey = HiddenField()
    name = line("Name of the passkey", enter="Enter a name for this passkey", most=factors.PASSKEY_NAME_LENGTH)

    @property
    def draft(self) -> tuple[str, str]:
        return self.passkey.data or "", self.name.data or ""


class PasswordAgainForm(Form):
    """The password, from those who have no second factor."""

    current = password("Your password", autocomplete="current-password")

    @property
    def draft(self) -> str:
        return self.current.data or ""
