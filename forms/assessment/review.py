"""What people say when an assessment is handed in, sent back or opened again."""

from accountability.assessment.domain.talk import LONGEST_COMMENT
from forms.base import Form
from forms.fields import paragraph


class SubmitAssessmentForm(Form):
    """A word to those who sign, if one is needed."""

    words = paragraph("Anything they should know", most=LONGEST_COMMENT, render_kw={"rows": 3})

    @property
    def draft(self) -> str:
        """The words; they may be empty."""
        return self.words.data or ""


class RequestChangesForm(Form):
    """What should change before it is signed."""

    words = paragraph("What should change", enter="Enter what should change", most=LONGEST_COMMENT, render_kw={"rows": 4})

    @property
    def draft(self) -> str:
        """The words."""
        return self.words.data or ""


class ReopenAssessmentForm(Form):
    """Why something signed is opened."""

    words = paragraph("Why it is opened again", enter="Enter why it is opened again", most=LONGEST_COMMENT, render_kw={"rows": 3})

    @property
    def draft(self) -> str:
        """The words."""
        return self.words.data or ""
