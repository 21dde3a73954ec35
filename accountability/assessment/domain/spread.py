"""How far apart raters are on a key action: exact where they have names, from the shown shares alone where they are anonymous.

Nothing is rounded and nothing is averaged: an item is ordered by the range of its levels, then by their variance as a fraction.
Of anonymous raters only what a page may show goes in (part 2 of the anonymity contract: shares in 5 % steps from ten answers,
never 0 % or 100 %, the number as a class), so no order and no grouping tells more than the page.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from accountability.assessment.domain.closing import CHOICES, KNOWLEDGE
from accountability.assessment.domain.ratings import Answer, Knowledge, Verdict
from accountability.assessment.domain.ways import LEAST_ANONYMOUS
from accountability.fact import Fact
from accountability.refusal import Refusal
from accountability.survey.domain.summaries import AnswersClass, answers_class, safe_share

LEAST_TO_AGREE = 2  # one person alone agrees with nobody


class ReasonForLevelIsMissing(Refusal):
    """Where people differ, the level that stands must say why."""

    message = "People chose differently here. Enter why this level stands."
    field = "note"


class NothingToTakeOver(Refusal):
    """Somebody took them over a moment ago, or there are none."""

    message = "There is no key action left to take over."


@dataclass(frozen=True, kw_only=True)
class LevelsTakenOver(Fact):
    """The levels that all raters say were written down at once."""

    count: int


@dataclass(frozen=True, kw_only=True)
class Share:
    """How many chose one thing. With names: `people`. Anonymous: `percent`, 10 to 90, or 5 for under 10 and 95 for over 90."""

    key: str
    people: int | None = None
    percent: int | None = None

    @property
    def is_seen(self) -> bool:
        """Whether it is known that somebody chose it; a share under 10 % may be nobody's."""
        return bool(self.people) if self.percent is None else self.percent >= 10

    @property
    def is_nearly_all(self) -> bool:
        """Whether over 90 % chose it."""
        return self.percent is not None and self.percent > 90

    @property
    def weight(self) -> int:
        """What it counts for when distances are measured."""
        return (self.people or 0) if self.percent is None else self.percent


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """How raters chose on one key action: `shares` over CHOICES, `knowledge` over KNOWLEDGE; each empty when it may not be shown.

    `answers` is exact with names, a class when anonymous, None when nothing may be shown; `known_by` is the same for the
    question whether people know the policy.
    """

    is_anonymous: bool
    answers: int | AnswersClass | None
    shares: tuple[Share, ...] = ()
    known_by: int | AnswersClass | None = None
    knowledge: tuple[Share, ...] = ()

    @property
    def levels(self) -> dict[int, int]:
        """Level → what it weighs, of the levels that somebody chose for certain."""
        return {int(each.key): each.weight for each in self.shares if each.key.isdigit() and each.is_seen}

    @property
    def range(self) -> int:
        """From the lowest level chosen to the highest, 0 to 4."""
        return max(self.levels) - min(self.levels) if self.levels else 0

    @property
    def variance(self) -> Fraction:
        """The mean of the squared distances to the mean; 0 without levels."""
        whole = sum(self.levels.values())
        if not whole:
            return Fraction(0)
        middle = Fraction(sum(level * weight for level, weight in self.levels.items()), whole)
        return sum(((level - middle) ** 2 * weight for level, weight in self.levels.items()), Fraction(0)) / whole

    @property
    def is_thin(self) -> bool:
        """Whether there is nothing to compare: hidden, or fewer than two answers."""
        return not self.shares or (isinstance(self.answers, int) and self.answers < LEAST_TO_AGREE)

    @property
    def common_level(self) -> int | None:
        """The level that all chose, or over 90 % of anonymous raters; None when they differ or it is no level."""
        if self.is_thin:
            return None
        seen = [each for each in self.shares if each.is_seen]
        is_one = len(seen) == 1 and (seen[0].is_nearly_all or not self.is_anonymous)
        return int(seen[0].key) if is_one and seen[0].key.isdigit() else None

    @property
    def is_split(self) -> bool:
        """Whether people chose differently, so that a level needs a reason."""
        if self.is_thin:
            return False
        seen = [each for each in self.shares if each.is_seen]
        return len(seen) > 1 or (self.is_anonymous and not seen[0].is_nearly_all)

    @property
    def distance(self) -> tuple[int, Fraction, int]:
        """By which the furthest apart comes first, in descending order; whether a key action applies at all is a distance too."""
        others = sum(each.is_seen for each in self.shares if not each.key.isdigit())
        return self.range, self.variance, others

    def share_of(self, key: str) -> Share:
        """The share of one choice or of one state of knowledge."""
        return next((each for each in (*self.shares, *self.knowledge) if each.key == key), Share(key=key, people=0))


