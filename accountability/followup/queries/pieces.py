"""Reading which pieces of evidence show that actions are done, and telling the capability below what leans on a piece."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.evidence import queries as evidence
from accountability.evidence.domain import EvidenceId
from accountability.evidence.uses import Use
from accountability.followup.domain.plan import ActionId
from accountability.followup.models import Action, ActionEvidence
from accountability.language import gettext as _

if TYPE_CHECKING:
    from accountability.evidence.models import Evidence


def list_pieces_of(session: Session, action_ids: Collection[ActionId]) -> dict[ActionId, list["Evidence"]]:
    """Action → the pieces that show it is done, the first tied first; without what is in the trash."""
    asked = sa.select(ActionEvidence).where(ActionEvidence.action_id.in_(action_ids))
    rows = session.scalars(asked.order_by(ActionEvidence.added_at, ActionEvidence.evidence_id)).all()
    pieces = evidence.list_pieces_by_id(session, {row.evidence_id for row in rows})
    found: dict[ActionId, list[Evidence]] = defaultdict(list)
    for row in rows:
        if row.evidence_id in pieces:
            found[row.action_id].append(pieces[row.evidence_id])
    return dict(found)


def list_ties(session: Session, action: Action) -> list[ActionEvidence]:
    """What ties pieces to an action, those in the trash too."""
    return list(session.scalars(sa.select(ActionEvidence).where(ActionEvidence.action_id == action.id)))


class PlanUses:
    """What the plan tells the capability below of the pieces that it leans on. It holds none: an action can be done again."""

    def of(self, session: Session, evidence_id: EvidenceId) -> Sequence[Use]:
        """The actions that a piece shows to be done."""
        is_tied = sa.and_(ActionEvidence.action_id == Action.id, ActionEvidence.evidence_id == evidence_id)
        asked = sa.select(Action).join(ActionEvidence, is_tied).order_by(Action.due_on, Action.id)
        return [
            Use(
                title=action.title,
                place=_("Plan"),
                endpoint="plan.show_action",
                address={"action_id": str(action.id)},
                is_held=False,
            )
            for action in session.scalars(asked)
        ]

    def is_held(self, session: Session, evidence_id: EvidenceId) -> bool:
        """Never."""
        return False

    def seen_in(self, session: Session, parts: frozenset[str]) -> Collection[EvidenceId]:
        """Nothing: whoever is limited to parts of an assessment reads no plan."""
        return ()


PLAN_USES = PlanUses()
