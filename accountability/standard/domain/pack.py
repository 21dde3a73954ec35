"""What a pack of the standard is made of."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import Enum
from typing import NewType

PackId = NewType("PackId", str)
CommitmentSlug = NewType("CommitmentSlug", str)
KeyActionSlug = NewType("KeyActionSlug", str)

LEVELS = (0, 1, 2, 3, 4)


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
    CURRENT = "current"
    RETIRED = "retired"


@dataclass(frozen=True)
class Level:
    """One of the five levels of the whole pack, 0 to 4."""

    value: int
    name: str
    meaning: str


@dataclass(frozen=True)
class KeyAction:
    """One thing an organisation rates; `descriptors[n]` says what level n looks like for it."""

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

    def belongs_to(self, depth: Depth) -> bool:
        """Whether an assessment of this depth asks for it."""
        return self.is_quick or depth is Depth.FULL


@dataclass(frozen=True)
class Commitment:
    """One promise of the standard, with its key actions in order; `promise` is one line in our wording."""

    slug: CommitmentSlug
    number: int
    title: str
    promise: str
    key_actions: tuple[KeyAction, ...]
    provenance: str
    review_status: str

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
    """One version of the standard's content; `levels[n]` names level n."""

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

    @property
    def key_actions(self) -> tuple[KeyAction, ...]:
        """All key actions in the order of the standard."""
        return tuple(action for commitment in self.commitments for action in commitment.key_actions)

    def key_actions_at(self, depth: Depth) -> tuple[KeyAction, ...]:
        """The key actions that an assessment of this depth asks for, in order."""
        return tuple(action for action in self.key_actions if action.belongs_to(depth))
