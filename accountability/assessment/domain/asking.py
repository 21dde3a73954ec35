"""What an assessment asks of this organisation, and the mandate it is made under."""

from dataclasses import dataclass
from datetime import date

from accountability.assessment.domain.refusals import AssessmentIsSubmitted
from accountability.fact import Fact, PlainText
from accountability.refusal import Refusal

LONGEST_MANDATE = 1_000


@dataclass(frozen=True, kw_only=True)
class KeyActionAsked(Fact):
    """A key action that the rules of the standard leave out is asked after all."""

    key_action: PlainText


@dataclass(frozen=True, kw_only=True)
class KeyActionLeftOut(Fact):
    """A key action is not asked, because a rule of the standard says so."""

    key_action: PlainText


class NoRuleLeavesItOut(Refusal):
    """Only the standard says what is not asked; an organisation says "not applicable", with its reason."""

    message = "No rule of the standard leaves this out for you. If it does not apply, answer “not applicable” and say why."


class MandateIsTooLong(Refusal):
    """The text passes the limit."""

    message = "The text must be %(limit)s characters or fewer."
    field = "mandate"


class MandateIsMissing(Refusal):
    """A day without what was decided on it says nothing."""

    message = "Enter who decided it, and what."
    field = "mandate"


def checked_mandate(mandate: str, on: date | None) -> str:
    """The mandate without outer space; it may be empty. Raises MandateIsMissing or MandateIsTooLong."""
    mandate = mandate.strip()
    if on is not None and not mandate:
        raise MandateIsMissing
    if len(mandate) > LONGEST_MANDATE:
        raise MandateIsTooLong(limit=LONGEST_MANDATE)
    return mandate


def check_changing(*, is_submitted: bool) -> None:
    """Raise AssessmentIsSubmitted: what the signer reads stays as it is."""
    if is_submitted:
        raise AssessmentIsSubmitted


def check_leaving_out(because: str | None) -> str:
    """The rule's reason. Raises NoRuleLeavesItOut."""
    if because is None:
        raise NoRuleLeavesItOut
    return because
