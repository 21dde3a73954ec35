"""What people type when they answer back."""

from typing import Any
from uuid import UUID

from wtforms import BooleanField, DateField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from accountability.followup import domain
from accountability.language import gettext as _
from accountability.language import lazy
from forms.base import Form
from forms.fields import choices, line, one_of, paragraph, tidy
from forms.validators import Entered

PEOPLE = {
    domain.People.NOT_COUNTED: lazy("Not counted"),
    domain.People.UNDER_10: lazy("Fewer than 10 people"),
    domain.People.FROM_10: lazy("10 to 14 people"),
    domain.People.FROM_15: lazy("15 to 19 people"),
    domain.People.FROM_20: lazy("20 to 29 people"),
    domain.People.FROM_30: lazy("30 to 49 people"),
    domain.People.FROM_50: lazy("50 to 99 people"),
    domain.People.FROM_100: lazy("100 to 199 people"),
    domain.People.FROM_200: lazy("200 people or more"),
}
DECISIONS = {
    domain.Decision.ACCEPTED: lazy("Accepted"),
    domain.Decision.PARTLY: lazy("Partly accepted"),
    domain.Decision.DECLINED: lazy("Declined"),
}
DECISION_HELP = {
    domain.Decision.ACCEPTED: lazy("You will do it."),
    domain.Decision.PARTLY: lazy("You will do a part of it; the reason says which part, and why not the rest."),
    domain.Decision.DECLINED: lazy("You will not do it. It stays in the reply, with the reason."),
}


class ThemeForm(Form):
    """One thing that was heard, from how many, and the question it came from."""

    heard = line(
        "What you heard, in one line",
        enter="Enter what you heard, in one line",
        most=domain.THEME_LIMIT,
        description=lazy("As people would say it, also when it is uncomfortable. Leave out anything that shows who said it."),
    )
    people = one_of("How many said so", select="Select how many said so")
    question_id = SelectField(lazy("The question it came from"), validators=[Optional()], validate_choice=False)

    def __init__(self, *args: Any, questions: dict[UUID, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people.choices = choices((people.value, str(label)) for people, label in PEOPLE.items())
        asked = [SelectChoice(str(question_id), wording) for question_id, wording in questions.items()]
        self.question_id.choices = [SelectChoice("", _("None of them, or several")), *asked]

    @property
    def draft(self) -> domain.ThemeDraft:
        return domain.ThemeDraft(
            heard=self.heard.data or "",
            people=domain.People(self.people.data),
            question_id=_id(self.question_id.data),
        )


class DecideThemeForm(Form):
    """Accept, partly accept or decline, with the reason and the day."""

    decision = RadioField(
        lazy("Decision"),
        validators=[Entered("Select a decision")],
        choices=[
            SelectChoice(decision.value, label, render_kw={"description": DECISION_HELP[decision]})
            for decision, label in DECISIONS.items()
        ],
    )
    reason = paragraph(
        "What will happen and why, or why not",
        enter="Enter the reason for the decision",
        most=domain.REASON_LIMIT,
        description=lazy("People read this sentence for sentence. Say what changes for them, and what stood against it."),
    )
    due_on = DateField(
        lazy("By when"),
        validators=[Optional()],
        description=lazy("The day by which it will be done. Leave it empty if you decline."),
        render_kw={"required": False},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Needed for two of three decisions, so it is not called optional.
        self.due_on.flags.required = True

    @property
    def draft(self) -> domain.DecisionDraft:
        return domain.DecisionDraft(
            decision=domain.Decision(self.decision.data), reason=self.reason.data or "", due_on=self.due_on.data
        )


class ReplyWordsForm(Form):
    """The words around the themes."""

    thanks = paragraph("Thanks", most=domain.WORDS_LIMIT, description=lazy("Read first. One or two sentences are enough."))
    talk_more = paragraph(
        "Where to talk more",
        most=domain.WORDS_LIMIT,
        description=lazy("A time and a place, a telephone number, a name. Nobody should have to say that they answered."),
    )

    @property
    def draft(self) -> domain.ReplyWords:
        return domain.ReplyWords(thanks=self.thanks.data or "", talk_more=self.talk_more.data or "")


class PublishReplyForm(Form):
    """The second confirmation: what is said in public stays said."""

    is_read = BooleanField(
        lazy("I have read it as a stranger would, and nothing in it shows who said what."),
        validators=[Entered("Confirm that you have read it as a stranger would")],
    )

    @property
    def draft(self) -> None:
        return None


class AddUpdateForm(Form):
    """What happened since the reply."""

    news = TextAreaField(
        lazy("What has happened since"), filters=[tidy], validators=[Entered("Enter what has happened since the reply")]
    )

    @property
    def draft(self) -> str:
        return self.news.data or ""


def _id(value: str | None) -> UUID | None:
    """The chosen question; something that is no id counts as an unknown question, not as none."""
    try:
        return UUID(value) if value else None
    except ValueError:
        return UUID(int=0)
