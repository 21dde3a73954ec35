"""What a constituent fills in: one field per question, skipping always allowed, nothing that says who they are."""

import re
from collections.abc import Sequence
from typing import Any

from wtforms import Field, HiddenField, StringField
from wtforms.validators import ValidationError

from accountability.language import gettext as _
from accountability.language import lazy
from accountability.refusal import Refusal
from accountability.survey.domain import Answer, Answers, AskedQuestion, FormIsIncomplete, Questionnaire
from forms.base import Form
from forms.fields import tidy
from forms.validators import Entered

KEY = re.compile(r"[A-Za-z0-9_-]{22,64}")  # 128 bits or more, as we write them


class AnswerField(Field):
    """The answer to one question, as its kind understands it. `typed` is what came, whether or not it is accepted."""

    def __init__(self, question: AskedQuestion, **options: Any) -> None:
        super().__init__(**options)
        self.question = question
        self.typed: list[str] = []
        self.data: Answer = ()

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.typed = [value for value in valuelist if isinstance(value, str)]

    def pre_validate(self, form: Any) -> None:
        try:
            self.data = self.question.kind.check(self.typed)
        except Refusal as refusal:
            raise ValidationError(_(refusal.message, **refusal.params)) from refusal

    def chose(self, key: str) -> bool:
        """Whether an option is chosen."""
        return key in self.typed

    @property
    def typed_text(self) -> str:
        """What was written in an open question."""
        return "\n".join(self.typed)


class AnswerForm(Form):
    """The whole survey as one form. `is_of_known_version`: the page it came from showed a version of ours."""

    submission_key = HiddenField()
    questionnaire: Questionnaire
    is_of_known_version = False

    @property
    def has_key(self) -> bool:
        """Whether it carries a submission key that nobody could have guessed."""
        return KEY.fullmatch(self.submission_key.data or "") is not None

    @property
    def fields_to_answer(self) -> list[AnswerField]:
        """The questions in their order."""
        return [self[question.form_name] for question in self.questionnaire.questions]

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = bool(super().validate(extra_validators))
        if self.has_key and self.is_of_known_version:
            return is_valid
        self.refuse(FormIsIncomplete())
        return False

    @property
    def draft(self) -> Answers:
        """The answers; refuses NothingIsAnswered."""
        return self.questionnaire.check_answers({field.name: field.data for field in self.fields_to_answer})


def answer_form(questionnaire: Questionnaire) -> type[AnswerForm]:
    """The form class of one questionnaire."""
    fields = {question.form_name: AnswerField(question=question) for question in questionnaire.questions}
    return type("AnswerForm", (AnswerForm,), {**fields, "questionnaire": questionnaire})


class ReceiptForm(Form):
    """A receipt code, typed from a note."""

    code = StringField(
        lazy("Your code"),
        filters=[tidy],
        validators=[Entered("Enter the 16 digits of your code")],
        description=lazy("16 digits, with or without spaces."),
    )
