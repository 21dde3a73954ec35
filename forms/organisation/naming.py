"""What one is called in an organisation."""

from accountability.identity import domain as identity
from forms.base import Form
from forms.fields import line


class NameForm(Form):
    """One's own name."""

    name = line("Your name", enter="Enter your name", most=identity.NAME_LENGTH, render_kw={"autocomplete": "name"})

    @property
    def draft(self) -> str:
        return self.name.data or ""
