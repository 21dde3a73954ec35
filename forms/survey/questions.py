"""What staff types while writing a question: one form per kind."""

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from accountability.language import lazy
from accountability.survey.domain import (
    HINT_LIMIT,
    LABEL_LIMIT,
    STEPS,
    WORDING_LIMIT,
    FivePoint,
    Kind,
    MultipleChoice,
    OpenText,
    QuestionDraft,
    ScaleTo10,
    SingleChoice,
    YesNoUnsure,
)
from forms.base import Form
from forms.fields import choices, line, tidy
from forms.survey import words
from forms.survey.choosing import Unticked
from forms.validators import AtMost


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
