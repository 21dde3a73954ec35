"""Sentences of a version beside their translation."""

from collections.abc import Mapping
from typing import Any

from wtforms import HiddenField, SelectField, TextAreaField

from accountability.language import lazy
from accountability.standard.domain.entries import TEXT_LENGTH
from accountability.standard.domain.texts import TONGUES
from forms.base import Form
from forms.fields import choices, tidy
from forms.validators import AtMost, Entered


class NewLanguageForm(Form):
    """A language to put a version into."""

    language = SelectField(lazy("Language"), validators=[Entered("Select a language")])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = choices(TONGUES.items(), empty=str(lazy("Select a language")))


class TranslateForm(Form):
    """One field for each sentence of a part; `seen` marks how the part stood when it was opened."""

    seen = HiddenField()
    addresses: Mapping[str, str] = {}

    @property
    def draft(self) -> dict[str, str]:
        """Translations by address, empty where there is none."""
        return {address: self[name].data or "" for name, address in self.addresses.items()}


def make_translate_form(originals: Mapping[str, str], *, direction: str, tag: str) -> type[TranslateForm]:
    """The form for these sentences by address, each field labelled with its original."""
    named = {f"t{number}": address for number, address in enumerate(originals)}
    look = {"rows": 2, "dir": direction, "lang": tag}
    fields = {
        name: TextAreaField(originals[address], filters=[tidy], validators=[AtMost(TEXT_LENGTH)], render_kw=look)
        for name, address in named.items()
    }
    return type("TranslatePartForm", (TranslateForm,), {**fields, "addresses": named})
