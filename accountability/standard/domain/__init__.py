"""The content of the standard: its parts, its kinds and depths, and how a pack is read or refused."""

from accountability.standard.domain.pack import (
    LEVELS,
    Cluster,
    Commitment,
    CommitmentSlug,
    Depth,
    KeyAction,
    KeyActionSlug,
    Kind,
    Level,
    Pack,
    PackId,
    PackStatus,
)
from accountability.standard.domain.reading import PackIsBroken, read_pack

__all__ = [
    "LEVELS",
    "Cluster",
    "Commitment",
    "CommitmentSlug",
    "Depth",
    "KeyAction",
    "KeyActionSlug",
    "Kind",
    "Level",
    "Pack",
    "PackId",
    "PackIsBroken",
    "PackStatus",
    "read_pack",
]
