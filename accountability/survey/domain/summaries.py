"""Numbers that may be shown: coarse, with a reason when hidden. Nothing exact leaves this module.

Rules of part 2 of the anonymity contract: shares in 5 % steps, never 0 % or 100 %; the number of answers as a class.
"""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from accountability.survey.domain.kinds import Kind, ScaleTo10
from accountability.survey.domain.values import TEXTS_AT_LEAST, Option

CLASS_STARTS = (5, 10, 15, 20, 30, 50, 100)
FINE_SCORE_FROM = 50
LARGEST_SCORE = 90


class HiddenReason(enum.Enum):
    """Why there is no number."""

    NOT_ASKED = "not_asked"
    TOO_FEW_ANSWERS = "too_few_answers"
    TOO_FEW_TEXTS = "too_few_texts"
    NO_SCORE = "no_score"


@dataclass(frozen=True, kw_only=True)
class AnswersClass:
    """How many answers there are, as a class: `low` to `high`, both included."""

    low: int
    high: int

    def __str__(self) -> str:
        return f"{self.low:,}–{self.high:,}".replace(",", "\u202f")


@dataclass(frozen=True, kw_only=True)
class SafeShare:
    """The share of those who answered that chose an option: 10, 15 … 90 %, or 5 for under 10 %, or 95 for over 90 %."""

    option: Option
    percent: int

    @property
    def is_under(self) -> bool:
        return self.percent < 10

    @property
    def is_over(self) -> bool:
        return self.percent > 90


@dataclass(frozen=True, kw_only=True)
class SafeScore:
    """A recommendation score, −90 to +90 in steps of 10 or 5. At the ends it means "or beyond": never everybody."""

    value: int

    @property
    def is_at_end(self) -> bool:
        return abs(self.value) == LARGEST_SCORE


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What may be shown of one question. Without `answers` everything is empty and `hidden` says why."""

    answers: AnswersClass | None
    hidden: HiddenReason | None = None
    shares: tuple[SafeShare, ...] = ()
    recommendation: SafeScore | None = None
    voice: int | None = None


@dataclass(frozen=True, kw_only=True)
class Voice:
    """What constituents say about one commitment, 0–100 in steps of 5, from the shown shares only; or why it is not shown.

    `answers_class` is how many answers stand behind it, such as "10–14".
    """

    score: int | None
    answers_class: str | None
    reason_hidden: HiddenReason | None


def answers_class(answers: int) -> AnswersClass:
    """The class of a number of answers, from 5 on: 5–9, 10–14, 15–19, 20–29, 30–49, 50–99, 100–199, 200–499, 500–999 …"""
    starts = list(CLASS_STARTS)
    while starts[-1] <= answers:
        starts.append(starts[-1] * 5 // 2 if str(starts[-1]).startswith("2") else starts[-1] * 2)
    low = max(start for start in starts if start <= answers)
    return AnswersClass(low=low, high=starts[starts.index(low) + 1] - 1)


def safe_share(count: int, answers: int) -> int:
    """The share in percent, in steps of 5; 5 stands for under 10 % and 95 for over 90 %."""
    if count * 10 < answers:
        return 5
    if count * 10 > answers * 9:
        return 95
    return (count * 40 + answers) // (answers * 2) * 5


def net_score(*, promoters: int, passives: int, detractors: int) -> Fraction | None:
    """Share of promoters (9–10) minus share of detractors (0–6) in points, −100 to +100; None without answers."""
    answers = promoters + passives + detractors
    return Fraction(100 * (promoters - detractors), answers) if answers else None


def safe_score(net: Fraction, *, answers: int) -> SafeScore:
    """The net score in steps of 10 below 50 answers, else of 5, kept away from both ends."""
    step = 5 if answers >= FINE_SCORE_FROM else 10
    rounded = int((abs(net) / step + Fraction(1, 2)) // 1) * step
    return SafeScore(value=min(rounded, LARGEST_SCORE) * (1 if net >= 0 else -1))


def summarise(kind: Kind, *, counts: Mapping[str, int], answers: int, threshold: int) -> Summary:
    """What may be shown of `answers` people's answers, of which `counts` chose each option."""
    if kind.is_text:
        is_shown = answers >= TEXTS_AT_LEAST
        return Summary(answers=answers_class(answers)) if is_shown else _hidden(HiddenReason.TOO_FEW_TEXTS)
    if answers < threshold:
        return _hidden(HiddenReason.TOO_FEW_ANSWERS)
    shares = tuple(SafeShare(option=option, percent=safe_share(counts.get(option.key, 0), answers)) for option in kind.options)
    return Summary(
        answers=answers_class(answers),
        shares=shares,
        recommendation=_recommendation(counts, answers) if isinstance(kind, ScaleTo10) and kind.is_recommendation else None,
        voice=None if kind.takes_many else voice_score(shares),
    )


def _hidden(reason: HiddenReason) -> Summary:
    return Summary(answers=None, hidden=reason)


def _recommendation(counts: Mapping[str, int], answers: int) -> SafeScore | None:
    promoters = counts.get("9", 0) + counts.get("10", 0)
    passives = counts.get("7", 0) + counts.get("8", 0)
    net = net_score(
        promoters=promoters,
        passives=passives,
        detractors=answers - promoters - passives,
    )
    return None if net is None else safe_score(net, answers=answers)


def voice_score(shares: Sequence[SafeShare]) -> int | None:
    """A mean of the options' worth, 0–100 in steps of 5, from shown shares only; None when no option is worth anything.

    What the named shares leave of 100 % is spread evenly over the options under 10 %.
    """
    under = [share for share in shares if share.is_under]
    left = max(0, 100 - sum(share.percent for share in shares if not share.is_under))
    rest = Fraction(min(left, 10 * len(under)), len(under)) if under else Fraction(0)
    weighed = [
        (rest if share.is_under else Fraction(share.percent), share.option.worth)
        for share in shares
        if share.option.worth is not None
    ]
    weight = sum((part for part, _ in weighed), Fraction(0))
    if not weight:
        return None
    return round(sum((part * worth for part, worth in weighed), Fraction(0)) / weight / 5) * 5


def join_voices(summaries: Sequence[Summary]) -> Voice:
    """One commitment's voice out of its questions: the mean of the shown ones, with the smallest class of answers."""
    shown = [(summary.voice, summary.answers) for summary in summaries if summary.voice is not None and summary.answers is not None]
    if shown:
        mean = Fraction(sum(score for score, _ in shown), len(shown))
        smallest = min((size for _, size in shown), key=lambda size: size.low)
        return Voice(score=round(mean / 5) * 5, answers_class=str(smallest), reason_hidden=None)
    return Voice(score=None, answers_class=None, reason_hidden=_why_silent(summaries))


def _why_silent(summaries: Sequence[Summary]) -> HiddenReason:
    if not summaries:
        return HiddenReason.NOT_ASKED
    is_few = any(summary.hidden is HiddenReason.TOO_FEW_ANSWERS for summary in summaries)
    return HiddenReason.TOO_FEW_ANSWERS if is_few else HiddenReason.NO_SCORE
