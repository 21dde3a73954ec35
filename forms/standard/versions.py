"""A version as a whole: a new number, a file, a review."""

from wtforms import FileField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Regexp

from accountability.language import lazy
from accountability.standard.domain.editing import SENTENCE_LENGTH
from forms.base import Form
from forms.fields import line, paragraph
from forms.validators import Entered

MOST_BYTES = 900_000
_NUMBER = Regexp(r"^[0-9a-z]([0-9a-z.-]{0,18}[0-9a-z])?$", message=lazy("Use digits, small letters, points and dashes, like 1.1"))


class BeginVersionForm(Form):
    """The number of a new version."""

    version = line(
        "Number of the new version",
        enter="Enter a number for the new version",
        most=20,
        render_kw={"dir": "ltr", "autocomplete": "off"},
    )

    def validate_version(self, field: TextAreaField) -> None:
        """As it may stand in an address."""
        _NUMBER(self, field)

    @property
    def draft(self) -> str:
        return self.version.data or ""


class _FileForm(Form):
    def read(self) -> bytes:
        """What the file holds, no more than may be read and one byte."""
        return self["file"].data.read(MOST_BYTES + 1) if getattr(self["file"].data, "filename", "") else b""


class BringInForm(_FileForm):
    """A pack in a file."""

    file = FileField(lazy("File (YAML or JSON)"), render_kw={"accept": ".yaml,.yml,.json"}, validators=[Entered("Choose a file")])


class BringInTableForm(_FileForm):
    """A table in a file."""

    file = FileField(lazy("File (CSV)"), render_kw={"accept": ".csv,text/csv"}, validators=[Entered("Choose a file")])


class ReviewForm(Form):
    """Approve a version, or say what should change."""

    verdict = RadioField(
        lazy("What do you say?"),
        choices=[
            SelectChoice("approve", lazy("It may be published")),
            SelectChoice("return", lazy("Something should change first")),
        ],
        validators=[Entered("Select what you say")],
    )
    sentence = paragraph("In a sentence", most=SENTENCE_LENGTH, render_kw={"rows": 2})

    @property
    def is_approval(self) -> bool:
        """Whether it may be published."""
        return bool(self.verdict.data == "approve")


class ConfirmForm(Form):
    """Nothing to type: the button is the answer."""
