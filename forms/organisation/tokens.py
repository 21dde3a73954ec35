"""Personal tokens: what they may read, how long, and how a secret is changed."""

from collections.abc import Iterable
from typing import Any

from wtforms import RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice

from accountability.language import lazy
from accountability.organisation.domain import tokens as domain
from forms.base import Form
from forms.fields import line
from forms.validators import Entered

READING = {
    "READ_ORGANISATION": lazy("The organisation and who belongs to it"),
    "READ_ASSESSMENTS": lazy("Assessments and their scores"),
    "READ_GAP": lazy("The perception gap"),
    "READ_SURVEYS": lazy("Surveys and what came in, as the pages show it"),
    "READ_FOLLOWUP": lazy("What is done with what was heard"),
    "READ_NETWORKS": lazy("Networks and their rounds"),
    "READ_BENCHMARKS": lazy("Benchmarks"),
    "READ_RECORD": lazy("The record of who did what"),
    "EXPORT_RECORD": lazy("The record as a file"),
}
LASTS = {30: lazy("30 days"), 90: lazy("90 days"), 365: lazy("One year")}
GRACE = {
    0: lazy("It stops at once"),
    1: lazy("It works for one hour more"),
    24: lazy("It works for 24 hours more"),
}


class MakeTokenForm(Form):
    """A name to know it by, what it may read, and for how long."""

    name = line("Name", enter="Enter a name for the token", most=domain.NAME_LENGTH, render_kw={"autocomplete": "off"})
    scope = SelectMultipleField(lazy("What it may read"), validators=[Entered("Select at least one thing it may read")])
    lasts_days = RadioField(
        lazy("It works for"),
        choices=[SelectChoice(str(days), text) for days, text in LASTS.items()],
        default="90",
        validators=[Entered("Select how long it works")],
    )

    def __init__(self, *args: Any, scope: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope.choices = [SelectChoice(name, READING[name]) for name in scope]

    @property
    def draft(self) -> domain.NewToken:
        return domain.NewToken(name=self.name.data or "", scope=tuple(self.scope.data or ()), lasts_days=int(self.lasts_days.data))


class RotateTokenForm(Form):
    """What becomes of the secret before."""

    grace_hours = RadioField(
        lazy("What becomes of the secret it has now?"),
        choices=[SelectChoice(str(hours), text) for hours, text in GRACE.items()],
        default="0",
        validators=[Entered("Select what becomes of the secret")],
    )

    @property
    def draft(self) -> int:
        return int(self.grace_hours.data)
