"""What leans on evidence. Capabilities above say what a piece supports, what of it is held, and what a limited session may see."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.orm import Session

from accountability.evidence.domain import EvidenceId


@dataclass(frozen=True, kw_only=True)
class Use:
    """Something that a piece supports: what people call it, where it stands, and whether the piece must stay for it."""

    title: str
    place: str
    endpoint: str
    address: Mapping[str, str]  # what its address is made of
    is_held: bool


class Uses(Protocol):
    """What one capability knows of the pieces it leans on."""

    def of(self, session: Session, evidence_id: EvidenceId) -> Sequence[Use]:
        """What the piece supports there, as far as the session may see it."""
        ...

    def is_held(self, session: Session, evidence_id: EvidenceId) -> bool:
        """Whether the piece must stay as it is, whoever asks."""
        ...

    def seen_in(self, session: Session, parts: frozenset[str]) -> Collection[EvidenceId]:
        """The pieces that a session limited to these parts may see."""
        ...


_offered: list[Uses] = []


def offer(uses: Uses) -> None:
    """Have a capability asked about pieces. Used by app.py only."""
    if uses not in _offered:
        _offered.append(uses)


def uses_of(session: Session, evidence_id: EvidenceId) -> list[Use]:
    """Everything that a piece supports."""
    return [use for uses in _offered for use in uses.of(session, evidence_id)]


def is_held(session: Session, evidence_id: EvidenceId) -> bool:
    """Whether something that is closed leans on the piece."""
    return any(uses.is_held(session, evidence_id) for uses in _offered)


def seen_in(session: Session, parts: frozenset[str]) -> set[EvidenceId]:
    """The pieces that a session limited to these parts may see; none that nobody vouches for."""
    return {evidence_id for uses in _offered for evidence_id in uses.seen_in(session, parts)}
