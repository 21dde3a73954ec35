"""What owners type when they let the operator look."""

from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from accountability.language import lazy
from accountability.operating import domain
from accountability.operating.domain import Length
from forms.base import Form
from forms.fields import paragraph
from forms.validators import Entered

LENGTHS = {
    Length.HOUR: lazy("1 hour"),
    Length.HALF_A_DAY: lazy("4 hours"),
    Length.DAY: lazy("24 hours"),
    Length.WEEK: lazy("7 days"),
}


class LetOperatorInForm(Form):
    """For how long the operator may look, and what for."""

    reason = paragraph(
        "What should they look at?",
        enter="Say what the operator should look at",
        most=domain.REASON_LENGTH,
        description=lazy("It stands in your record, and the operator reads it."),
        render_kw={"rows": 3},
    )
    length = RadioField(
        lazy("For how long"),
        choices=[SelectChoice(length.value, text) for length, text in LENGTHS.items()],
        validators=[Entered("Select for how long")],
    )

    @property
    def draft(self) -> domain.NewGrant:
        return domain.NewGrant(length=Length(self.length.data), reason=self.reason.data or "")
