"""What an action must say, and what a new status needs: pure decisions about the plan."""

from calendar import monthrange
from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlsplit
from uuid import UUID

from accountability.followup.domain.plan.refusals import (
    ActionWasMoved,
    CommitmentIsUnknown,
    CostIsTooLong,
    DayIsAhead,
    DueDayHasPassed,
    DueDayIsTooFar,
    EvidenceIsMissing,
    EvidenceIsTooLong,
    LevelNeedsKeyAction,
    LinkIsNoAddress,
    NoteIsTooLong,
    OwnerIsUnknown,
    TitleIsEmpty,
    TitleIsTooLong,
    WhyIsMissing,
    WhyIsTooLong,
)
from accountability.followup.domain.plan.values import (
    COST_LIMIT,
    EVIDENCE_LIMIT,
    LINK_LIMIT,
    NOTE_LIMIT,
    TITLE_LIMIT,
    WHY_LIMIT,
    YEARS_AHEAD,
    ActionDraft,
    Move,
    Status,
)
from accountability.followup.domain.rules import one_line

MONTHS_BY_DEFAULT = 3
MONTHS = 12


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """What may be chosen: commitment → its key actions, the members who can carry an action, and today."""

    served: Mapping[str, Collection[str]]
    owners: Container[UUID]
    today: date


def check_action(draft: ActionDraft, bounds: Bounds, *, before: ActionDraft | None = None) -> ActionDraft:
    """The action as it may be stored, refused with the first thing that is wrong. What stood there `before` may stay:
    a day that has passed meanwhile, a member who left, a key action of an older standard."""
    tidied = replace(draft, title=one_line(draft.title), note=draft.note.strip(), cost=one_line(draft.cost))
    _check_texts(tidied)
    if before is None or _serves(tidied) != _serves(before):
        _check_serves(tidied, bounds)
    if before is None or tidied.owner_id != before.owner_id:
        _check_owner(tidied, bounds)
    if before is None or tidied.due_on != before.due_on:
        _check_day(tidied.due_on, today=bounds.today)
    if tidied.expected_level is not None and tidied.key_action is None:
        raise LevelNeedsKeyAction
    return tidied


def _check_texts(draft: ActionDraft) -> None:
    if not draft.title:
        raise TitleIsEmpty
    for text, limit, refusal in (
        (draft.title, TITLE_LIMIT, TitleIsTooLong),
        (draft.note, NOTE_LIMIT, NoteIsTooLong),
        (draft.cost, COST_LIMIT, CostIsTooLong),
    ):
        if len(text) > limit:
            raise refusal(limit=limit)


def _serves(draft: ActionDraft) -> tuple[str, str | None]:
    return draft.commitment, draft.key_action


def _check_serves(draft: ActionDraft, bounds: Bounds) -> None:
    key_actions = bounds.served.get(draft.commitment)
    if key_actions is None or (draft.key_action is not None and draft.key_action not in key_actions):
        raise CommitmentIsUnknown


def _check_owner(draft: ActionDraft, bounds: Bounds) -> None:
    if draft.owner_id is not None and draft.owner_id not in bounds.owners:
        raise OwnerIsUnknown


def _check_day(due_on: date, *, today: date) -> None:
    if due_on < today:
        raise DueDayHasPassed
    if due_on.year > today.year + YEARS_AHEAD:
        raise DueDayIsTooFar(years=YEARS_AHEAD)


def default_day(today: date) -> date:
    """Three months ahead, on the same day of the month or the last one there is."""
    month = today.month - 1 + MONTHS_BY_DEFAULT
    first = date(today.year + month // MONTHS, month % MONTHS + 1, 1)
    return first.replace(day=min(today.day, monthrange(first.year, first.month)[1]))


def check_move(move: Move, *, today: date, has_pieces: bool = False) -> Move:
    """The move with what belongs to its status and nothing else; refused with the first thing that is missing or wrong."""
    tidied = replace(move, reason=move.reason.strip(), evidence=move.evidence.strip(), link=move.link.strip())
    if len(tidied.reason) > WHY_LIMIT:
        raise WhyIsTooLong(limit=WHY_LIMIT)
    if tidied.status is Status.DROPPED and not tidied.reason:
        raise WhyIsMissing
    if tidied.status is Status.DONE:
        _check_evidence(tidied, has_pieces=has_pieces)
    is_done = tidied.status is Status.DONE
    return replace(
        tidied,
        evidence=tidied.evidence if is_done else "",
        link=tidied.link if is_done else "",
        closed_on=_closed_on(tidied, today=today),
    )


def _check_evidence(move: Move, *, has_pieces: bool) -> None:
    if len(move.evidence) > EVIDENCE_LIMIT:
        raise EvidenceIsTooLong(limit=EVIDENCE_LIMIT)
    if move.link and not is_address(move.link):
        raise LinkIsNoAddress
    if not (move.evidence or move.link or has_pieces):
        raise EvidenceIsMissing


def _closed_on(move: Move, *, today: date) -> date | None:
    if move.status is Status.DONE:
        if move.closed_on is not None and move.closed_on > today:
            raise DayIsAhead
        return move.closed_on or today
    return today if move.status is Status.DROPPED else None


def is_address(link: str) -> bool:
    """Whether it is a web address that a page may link to."""
    if len(link) > LINK_LIMIT or not link.isprintable() or " " in link:
        return False
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def check_still(*, seen: Status, now: Status, wanted: Status) -> None:
    """Raise ActionWasMoved when the status is another than the one the person saw, unless it is the wanted one already."""
    if now not in (seen, wanted):
        raise ActionWasMoved