def named_opinion(answers: Iterable[Answer], *, counted: Mapping[str, int]) -> Opinion:
    """Of raters with names; `counted` is `count_answers` of their answers."""
    given = sum(not each.is_blank for each in answers)
    known_by = sum(counted.get(key, 0) for key in KNOWLEDGE)
    return Opinion(
        is_anonymous=False,
        answers=given,
        shares=tuple(Share(key=key, people=counted.get(key, 0)) for key in CHOICES) if given else (),
        known_by=known_by,
        knowledge=tuple(Share(key=key, people=counted.get(key, 0)) for key in KNOWLEDGE) if known_by else (),
    )


def anonymous_opinion(counted: Mapping[str, int]) -> Opinion:
    """Of anonymous raters: nothing exact leaves here."""
    answers, shares = _coarse(counted, CHOICES)
    known_by, knowledge = _coarse(counted, KNOWLEDGE)
    return Opinion(is_anonymous=True, answers=answers, shares=shares, known_by=known_by, knowledge=knowledge)


def _coarse(counted: Mapping[str, int], keys: tuple[str, ...]) -> tuple[AnswersClass | None, tuple[Share, ...]]:
    people = sum(counted.get(key, 0) for key in keys)
    if people < LEAST_ANONYMOUS:
        return None, ()
    return answers_class(people), tuple(Share(key=key, percent=safe_share(counted.get(key, 0), people)) for key in keys)


def counts_like(opinion: Opinion) -> Mapping[str, int]:
    """The smallest counts that are shown exactly as this anonymous opinion, made from what it shows and nothing else.

    They take the place of the true counts where an assessment leaves the house: whoever reads them knows what the pages say.
    """
    counts: dict[str, int] = {}
    for people, shares in ((opinion.answers, opinion.shares), (opinion.known_by, opinion.knowledge)):
        if isinstance(people, AnswersClass):
            counts |= _fitting(people, shares)
    return {key: people for key, people in counts.items() if people}


def _fitting(people: AnswersClass, shares: tuple[Share, ...]) -> dict[str, int]:
    for answers in range(max(people.low, LEAST_ANONYMOUS), people.high + 1):
        ranges = {each.key: [n for n in range(answers + 1) if safe_share(n, answers) == each.percent] for each in shares}
        if all(ranges.values()) and _sum_of(ranges, 0) <= answers <= _sum_of(ranges, -1):
            return _filled(ranges, answers)
    raise ValueError("shares that no counts give")


def _sum_of(ranges: Mapping[str, list[int]], end: int) -> int:
    return sum(each[end] for each in ranges.values())


def _filled(ranges: Mapping[str, list[int]], answers: int) -> dict[str, int]:
    counts, left = {}, answers - _sum_of(ranges, 0)
    for key, possible in ranges.items():
        more = min(left, possible[-1] - possible[0])
        counts[key], left = possible[0] + more, left - more
    return counts


def check_reason(opinion: Opinion, *, answer: Answer) -> None:
    """Raise ReasonForLevelIsMissing where people chose differently and nobody says why this level stands.

    What is not applicable says why in its own reason.
    """
    needs_words = answer.verdict in (Verdict.LEVEL, Verdict.DONT_KNOW)
    if opinion.is_split and needs_words and not answer.note.strip():
        raise ReasonForLevelIsMissing


def knows_policy(opinion: Opinion) -> Share | None:
    """How many know the policy; None when it was not asked or may not be shown."""
    return opinion.share_of(Knowledge.KNOWS.value) if opinion.knowledge else None
