"""What people type about networks and rounds."""

from typing import Any

from wtforms import BooleanField, DateField, FileField, TextAreaField
from wtforms.validators import ValidationError

from accountability.language import gettext as _
from accountability.language import lazy
from accountability.network import domain
from forms.base import Form
from forms.fields import line, tidy
from forms.validators import AtMost, Entered

LIST_BYTES = 200_000
_DAY = {"autocomplete": "off"}


class Day:
    """A date that can be read; an empty optional one passes."""

    def __init__(self, message: str, *, is_required: bool = True) -> None:
        self.message = message
        self.is_required = is_required
        self.field_flags = {"required": True} if is_required else {}

    def __call__(self, _form: Form, field: Any) -> None:
        field.errors = []  # the field's own words for what it could not read
        is_typed = bool(field.raw_data and field.raw_data[0].strip())
        if field.data is None and (is_typed or self.is_required):
            raise ValidationError(_(self.message))


class ConveneNetworkForm(Form):
    """A new network."""

    name = line("Name of the network", enter="Enter the name of the network", most=domain.NAME_LENGTH)

    @property
    def draft(self) -> str:
        return self.name.data or ""


class InviteOrganisationsForm(Form):
    """Mail addresses, typed, pasted or in a file."""

    addresses = TextAreaField(
        lazy("Mail addresses"),
        description=lazy("One or many, separated by commas, spaces or lines. A pasted table works too: only addresses are read."),
        filters=[tidy],
        validators=[AtMost(LIST_BYTES)],
        render_kw={"rows": 6, "autocomplete": "off", "spellcheck": "false"},
    )
    file = FileField(
        lazy("Or a CSV file"),
        description=lazy("Every mail address in it is invited; other columns are passed over."),
        render_kw={"accept": ".csv,.txt,text/csv,text/plain"},
    )

    def validate_addresses(self, field: TextAreaField) -> None:
        found = self.draft
        if found.bad:
            raise ValidationError(_("These are not mail addresses: %(addresses)s", addresses=", ".join(found.bad[:5])))
        if not found.good:
            raise ValidationError(_("Enter at least one mail address"))

    @property
    def draft(self) -> domain.Addresses:
        return domain.read_addresses(f"{self.addresses.data or ''}\n{self._file_text()}")

    def _file_text(self) -> str:
        upload = self.file.data
        if not hasattr(upload, "read"):
            return ""
        upload.seek(0)
        return str(upload.read(LIST_BYTES).decode("utf-8", errors="replace"))


class VerifyMemberForm(Form):
    """What a coordinator states before an organisation counts."""

    is_real = BooleanField(
        lazy("We know this organisation, and the people who joined act for it."),
        validators=[Entered("Confirm that you know this organisation, or leave it unconfirmed")],
    )
    is_independent = BooleanField(
        lazy("No other member of this network has the same management or control."),
        description=lazy("Organisations under one control count once, so only one of them can be confirmed."),
        validators=[Entered("Confirm that it is not under the same control as another member, or leave it unconfirmed")],
    )

    @property
    def draft(self) -> None:
        return None


class OpenRoundForm(Form):
    """A round and its days."""

    name = line("Name of the round", enter="Enter a name for the round, such as the year", most=domain.NAME_LENGTH)
    opens_on = DateField(lazy("Opens on"), validators=[Day("Enter the day on which the round opens")], render_kw=_DAY)
    closes_on = DateField(
        lazy("Closes at the end of"),
        validators=[Day("Enter the last day on which organisations can contribute")],
        render_kw=_DAY,
    )
    publishes_on = DateField(
        lazy("Results are published on"),
        description=lazy(
            "Left empty: 30 days after the closing date. The pause keeps anybody from linking a figure to who was last."
        ),
        validators=[Day("Enter the publication date in full, or leave it empty", is_required=False)],
        render_kw=_DAY,
    )

    @property
    def draft(self) -> domain.RoundPlan:
        opens_on, closes_on = self.opens_on.data, self.closes_on.data
        return domain.RoundPlan(
            name=self.name.data or "", opens_on=opens_on, closes_on=closes_on, publishes_on=self.publishes_on.data
        )


class ExtendRoundForm(Form):
    """Later days for a running round."""

    closes_on = DateField(
        lazy("Closes at the end of"),
        validators=[Day("Enter the last day on which organisations can contribute")],
        render_kw=_DAY,
    )
    publishes_on = DateField(
        lazy("Results are published on"), validators=[Day("Enter the day on which results are published")], render_kw=_DAY
    )

    @property
    def draft(self) -> Any:
        return self.closes_on.data, self.publishes_on.data


class GiveConsentForm(Form):
    """The agreement to share, said by ticking one box that is never ticked beforehand."""

    agrees = BooleanField(
        lazy("We have read this and agree to share our bands into this round."),
        validators=[Entered("Tick the box if your organisation agrees; without it nothing is shared")],
    )

    @property
    def draft(self) -> bool:
        return bool(self.agrees.data)
