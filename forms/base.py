"""The form that all others are: errors in the reader's language, refusals beside their field, a draft as the only way out."""

from typing import Any

import wtforms

from accountability.language import gettext, ngettext
from accountability.refusal import Refusal


class _Words:
    """WTForms' own messages, through our catalogue."""

    def gettext(self, string: str) -> str:
        return gettext(string)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return ngettext(singular, plural, n)


class Form(wtforms.Form):
    """Base of all forms. A subclass has a `draft` property: a frozen value of the domain made from valid fields."""

    class Meta:
        def get_translations(self, form: wtforms.Form) -> _Words:
            return _Words()

        def wrap_formdata(self, form: wtforms.Form, formdata: Any) -> Any:
            # A page that is only looked at posts nothing; boxes must then show what is stored, not come up empty.
            return formdata or None

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal of the domain beside the field it names, else on top of the form."""
        text = gettext(refusal.message, **refusal.params)
        field: Any = self[refusal.field] if refusal.field and refusal.field in self else None
        if field is None:
            self.form_errors.append(text)
        else:
            field.errors = [*field.errors, text]
