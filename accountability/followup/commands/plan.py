"""What people do with the plan: plan an action, take a suggestion, change it, move it on, note something, remove it."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from accountability import journal
from accountability.access import Actor
from accountability.database import refusing
from accountability.evidence import queries as evidence
from accountability.evidence.domain import EvidenceId
from accountability.fact import Fact
from accountability.followup import queries
from accountability.followup.domain import plan
from accountability.followup.domain.plan.merging import changed_parts
from accountability.followup.models import Action, ActionEvidence, ActionVersion
from accountability.trash import put_away

if TYPE_CHECKING:
    from accountability.assessment.models import Assessment


def plan_action(
    session: Session,
    draft: plan.ActionDraft,
    *,
    bounds: plan.Bounds,
    by: Actor,
    at: datetime,
    assessment_id: uuid.UUID | None = None,
) -> Action:
    """Add an action to the plan; refuses what `check_action` refuses. `assessment_id` says which assessment it came from."""
    checked = plan.check_action(draft, bounds)
    action = Action(
        **_fields(checked),
        **_fields(plan.Move(status=plan.Status.PLANNED)),
        version=0,
        assessment_id=assessment_id,
        made_by_id=by.member_id,
        made_at=at,
    )
    session.add(action)
    _save(session, action, by=by, at=at)
    _record(session, action, plan.ActionPlanned(commitment=action.commitment, due_on=action.due_on), by=by, at=at)
    return action


def take_suggestion(
    session: Session,
    assessment: "Assessment",
    slug: str,
    *,
    spreads: Mapping[str, int],
    hears: bool,
    bounds: plan.Bounds,
    by: Actor,
    at: datetime,
) -> Action:
    """Make a suggestion an action of whoever takes it, due in three months; refuses SuggestionIsGone.

    `slug` is the key action's or, for a gap, the commitment's.
    """
    # Of two clicks at once the second finds that the first has taken it.
    session.refresh(assessment, with_for_update={"key_share": True})
    found = queries.get_suggestions(session, assessment, spreads=spreads, hears=hears).all
    suggested = next((each for each in found if each.serves.slug == slug), None)
    if suggested is None:
        raise plan.SuggestionIsGone
    draft = plan.ActionDraft(
        title=suggested.text,
        commitment=suggested.serves.commitment,
        key_action=suggested.serves.key_action,
        owner_id=by.member_id if by.member_id in bounds.owners else None,
        due_on=plan.default_day(bounds.today),
        effort=suggested.effort,
        priority=plan.Priority.FIRST if suggested.ground is plan.Ground.ZERO else plan.Priority.NORMAL,
        expected_level=None if suggested.level is None else min(suggested.level + 1, 4),
    )
    # The assessment's own standard may be an older one than today's.
    own = {draft.commitment: frozenset(filter(None, [draft.key_action]))}
    own_words = replace(bounds, served={**bounds.served, **own})
    return plan_action(session, draft, bounds=own_words, by=by, at=at, assessment_id=assessment.id)


@dataclass(frozen=True, kw_only=True)
class Saved:
    """What the database holds now; `is_joined` when somebody else's changes were joined with mine."""

    action: Action
    is_joined: bool = False


def change_action(
    session: Session, action: Action, draft: plan.ActionDraft, *, seen: int, bounds: plan.Bounds, by: Actor, at: datetime
) -> Saved:
    """Change what an action says. `seen` is the version the person had in front of them.

    Parts that only one side changed since are joined. Raises ActionIsDisputed (with `merge` and `theirs`) where both changed the
    same part apart, and what `check_action` raises.
    """
    _hold(session, action)
    base = queries.get_version(session, action, number=seen).draft
    mine = plan.check_action(draft, bounds, before=base)
    now = action.draft
    joined = plan.merge(base, mine=mine, theirs=now)
    if joined.disputed:
        raise plan.ActionIsDisputed(merge=joined, theirs=queries.get_version(session, action, number=action.version))
    parts = changed_parts(now, joined.draft)
    if parts:
        _write(action, joined.draft)
        _save(session, action, by=by, at=at)
        _record(session, action, plan.ActionChanged(parts=list(parts)), by=by, at=at)
    return Saved(action=action, is_joined=joined.draft != mine)


