"""What staff types while preparing a survey."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from wtforms import BooleanField, DateField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from accountability.language import lazy
from accountability.survey.domain import (
    PROMISE_LIMIT,
    TEXT_LIMIT,
    TITLE_LIMIT,
    Promise,
    ProtectionDraft,
)
from forms.base import Form
from forms.fields import choices, line, one_of, paragraph, tidy
from forms.survey.choosing import Unticked
from forms.validators import AtMost


class DescribeSurveyForm(Form):
    """Title, language of the questions, last day for answers."""

    title = line("Title", enter="Enter a title", most=TITLE_LIMIT, description=lazy("People read it above the questions."))
    language = one_of("Language of the questions", select="Select the language you write the questions in")
    closes_on = DateField(
        lazy("Last day for answers"),
        validators=[Optional()],
        description=lazy("The survey closes by itself after this day. Leave it empty to close it yourself."),
    )

    def offer(self, languages: Mapping[str, str]) -> None:
        """The languages to choose from: code → own name."""
        self.language.choices = choices(languages.items())


class ChooseQuestionsForm(Form):
    """Questions of the bank to put into the survey; one field for all commitments together."""

    questions = Unticked(lazy("Questions"))

    def offer(self, bank_ids: Iterable[str]) -> None:
        """The questions that may be chosen."""
        self.questions.choices = [SelectChoice(bank_id, bank_id) for bank_id in bank_ids]


class NeededToPublish:
    """May be left for later but is no option: without it nothing is published."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __call__(self, _form: Form, _field: Any) -> None:
        """Accepts what is there; the command that publishes looks at all parts together."""


def _part(label: str, description: str) -> TextAreaField:
    checks = [NeededToPublish(), AtMost(PROMISE_LIMIT)]
    return TextAreaField(lazy(label), filters=[tidy], validators=checks, description=lazy(description))


class MakePromiseForm(Form):
    """The four parts of the promise. They may be written one by one; publishing needs all of them."""

    can_change = _part("What can change", "What will really be decided with these answers?")
    who_decides = _part("Who decides", "A person, a team or a body, and when.")
    off_the_table = _part("What is off the table", "What cannot change whatever people say, and why.")
    reply_by = DateField(
        lazy("We reply by"),
        validators=[Optional(), NeededToPublish()],
        description=lazy("On this day at the latest people read what you heard and decided."),
    )

    @property
    def draft(self) -> Promise:
        return Promise(
            can_change=self.can_change.data or "",
            who_decides=self.who_decides.data or "",
            off_the_table=self.off_the_table.data or "",
            reply_by=self.reply_by.data,
        )


class ChooseProtectionForm(Form):
    """From how many answers numbers are shown."""

    threshold = RadioField(
        lazy("Numbers are shown from"),
        choices=[
            SelectChoice("10", lazy("10 answers"), render_kw={"description": lazy("Right for almost every survey.")}),
            SelectChoice(
                "5", lazy("5 answers"), render_kw={"description": lazy("Only without sensitive questions, in an open context.")}
            ),
        ],
        validators=[InputRequired()],
    )
    is_without_sensitive_questions = BooleanField(
        lazy("No question is sensitive"),
        description=lazy("Nothing about health, ethnicity, sexuality, politics, violence or complaints. Needed for 5."),
    )
    is_open_context = BooleanField(
        lazy("Nobody has to fear for what they say"),
        description=lazy("Not from authorities, employers or neighbours. Needed for 5."),
    )
    is_high_risk = BooleanField(
        lazy("Answers could put people at risk"),
        description=lazy(
            "Then at least 25 responses are mixed at once instead of 10, so numbers come later and hide people better."
        ),
    )

    @property
    def draft(self) -> ProtectionDraft:
        return ProtectionDraft(
            threshold=int(self.threshold.data or 0),
            is_high_risk=self.is_high_risk.data,
            is_without_sensitive_questions=self.is_without_sensitive_questions.data,
            is_open_context=self.is_open_context.data,
        )


class ConfirmForm(Form):
    """Nothing to type: a button that means it."""


class ExtendSurveyForm(Form):
    """A later last day, and a reply after it."""

    closes_on = DateField(lazy("New last day for answers"), validators=[InputRequired(lazy("Enter the new last day"))])
    reply_by = DateField(
        lazy("We reply by"),
        validators=[InputRequired(lazy("Enter the day of the reply"))],
        description=lazy("After the last day, and not before the day you promised."),
    )

    @property
    def dates(self) -> tuple[date, date]:
        """Last day and day of the reply."""
        return self.closes_on.data, self.reply_by.data


class DestroyAnswersForm(Form):
    """Destroying cannot be undone, so it is confirmed."""

    is_certain = BooleanField(
        lazy("Yes, destroy them for good"), validators=[InputRequired(lazy("Confirm that the answers are to be destroyed"))]
    )


class CheckTextForm(Form):
    """One text, with what could point at a person taken out."""

    text = paragraph("Text as others may read it", most=TEXT_LIMIT)
