"""The form that all others are: errors in the reader's language, refusals beside their field, a draft as the only way out."""

from types import TracebackType
from typing import Any

import wtforms
from werkzeug.datastructures import MultiDict

from accountability.language import gettext, plural_of
from accountability.refusal import Refusal


class _Words:
    """WTForms' own messages, through our catalogue."""

    def gettext(self, string: str) -> str:
        return gettext(string)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        # The library fills the places itself.
        return plural_of(singular, plural, n)


class _ShowingRefusals:
    """Ends the block at a Refusal and shows it in the form."""

    def __init__(self, form: "Form") -> None:
        self.form = form

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: type[BaseException] | None, raised: BaseException | None, _trace: TracebackType | None) -> bool:
        if isinstance(raised, Refusal):
            self.form.refuse(raised)
            return True
        return False


def _as_asked(form: wtforms.Form, formdata: Any) -> Any:
    """What was sent, without files where text was asked for and text where a file was: no browser sends either."""
    sent = formdata.items(multi=True)
    return MultiDict((name, value) for name, value in sent if isinstance(value, str) is not _takes_files(form, name))


def _takes_files(form: wtforms.Form, name: str) -> bool:
    return name in form and isinstance(form[name], wtforms.FileField | wtforms.MultipleFileField)


class Form(wtforms.Form):
    """Base of all forms. A subclass has a `draft` property: a frozen value of the domain made from valid fields."""

    class Meta:
        def get_translations(self, form: wtforms.Form) -> _Words:
            return _Words()

        def wrap_formdata(self, form: wtforms.Form, formdata: Any) -> Any:
            # A page that is only looked at posts nothing; boxes must then show what is stored, not come up empty.
            return _as_asked(form, formdata) if formdata else None

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal of the domain beside the field it names, else on top of the form."""
        text = gettext(refusal.message, **refusal.params)
        field: Any = self[refusal.field] if refusal.field and refusal.field in self else None
        if field is None:
            self.form_errors.append(text)
        else:
            field.errors = [*field.errors, text]

    def showing_refusals(self) -> _ShowingRefusals:
        """`with form.showing_refusals():` do what was asked and go on; a Refusal is shown in this form instead."""
        return _ShowingRefusals(self)