def write_note(session: Session, action: Action, note: str, *, seen: int, bounds: plan.Bounds, by: Actor, at: datetime) -> Saved:
    """Change the notes of an action and nothing else; refuses as `change_action` does."""
    base = queries.get_version(session, action, number=seen).draft
    return change_action(session, action, replace(base, note=note), seen=seen, bounds=bounds, by=by, at=at)


def move_action(
    session: Session,
    action: Action,
    move: plan.Move,
    *,
    seen: int,
    today: date,
    by: Actor,
    at: datetime,
    pieces: Collection[EvidenceId] | None = None,
) -> None:
    """Give an action a new status, or say more about the one it has. What others changed in its words meanwhile stays.

    `pieces` are the pieces of evidence that show it is done, None to leave them as they are. Refuses ActionWasMoved when somebody
    gave it another status since version `seen`, PieceIsGone, and what `check_move` refuses.
    """
    _hold(session, action)
    was = action.status
    plan.check_still(seen=queries.get_version(session, action, number=seen).status, now=was, wanted=move.status)
    ties = queries.list_ties(session, action)
    wanted = {tie.evidence_id for tie in ties} if pieces is None else set(pieces)
    checked = plan.check_move(move, today=today, has_pieces=bool(wanted))
    if move.status is plan.Status.DONE:
        _tie(session, action, wanted, ties, by=by, at=at)
    if checked == action.move:
        return
    _write(action, checked)
    _save(session, action, by=by, at=at)
    if fact := _fact_of(checked, was=was):
        _record(session, action, fact, by=by, at=at)


def _tie(session: Session, action: Action, wanted: set[EvidenceId], ties: list[ActionEvidence], *, by: Actor, at: datetime) -> None:
    tied = {tie.evidence_id for tie in ties}
    if wanted - tied - evidence.hold_pieces(session, wanted - tied):
        raise plan.PieceIsGone
    for tie in ties:
        if tie.evidence_id not in wanted:
            session.delete(tie)
    for evidence_id in sorted(wanted - tied):
        session.add(ActionEvidence(action_id=action.id, evidence_id=evidence_id, added_by_id=by.member_id, added_at=at))
    session.flush()


def _fact_of(move: plan.Move, *, was: plan.Status) -> Fact | None:
    """What the record says of a move; words that were added to a status are no news."""
    if move.status is was:
        return None
    if move.status is plan.Status.DONE and move.closed_on:
        return plan.ActionDone(done_on=move.closed_on)
    if move.status is plan.Status.DROPPED:
        return plan.ActionDropped()
    return plan.ActionMoved(status_was=was.value, status_is=move.status.value)


def remove_action(session: Session, action: Action, *, by: Actor, at: datetime) -> None:
    """Put an action that was planned by mistake in the trash; what will not be done is dropped, with its why."""
    _hold(session, action)
    put_away(action, by=by, at=at)
    _record(session, action, plan.ActionRemoved(), by=by, at=at)


def _hold(session: Session, action: Action) -> None:
    # Nobody stores a version on one that somebody else is storing.
    session.refresh(action, with_for_update={"key_share": True})


def _fields(said: plan.ActionDraft | plan.Move) -> dict[str, object]:
    return {name: getattr(said, name) for name in said.__dataclass_fields__}


def _write(action: Action, said: plan.ActionDraft | plan.Move) -> None:
    for name, value in _fields(said).items():
        setattr(action, name, value)


def _save(session: Session, action: Action, *, by: Actor, at: datetime) -> None:
    """Store the action with the version it now is."""
    action.version += 1
    action.changed_by_id, action.changed_at = by.member_id, at
    with refusing(session, action_version_is_taken=plan.VersionIsTaken):
        session.flush()
        said = _fields(action.draft) | _fields(action.move)
        session.add(ActionVersion(**said, action_id=action.id, version=action.version, member_id=by.member_id, saved_at=at))


def _record(session: Session, action: Action, fact: Fact, *, by: Actor, at: datetime) -> None:
    journal.record(session, fact, by=by, at=at, subject_id=action.id)
    session.flush()
