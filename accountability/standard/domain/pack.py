"""What a pack of the standard is made of."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction
from typing import NewType

from accountability.organisation.domain import OrganisationType, SizeBand, Traits

PackId = NewType("PackId", str)
CommitmentSlug = NewType("CommitmentSlug", str)
KeyActionSlug = NewType("KeyActionSlug", str)

LEVELS = (0, 1, 2, 3, 4)
EVIDENCE_FROM = 2


class Kind(Enum):
    """What a key action asks for: a rule or system in place, or something practised with people."""

    POLICY = "policy"
    PRACTICE = "practice"


class Depth(Enum):
    """How much of a pack an assessment goes through: the quick scan is part of the full one."""

    QUICK = "quick"
    FULL = "full"


class PackStatus(Enum):
    """Whether new assessments may choose a pack; old ones read any."""

    DRAFT = "draft"
    IN_REVIEW = "in-review"
    CURRENT = "current"
    RETIRED = "retired"


class Counting(Enum):
    """How "not applicable" counts in the means of a profile."""

    LEFT_OUT = "left-out"
    AS_ZERO = "as-zero"


class Effort(Enum):
    """How much work a suggestion asks of a small organisation: days, weeks, or months."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


@dataclass(frozen=True)
class Level:
    """One of the five levels of the whole pack, 0 to 4."""

    value: int
    name: str
    meaning: str


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """What one could do next, in our wording."""

    text: str
    effort: Effort


@dataclass(frozen=True, kw_only=True)
class LeftOutFor:
    """Of whom a key action is not asked: of those who meet every condition that is named here; `because` is told to them."""

    because: str
    size_bands: frozenset[SizeBand] = frozenset()
    countries: frozenset[str] = frozenset()
    types: frozenset[OrganisationType] = frozenset()

    def holds_for(self, traits: Traits) -> bool:
        """Whether the organisation is among those it names. What an organisation has not said of itself meets no condition."""
        named = (
            (self.size_bands, traits.size_band),
            (self.countries, traits.country),
            (self.types, traits.kind),
        )
        conditions = [(allowed, said) for allowed, said in named if allowed]
        return bool(conditions) and all(said in allowed for allowed, said in conditions)


@dataclass(frozen=True)
class KeyAction:
    """One thing an organisation rates; `descriptors[n]` says what level n looks like for it.

    `suggestions` are (level, what to do next from there); `needs_evidence_from` is the level from which evidence is asked for, None
    for never; `knows_policy_question` asks a rater whether they know the rule themselves, "" where there is none to know.
    """

    slug: KeyActionSlug
    commitment: CommitmentSlug
    text: str
    kind: Kind
    descriptors: tuple[str, ...]
    guiding_question: str
    evidence_examples: tuple[str, ...]
    is_quick: bool
    provenance: str
    review_status: str
    weight: Fraction = Fraction(1)
    left_out_for: tuple[LeftOutFor, ...] = ()
    suggestions: tuple[tuple[int, Suggestion], ...] = ()
    needs_evidence_from: int | None = EVIDENCE_FROM
    knows_policy_question: str = ""

    def belongs_to(self, depth: Depth) -> bool:
        """Whether an assessment of this depth asks for it."""
        return self.is_quick or depth is Depth.FULL

    def suggestion_from(self, level: int) -> Suggestion | None:
        """What to do next for somebody at this level."""
        return dict(self.suggestions).get(level)

    def why_left_out(self, traits: Traits) -> str | None:
        """Why it is not asked of an organisation, or None when it is."""
        return next((rule.because for rule in self.left_out_for if rule.holds_for(traits)), None)

    def wants_evidence_at(self, level: int | None) -> bool:
        """Whether an answer at this level should show something; None is no level."""
        return level is not None and self.needs_evidence_from is not None and level >= self.needs_evidence_from


@dataclass(frozen=True)
class Commitment:
    """One promise of the standard, with its key actions in order; `promise` is one line in our wording.

    `gap_suggestion` is for when constituents see the commitment kept less than the organisation does.
    """

    slug: CommitmentSlug
    number: int
    title: str
    promise: str
    key_actions: tuple[KeyAction, ...]
    provenance: str
    review_status: str
    gap_suggestion: Suggestion | None = None

    def key_actions_at(self, depth: Depth) -> tuple[KeyAction, ...]:
        """Its key actions that an assessment of this depth asks for."""
        return tuple(action for action in self.key_actions if action.belongs_to(depth))


@dataclass(frozen=True)
class Cluster:
    """A group of commitments, with the letter it is known by."""

    slug: str
    letter: str
    title: str
    commitments: tuple[Commitment, ...]
    provenance: str
    review_status: str


@dataclass(frozen=True)
class Pack:
    """One version of the standard's content; `levels[n]` names level n. `spread_suggestion` is for raters who are far apart."""

    id: PackId
    version: str
    title: str
    status: PackStatus
    languages: tuple[str, ...]
    licence: str
    levels: tuple[Level, ...]
    clusters: tuple[Cluster, ...]
    provenance: str
    review_status: str
    counting: Counting = Counting.LEFT_OUT
    spread_suggestion: Suggestion | None = None

    @property
    def commitments(self) -> tuple[Commitment, ...]:
        """All commitments in the order of the standard."""
        return tuple(commitment for cluster in self.clusters for commitment in cluster.commitments)

    def narrowed_to(self, slugs: Collection[str]) -> "Pack":
        """The same pack with only these commitments; a cluster without any is left out."""
        clusters = [
            replace(each, commitments=tuple(one for one in each.commitments if one.slug in slugs)) for each in self.clusters
        ]
        return replace(self, clusters=tuple(each for each in clusters if each.commitments))

    def without(self, slugs: Collection[str]) -> "Pack":
        """The same pack without these key actions; a commitment that loses all of them stays, empty."""

        def kept(commitment: Commitment) -> Commitment:
            return replace(commitment, key_actions=tuple(each for each in commitment.key_actions if each.slug not in slugs))

        clusters = (replace(each, commitments=tuple(map(kept, each.commitments))) for each in self.clusters)
        return replace(self, clusters=tuple(clusters))

    @property
    def key_actions(self) -> tuple[KeyAction, ...]:
        """All key actions in the order of the standard."""
        return tuple(action for commitment in self.commitments for action in commitment.key_actions)

    def key_actions_at(self, depth: Depth) -> tuple[KeyAction, ...]:
        """The key actions that an assessment of this depth asks for, in order."""
        return tuple(action for action in self.key_actions if action.belongs_to(depth))


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is asked of one organisation: the pack without what does not fit it, and why each key action is left out, by slug."""

    pack: Pack
    left_out: dict[str, str]


def asked_of(pack: Pack, traits: Traits) -> Asked:
    """What the pack asks of an organisation of this size, country and type."""
    reasons = {action.slug: action.why_left_out(traits) for action in pack.key_actions}
    left_out = {str(slug): because for slug, because in reasons.items() if because is not None}
    return Asked(pack=pack.without(left_out), left_out=left_out)
