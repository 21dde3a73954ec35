"""Reads which evidence supports which key action, and where some is wanted and there is none."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.assessment.domain.ratings import BLANK, Answer
from accountability.assessment.models import Assessment, Support
from accountability.assessment.queries.packs import get_pack, list_asked
from accountability.assessment.queries.sheets import list_answers
from accountability.evidence import queries as evidence
from accountability.evidence.domain import EvidenceId
from accountability.evidence.uses import Use
from accountability.parts import seen
from accountability.standard.domain import KeyAction
from accountability.tenancy import acting_for

if TYPE_CHECKING:
    from accountability.evidence.models import Evidence


@dataclass(frozen=True, kw_only=True)
class Supporting:
    """A piece that supports a key action; not confirmed: only offered again from the cycle before."""

    piece: "Evidence"
    added_by_id: UUID
    added_at: datetime
    confirmed_at: datetime | None

    @property
    def is_confirmed(self) -> bool:
        """Whether somebody said in this cycle that it still shows it."""
        return self.confirmed_at is not None


def list_support(session: Session, assessment: Assessment) -> dict[str, list[Supporting]]:
    """Key action → what supports it, the first added first; without what is in the trash or the session may not see."""
    asked = sa.select(Support).where(Support.assessment_id == assessment.id).order_by(Support.added_at, Support.evidence_id)
    rows = session.scalars(asked).all()
    pieces = evidence.list_pieces_by_id(session, {row.evidence_id for row in rows})
    slugs = {each.slug for each in list_asked(session, assessment)}
    found: dict[str, list[Supporting]] = defaultdict(list)
    for row in rows:
        if row.evidence_id in pieces and row.key_action in slugs:
            how = {"added_by_id": row.added_by_id, "added_at": row.added_at, "confirmed_at": row.confirmed_at}
            found[row.key_action].append(Supporting(piece=pieces[row.evidence_id], **how))  # type: ignore[arg-type]
    return dict(found)


def find_support(session: Session, assessment: Assessment, *, key_action: str, evidence_id: EvidenceId) -> Support | None:
    """The row that ties this piece to this key action, if there is one."""
    return session.get(Support, (acting_for(session), assessment.id, key_action, evidence_id))


def list_lacking(session: Session, assessment: Assessment, *, answers: Mapping[str, Answer] | None = None) -> list[KeyAction]:
    """The key actions whose level wants something shown, and nothing that was confirmed shows it."""
    given = list_answers(session, assessment) if answers is None else answers
    support = list_support(session, assessment)
    return [
        each
        for each in list_asked(session, assessment)
        if each.wants_evidence_at(given.get(each.slug, BLANK).level)
        and not any(supporting.is_confirmed for supporting in support.get(each.slug, []))
    ]


class KeyActions:
    """Key actions by slug, each version of the standard read once."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._packs: dict[tuple[str, str], dict[str, KeyAction]] = {}

    def find(self, assessment: Assessment, slug: str) -> KeyAction | None:
        """The key action as this assessment words it; None when that version has none of this slug."""
        which = (assessment.pack_id, assessment.pack_version)
        if which not in self._packs:
            self._packs[which] = {each.slug: each for each in get_pack(self.session, assessment).key_actions}
        return self._packs[which].get(slug)


class SupportUses:
    """What assessments tell the capability below of the pieces that they lean on."""

    def of(self, session: Session, evidence_id: EvidenceId) -> Sequence[Use]:
        """The key actions that a piece supports, as far as the session may see them, the latest cycle first."""
        asked = (
            sa.select(Support, Assessment)
            .join(Assessment, Assessment.id == Support.assessment_id)
            .where(Support.evidence_id == evidence_id, Support.confirmed_at.is_not(None))
            .order_by(Assessment.started_at.desc(), Support.key_action)
        )
        limited, actions, found = seen(session), KeyActions(session), []
        for row, assessment in session.execute(asked):
            action = actions.find(assessment, row.key_action)
            if action is not None and (limited is None or action.commitment in limited):
                found.append(_use(assessment, action))
        return found

    def is_held(self, session: Session, evidence_id: EvidenceId) -> bool:
        """Whether an assessment that is signed leans on it."""
        signed = (
            sa.select(Support.key_action)
            .join(Assessment, Assessment.id == Support.assessment_id)
            .where(Support.evidence_id == evidence_id, Assessment.signed_at.is_not(None))
        )
        return session.scalars(signed.limit(1)).first() is not None

    def seen_in(self, session: Session, parts: frozenset[str]) -> Collection[EvidenceId]:
        """The pieces that support a key action of these commitments, in any cycle."""
        asked = sa.select(Support.evidence_id, Support.key_action, Assessment).join(
            Assessment, Assessment.id == Support.assessment_id
        )
        actions = KeyActions(session)
        found = ((row[0], actions.find(row[2], row[1])) for row in session.execute(asked))
        return {evidence_id for evidence_id, action in found if action is not None and action.commitment in parts}


SUPPORT_USES = SupportUses()


def _use(assessment: Assessment, action: KeyAction) -> Use:
    return Use(
        title=action.text,
        place=assessment.name,
        endpoint="assessment.rate_key_action",
        address={"assessment_id": str(assessment.id), "key_action": action.slug},
        is_held=assessment.is_signed,
    )
