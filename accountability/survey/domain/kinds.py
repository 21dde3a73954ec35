"""The kinds of question. A kind knows its settings, which posted answers it accepts, and what each answer is worth.

An answer to a closed question is a tuple of option keys, to an open one a tuple of one text; () means skipped.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from accountability.survey.domain.refusals import (
    AnswerIsNotOffered,
    LabelIsTooLong,
    OptionsAreRepeated,
    OptionsAreTooFew,
    OptionsAreTooMany,
    StepsAreNotFive,
    TextIsTooLong,
)
from accountability.survey.domain.values import (
    LABEL_LIMIT,
    OPTION_LIMIT,
    TEXT_LIMIT,
    Option,
)

Answer = tuple[str, ...]

STEPS = {
    "agreement": (
        "Strongly disagree",
        "Disagree",
        "Neither agree nor disagree",
        "Agree",
        "Strongly agree",
    ),
    "frequency": ("Never", "Rarely", "Sometimes", "Often", "Always"),
    "quality": ("Very bad", "Bad", "Neither good nor bad", "Good", "Very good"),
    "amount": ("Not at all", "A little", "Somewhat", "Mostly", "Completely"),
}
OWN_STEPS = "own"


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What all kinds of question have in common."""

    name: ClassVar[str]
    takes_many: ClassVar[bool] = False
    is_text: ClassVar[bool] = False

    @property
    def options(self) -> tuple[Option, ...]:
        """The answers offered, in their order; none for an open text."""
        return ()

    @property
    def has_worth(self) -> bool:
        """Whether its answers say that something is better or worse, so that it counts as constituent voice."""
        return any(option.worth is not None for option in self.options)

    def checked(self) -> Self:
        """The kind itself when its settings may be published; else a Refusal."""
        return self

    def check(self, posted: Sequence[str]) -> Answer:
        """The posted values as an answer; AnswerIsNotOffered when they are none of ours."""
        chosen = {value for value in posted if value}
        if chosen - {option.key for option in self.options} or (len(chosen) > 1 and not self.takes_many):
            raise AnswerIsNotOffered
        return tuple(option.key for option in self.options if option.key in chosen)

    def stored(self) -> dict[str, Any]:
        """The settings as plain JSON."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in dataclasses.asdict(self).items()}

    @classmethod
    def restored(cls, stored: Mapping[str, Any]) -> Self:
        """The kind from what `stored` gave."""
        return cls(**{name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()})


@dataclass(frozen=True, kw_only=True)
class ScaleTo10(Kind):
    """A number from 0 to 10 with a word at each end."""

    name = "scale_0_10"
    low: str = ""
    high: str = ""
    is_recommendation: bool = False

    @property
    def options(self) -> tuple[Option, ...]:
        return tuple(Option(key=str(number), label=str(number), worth=number * 10) for number in range(11))

    @property
    def ends(self) -> tuple[Option, Option]:
        """The words at 0 and at 10; ours when the organisation gave none."""
        return (_end("0", self.low, "Not at all"), _end("10", self.high, "Completely"))

    def checked(self) -> Self:
        _check_labels((self.low, self.high))
        return self


def _end(key: str, typed: str, ours: str) -> Option:
    return Option(key=key, label=typed or ours, is_fixed=not typed)


@dataclass(frozen=True, kw_only=True)
class FivePoint(Kind):
    """Five named steps from the worst to the best: one of our sets, or the organisation's own words."""

    name = "five_point"
    steps: str = "agreement"
    labels: tuple[str, ...] = ()

    @property
    def options(self) -> tuple[Option, ...]:
        labels = self.labels if self.steps == OWN_STEPS else STEPS[self.steps]
        is_fixed = self.steps != OWN_STEPS
        return tuple(
            Option(key=str(place), label=label, is_fixed=is_fixed, worth=(place - 1) * 25) for place, label in enumerate(labels, 1)
        )

    def checked(self) -> Self:
        if self.steps == OWN_STEPS:
            if len(self.labels) != 5:
                raise StepsAreNotFive
            _check_labels(self.labels)
            _refuse_repeated(self.labels)
        elif self.steps not in STEPS:
            raise StepsAreNotFive
        return self


@dataclass(frozen=True, kw_only=True)
class SingleChoice(Kind):
    """One answer out of a list of the organisation's own."""

    name = "single_choice"
    labels: tuple[str, ...] = ()

    @property
    def options(self) -> tuple[Option, ...]:
        return tuple(Option(key=str(place), label=label) for place, label in enumerate(self.labels, 1))

    def checked(self) -> Self:
        if len(self.labels) < 2:
            raise OptionsAreTooFew
        if len(self.labels) > OPTION_LIMIT:
            raise OptionsAreTooMany(limit=OPTION_LIMIT)
        _check_labels(self.labels)
        _refuse_repeated(self.labels)
        return self


class MultipleChoice(SingleChoice):
    """Any number of answers out of a list."""

    name = "multiple_choice"
    takes_many = True


@dataclass(frozen=True)
class YesNoUnsure(Kind):
    """Yes, no, or not sure. Yes is the good answer: the question has to be put that way round."""

    name = "yes_no_unsure"

    @property
    def options(self) -> tuple[Option, ...]:
        return (
            Option(key="yes", label="Yes", is_fixed=True, worth=100),
            Option(key="no", label="No", is_fixed=True, worth=0),
            Option(key="unsure", label="Not sure", is_fixed=True),
        )


@dataclass(frozen=True)
class OpenText(Kind):
    """The person's own words."""

    name = "open_text"
    is_text = True

    def check(self, posted: Sequence[str]) -> Answer:
        # PostgreSQL cannot hold NUL in a text; nobody types it.
        text = "\n".join(posted).replace("\x00", "").replace("\r\n", "\n").strip()
        if len(text) > TEXT_LIMIT:
            raise TextIsTooLong(limit=TEXT_LIMIT)
        return (text,) if text else ()


KINDS: dict[str, type[Kind]] = {
    kind.name: kind
    for kind in (
        ScaleTo10,
        FivePoint,
        SingleChoice,
        MultipleChoice,
        YesNoUnsure,
        OpenText,
    )
}


def _check_labels(labels: Sequence[str]) -> None:
    if any(len(label) > LABEL_LIMIT for label in labels):
        raise LabelIsTooLong(limit=LABEL_LIMIT)


def _refuse_repeated(labels: Sequence[str]) -> None:
    if len({label.casefold() for label in labels}) < len(labels):
        raise OptionsAreRepeated
