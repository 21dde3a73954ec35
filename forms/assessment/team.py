"""What people choose about a team: how it rates, who is on it and for which sections; and how rating ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange
from wtforms.validators import Optional as MayBeEmpty

from accountability.assessment.domain.closing import LONGEST_WORDS
from accountability.assessment.domain.ways import LEAST_ANONYMOUS, LEAST_NAMED, MOST_RATERS, USUAL_LEAST, Way
from accountability.language import lazy
from forms.base import Form
from forms.fields import paragraph
from forms.validators import Entered

WAYS = {
    Way.TOGETHER.value: lazy("Together on one sheet"),
    Way.NAMED.value: lazy("Each alone, with names"),
    Way.ANONYMOUS.value: lazy("Each alone, nobody knows who"),
}
EXPLAINED = {
    Way.TOGETHER.value: lazy("Everybody writes on the same sheet and sees what the others wrote. The quickest way."),
    Way.NAMED.value: lazy(
        "Nobody sees what others chose until enough have finished. Then you look at where you differ, and agree."
    ),
    Way.ANONYMOUS.value: lazy(
        "Needs ten people who finish. Your organisation sees shares only, never who chose what; notes and answers are deleted "
        "when rating closes."
    ),
}


@dataclass(frozen=True, kw_only=True)
class RatingPlan:
    """How a team rates: the way, the least number who must finish, and by when."""

    way: Way
    least: int
    rate_by: date | None


def way_field() -> RadioField:
    """The three ways to rate, each with what it means for raters."""
    offered = [SelectChoice(each, label, render_kw={"description": EXPLAINED[each]}) for each, label in WAYS.items()]
    return RadioField(
        lazy("How you rate"), choices=offered, default=Way.TOGETHER.value, validators=[Entered("Select how you rate")]
    )


def least_field() -> IntegerField:
    """How many must have finished before anybody sees what others chose."""
    told = lazy("Enter a number from %(least)s to %(most)s", least=LEAST_NAMED, most=MOST_RATERS)
    return IntegerField(
        lazy("How many must finish before results are shown"),
        default=USUAL_LEAST,
        validators=[NumberRange(LEAST_NAMED, MOST_RATERS, told)],
        description=lazy(
            "Only if each rates alone. %(usual)s is usual, %(least)s the least; where nobody knows who, %(anonymous)s or more.",
            usual=USUAL_LEAST,
            least=LEAST_NAMED,
            anonymous=LEAST_ANONYMOUS,
        ),
    )


def rate_by_field() -> DateField:
    """By when to rate; nothing closes by itself."""
    return DateField(
        lazy("Rate by"),
        validators=[MayBeEmpty()],
        description=lazy("Stands in the mails to the team. Nothing closes by itself."),
    )


class ChooseWayForm(Form):
    """How a team rates, before anybody has."""

    way = way_field()
    least_raters = least_field()
    rate_by = rate_by_field()

    @property
    def draft(self) -> RatingPlan:
        return plan_of(self)


class ChooseDateForm(Form):
    """By when to rate, once the rest is fixed."""

    rate_by = rate_by_field()

    @property
    def draft(self) -> date | None:
        chosen: date | None = self.rate_by.data
        return chosen


def plan_of(form: Any) -> RatingPlan:
    """The plan out of a form that has the three fields."""
    return RatingPlan(way=Way(form.way.data), least=form.least_raters.data or USUAL_LEAST, rate_by=form.rate_by.data)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Members to ask, and the sections they get; no section means all."""

    members: tuple[str, ...]
    sections: tuple[str, ...]


class AskRatersForm(Form):
    """Whom to put on the team, and for which sections."""

    members = SelectMultipleField(lazy("Who rates"), validators=[Entered("Select at least one person")])
    sections = SelectMultipleField(lazy("Which sections"))

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], parts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members.choices = [SelectChoice(*each) for each in people]
        self.sections.choices = [SelectChoice(*each) for each in parts]

    @property
    def draft(self) -> Asked:
        return Asked(members=tuple(self.members.data or ()), sections=tuple(self.sections.data or ()))


class GiveSectionsForm(Form):
    """The sections of one rater."""

    sections = SelectMultipleField(lazy("Which sections"))

    def __init__(self, *args: Any, parts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sections.choices = [SelectChoice(*each) for each in parts]

    @property
    def draft(self) -> tuple[str, ...]:
        return tuple(self.sections.data or ())


class FinishRatingForm(Form):
    """Somebody says that they are done."""

    is_sure = BooleanField(
        lazy("I have finished. My answers stand as they are."), validators=[Entered("Tick that you have finished")]
    )


class CloseRatingForm(Form):
    """The officer ends rating for everybody; a sentence is needed when fewer have finished than they were told."""

    words = paragraph("Why you close now", most=LONGEST_WORDS, render_kw={"rows": 2})
    is_sure = BooleanField(
        lazy("I have read what happens, and it cannot be undone."), validators=[Entered("Tick that you have read what happens")]
    )

    @property
    def draft(self) -> str:
        return self.words.data or ""
