"""When rating may be closed, and what closing makes of anonymous answers: numbers that lead to nobody."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from accountability.assessment.domain.ratings import Answer, Knowledge, Verdict
from accountability.assessment.domain.refusals import AssessmentIsSubmitted
from accountability.assessment.domain.team import NobodyRatesAlone
from accountability.assessment.domain.ways import LEAST_ANONYMOUS, Standing, Way
from accountability.fact import Fact
from accountability.refusal import Refusal
from accountability.standard.domain import LEVELS
from accountability.survey.domain.summaries import AnswersClass, answers_class

LONGEST_WORDS = 500


class RatingIsClosedAlready(Refusal):
    """Somebody else closed it a moment ago."""

    message = "Rating is closed already. Nothing was done twice."


class TooFewToClose(Refusal):
    """Below ten, shares would let somebody guess who chose what."""

    message = "Fewer than %(least)s people have finished, and fewer would let someone guess who chose what. Rating stays open."


class NobodyHasFinished(Refusal):
    """There would be nothing to compare."""

    message = "Nobody has finished rating yet, so there is nothing to close on."


class WordsAreMissing(Refusal):
    """Closing before enough have finished shows fewer than raters were told."""

    message = "Fewer have finished than the raters were told. Enter why you close now."
    field = "words"


class WordsAreTooLong(Refusal):
    """A sentence, not an essay."""

    message = "The text must be %(limit)s characters or fewer."
    field = "words"


@dataclass(frozen=True, kw_only=True)
class RatingClosed(Fact):
    """Rating was closed; what raters chose is shown. `is_early`: before as many had finished as the raters were told."""

    way: Way
    is_early: bool


def check_closing(standing: Standing, *, words: str, is_submitted: bool) -> bool:
    """Whether closing now is early. The sentence that says why is needed then.

    Raises NobodyRatesAlone, RatingIsClosedAlready, AssessmentIsSubmitted, TooFewToClose, NobodyHasFinished or WordsAreMissing.
    """
    if not standing.way.is_blind:
        raise NobodyRatesAlone
    if standing.is_closed:
        raise RatingIsClosedAlready
    if is_submitted:
        raise AssessmentIsSubmitted
    if standing.way is Way.ANONYMOUS and standing.still_needed:
        raise TooFewToClose(least=standing.least)
    if not standing.finished:
        raise NobodyHasFinished
    if len(words) > LONGEST_WORDS:
        raise WordsAreTooLong(limit=LONGEST_WORDS)
    if standing.still_needed and not words.strip():
        raise WordsAreMissing
    return bool(standing.still_needed)


def finished_class(finished: int) -> AnswersClass | None:
    """How many anonymous raters have finished, as a class; None below ten."""
    return answers_class(finished) if finished >= LEAST_ANONYMOUS else None


CHOICES = (*(str(level) for level in LEVELS), Verdict.NOT_APPLICABLE.value, Verdict.DONT_KNOW.value)
KNOWLEDGE = tuple(each.value for each in Knowledge)


def choice_of(answer: Answer) -> str | None:
    """One of CHOICES, or None for a blank."""
    if answer.verdict is None:
        return None
    return str(answer.level) if answer.verdict is Verdict.LEVEL else answer.verdict.value


def count_answers(answers: Iterable[Answer]) -> Mapping[str, int]:
    """How many chose each of CHOICES and of KNOWLEDGE; what nobody chose is left out."""
    counted: Counter[str] = Counter()
    for answer in answers:
        given = (choice_of(answer), answer.knowledge.value if answer.knowledge else None)
        counted.update(each for each in given if each is not None)
    return counted
