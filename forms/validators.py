"""Checks of what is typed, each with a message that says what to do."""

from typing import Any, ClassVar

from email_validator import EmailNotValidError, validate_email
from wtforms import Form
from wtforms.validators import StopValidation, ValidationError

from accountability.identity.domain import check_password_is_good
from accountability.language import gettext as _
from accountability.refusal import Refusal


class Entered:
    """Something must be typed or chosen: "Enter your name", "Select a country"."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, _form: Form, field: Any) -> None:
        if not field.data or (isinstance(field.data, str) and not field.data.strip()):
            # An empty field is also no valid choice, but one sentence that says what to do is enough.
            field.errors[:] = []
            raise StopValidation(_(self.message))


class AtMost:
    """No longer than `most` characters."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, _form: Form, field: Any) -> None:
        length = len(field.data or "")
        if length > self.most:
            text = _("This must be %(most)s characters or fewer; it has %(length)s", most=self.most, length=length)
            raise ValidationError(text)


class MailAddress:
    """A mail address as people write them, international ones too."""

    def __call__(self, _form: Form, field: Any) -> None:
        if not field.data:
            return
        try:
            validate_email(field.data, check_deliverability=False)
        except EmailNotValidError as error:
            raise ValidationError(_("Enter a mail address in the correct format, like name@example.org")) from error


class GoodPassword:
    """Long enough, not leaked, not the words beside it; no rules about its characters. `beside` names fields with such words."""

    def __init__(self, *beside: str) -> None:
        self.beside = beside

    def __call__(self, form: Form, field: Any) -> None:
        if field.errors:
            return
        try:
            check_password_is_good(field.data or "", words=[form[name].data or "" for name in self.beside])
        except Refusal as refusal:
            raise ValidationError(_(refusal.message, **refusal.params)) from refusal
