"""Taking part: what a contribution needs, what happened to it, and why it may be refused."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from accountability.fact import Fact, PlainText
from accountability.refusal import Refusal


class RoundDoesNotTakeContributions(Refusal):
    """Before its opening or after its closing date."""

    message = "This round takes contributions only between its opening and its closing date."


class ConsentIsMissing(Refusal):
    """Nothing is taken without a recorded consent."""

    message = "Your organisation has not agreed to share into this round, or has withdrawn its agreement."


class MemberIsNotVerified(Refusal):
    """Invented organisations must not count towards ten."""

    message = "The coordinator has not yet confirmed your organisation as a member of this network."


class NetworkIsNotHome(Refusal):
    """One home network per organisation, so that no two published groups share it."""

    message = "Your organisation counts in the benchmark of its home network, and this is not its home network."


class AssessmentIsUsedElsewhere(Refusal):
    """The same scores in two published groups would stand behind two sets of figures."""

    message = "This assessment was contributed to another network's round. Each assessment counts in one network only."
    field = "assessment_id"


class AssessmentIsIncomplete(Refusal):
    """A missing commitment would make the number of contributors differ between figures."""

    message = "This assessment has no score for: %(missing)s. A contribution needs all commitments."
    field = "assessment_id"


@dataclass(frozen=True, kw_only=True)
class ContributionTaken(Fact):
    """An organisation contributed the bands of an assessment to a round."""

    round_id: uuid.UUID
    assessment_id: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class ContributionWithdrawn(Fact):
    """An organisation took its contribution back; `bands_remain` says whether a panel keeps its last bands for now."""

    round_id: uuid.UUID
    bands_remain: bool


@dataclass(frozen=True, kw_only=True)
class PanelFrozen(Fact):
    """A round closed and its panel was fixed. Says nothing of who or how many."""

    round_id: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class ReleasePublished(Fact):
    """A round's release went out."""

    round_id: uuid.UUID
    digest: PlainText


@dataclass(frozen=True, kw_only=True)
class ReleaseHeldBack(Fact):
    """A round came to its publication date and nothing was published."""

    round_id: uuid.UUID
    reason: PlainText


def missing_scores(scores: Mapping[str, float | None]) -> list[str]:
    """The commitments without a score, in the order given."""
    return [commitment for commitment, score in scores.items() if score is None]
