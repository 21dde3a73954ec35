"""Fields that are used by several forms, with their tidying."""

from collections.abc import Iterable
from typing import Any

from wtforms import EmailField, PasswordField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from accountability.identity.domain import MOST as PASSWORD_MOST
from accountability.language import lazy
from forms.validators import AtMost, Entered, MailAddress


def tidy(text: str | None) -> str:
    """Without spaces around, without control characters that hide in copied text."""
    kept = (letter for letter in (text or "") if letter.isprintable() or letter in "\n\t")
    return "".join(kept).strip()


def mail_address(label: str, **options: Any) -> EmailField:
    """A mail address, in lower case, required."""
    render = {"autocomplete": "email", "inputmode": "email"} | options.pop("render_kw", {})
    return EmailField(
        lazy(label),
        filters=[lambda text: tidy(text).lower()],
        validators=[Entered("Enter a mail address"), MailAddress(), AtMost(254)],
        render_kw=render,
        **options,
    )


def password(label: str, *, autocomplete: str, validators: Iterable[Any] = ()) -> PasswordField:
    """A password; sent back to nobody, so it is empty again after an error."""
    checks = [Entered("Enter a password"), AtMost(PASSWORD_MOST), *validators]
    return PasswordField(lazy(label), validators=checks, render_kw={"autocomplete": autocomplete})


def line(label: str, *, enter: str, most: int, **options: Any) -> StringField:
    """One line of text, required."""
    return StringField(lazy(label), filters=[tidy], validators=[Entered(enter), AtMost(most)], **options)


def paragraph(label: str, *, most: int, enter: str | None = None, **options: Any) -> TextAreaField:
    """Several lines of text; required when `enter` says what to enter."""
    checks = [*([Entered(enter)] if enter else []), AtMost(most)]
    return TextAreaField(lazy(label), filters=[tidy], validators=checks, **options)


def one_of(label: str, *, select: str, **options: Any) -> SelectField:
    """One choice from a list that the route passes in with `choices`; required."""
    return SelectField(lazy(label), validators=[Entered(select)], **options)


def choices(pairs: Iterable[tuple[str, str]], *, empty: str | None = None) -> list[SelectChoice]:
    """Choices of a select field from (value, label) pairs, beginning with an empty one when `empty` names it."""
    first = [SelectChoice("", empty)] if empty is not None else []
    return [*first, *(SelectChoice(value, label) for value, label in pairs)]
