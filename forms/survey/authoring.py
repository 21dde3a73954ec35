"""What staff types while preparing a survey."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from wtforms import BooleanField, DateField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from accountability.language import lazy
from accountability.survey.domain import (
    HINT_LIMIT,
    LABEL_LIMIT,
    PROMISE_LIMIT,
    STEPS,
    TEXT_LIMIT,
    TITLE_LIMIT,
    WORDING_LIMIT,
    FivePoint,
    Kind,
    MultipleChoice,
    OpenText,
    Promise,
    ProtectionDraft,
    QuestionDraft,
    ScaleTo10,
    SingleChoice,
    YesNoUnsure,
)
from forms.base import Form
from forms.fields import choices, line, one_of, paragraph, tidy
from forms.survey import words
from forms.validators import AtMost


class Unticked(SelectMultipleField):
    """Check boxes of which none need be ticked."""

    def pre_validate(self, form: Any) -> None:
        if self.data:
            super().pre_validate(form)


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


class QuestionForm(Form):
    """One question. Subclasses add what their kind needs."""

    wording = line("Question", enter="Enter the question", most=WORDING_LIMIT)
    hint = StringField(
        lazy("Help"),
        filters=[tidy],
        validators=[AtMost(HINT_LIMIT)],
        description=lazy("A line below the question, if it needs one."),
    )
    commitments = Unticked(
        lazy("Commitments this question tells something about"),
        description=lazy("The answers then stand beside your own rating of these commitments."),
    )
    kind_class: type[Kind]

    def offer(self, commitments: Iterable[tuple[str, str]]) -> None:
        """The commitments to choose from: (slug, title)."""
        self.commitments.choices = [SelectChoice(slug, title) for slug, title in commitments]

    @classmethod
    def typed(cls, draft: QuestionDraft) -> dict[str, Any]:
        """What the form shows for a question there is."""
        plain = {"wording": draft.wording, "hint": draft.hint, "commitments": list(draft.commitments)}
        return plain | {name: _lines(value) for name, value in draft.kind.stored().items()}

    def kind(self) -> Kind:
        """The kind with the settings as typed."""
        return self.kind_class()

    @property
    def draft(self) -> QuestionDraft:
        return QuestionDraft(
            kind=self.kind(),
            wording=self.wording.data or "",
            hint=self.hint.data or "",
            commitments=tuple(self.commitments.data or ()),
        )


def _lines(value: Any) -> Any:
    return "\n".join(value) if isinstance(value, list) else value


def _split(text: str | None) -> tuple[str, ...]:
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())


class ScaleQuestionForm(QuestionForm):
    """A number from 0 to 10."""

    low = StringField(lazy("Word at 0"), filters=[tidy], validators=[AtMost(LABEL_LIMIT)], description=lazy("Empty: Not at all"))
    high = StringField(lazy("Word at 10"), filters=[tidy], validators=[AtMost(LABEL_LIMIT)], description=lazy("Empty: Completely"))
    is_recommendation = BooleanField(
        lazy("This asks whether people would recommend you"),
        description=lazy("Then a recommendation score is shown: the share of 9 and 10 less the share of 0 to 6."),
    )

    def kind(self) -> Kind:
        return ScaleTo10(low=self.low.data or "", high=self.high.data or "", is_recommendation=self.is_recommendation.data)


class LabelledQuestionForm(QuestionForm):
    """A list of answers, one on each line."""

    labels = TextAreaField(
        lazy("Answers to choose from"),
        filters=[tidy],
        render_kw={"rows": 6},
        description=lazy("One on each line, in the order people see them."),
    )

    def kind(self) -> Kind:
        return self.kind_class.restored({"labels": _split(self.labels.data)})


class FivePointQuestionForm(LabelledQuestionForm):
    """Five steps, ours or one's own."""

    kind_class = FivePoint
    steps = SelectField(lazy("Steps"), choices=choices((name, words.STEPS[name]) for name in (*STEPS, "own")))
    labels = TextAreaField(
        lazy("Steps of your own"),
        filters=[tidy],
        render_kw={"rows": 5},
        description=lazy("Only if you chose so above: five lines, from the worst to the best."),
    )

    def kind(self) -> Kind:
        labels = _split(self.labels.data) if self.steps.data == "own" else ()
        return self.kind_class.restored({"steps": self.steps.data, "labels": labels})


class SingleChoiceQuestionForm(LabelledQuestionForm):
    """One out of a list."""

    kind_class = SingleChoice


class MultipleChoiceQuestionForm(LabelledQuestionForm):
    """Any number out of a list."""

    kind_class = MultipleChoice


class YesNoQuestionForm(QuestionForm):
    """Yes, no, not sure."""

    kind_class = YesNoUnsure


class OpenQuestionForm(QuestionForm):
    """People's own words."""

    kind_class = OpenText


FORMS: dict[str, type[QuestionForm]] = {
    "scale_0_10": ScaleQuestionForm,
    "five_point": FivePointQuestionForm,
    "single_choice": SingleChoiceQuestionForm,
    "multiple_choice": MultipleChoiceQuestionForm,
    "yes_no_unsure": YesNoQuestionForm,
    "open_text": OpenQuestionForm,
}


class MakePromiseForm(Form):
    """The four parts of the promise. They may be written one by one; publishing needs all of them."""

    can_change = paragraph(
        "What can change", most=PROMISE_LIMIT, description=lazy("What will really be decided with these answers?")
    )
    who_decides = paragraph("Who decides", most=PROMISE_LIMIT, description=lazy("A person, a team or a body, and when."))
    off_the_table = paragraph(
        "What is off the table", most=PROMISE_LIMIT, description=lazy("What cannot change whatever people say, and why.")
    )
    reply_by = DateField(
        lazy("We reply by"),
        validators=[Optional()],
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
