"""Bringing a sheet in: held and looked at first, then brought in row by row by the rules of the cards, and taken back if asked."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from accountability import journal
from accountability.access import Actor
from accountability.assessment import queries
from accountability.assessment.commands.items import changing_item
from accountability.assessment.commands.rating import RUNS_IT, agree_level, hold, rate_key_action
from accountability.assessment.domain.ratings import BLANK, Answer
from accountability.assessment.domain.sheets.columns import Aim
from accountability.assessment.domain.sheets.deciding import (
    Change,
    NothingToBringIn,
    RowsHaveChanged,
    SheetBroughtIn,
    SheetIsDecided,
    SheetIsOver,
    SheetTakenBack,
    check_bringing,
    check_taking_back,
    pages_as_plain,
    remarks_as_plain,
)
from accountability.assessment.domain.sheets.proposing import NOTHING, Fate, Proposal, Stored, fingerprint
from accountability.assessment.domain.sheets.understanding import Understanding
from accountability.assessment.domain.signing import check_open
from accountability.assessment.domain.ways import Sheet, Way
from accountability.assessment.models import Assessment, BroughtIn
from accountability.assessment.queries import brought_in as stored_sheets
from accountability.spreadsheet.rows import Spreadsheet

LONGEST_NAME = 120


def hold_sheet(
    session: Session, assessment: Assessment, *, spreadsheet: Spreadsheet, file_name: str, by: Actor, at: datetime
) -> BroughtIn:
    """Keep what was read from a file until it is decided. Nothing of the assessment changes.

    Raises AssessmentIsSigned, RatersAreAnonymous, TooManyAreWaiting or NoRowsInFile.
    """
    check_open(is_signed=assessment.is_signed)
    standing = queries.get_standing(session, assessment, member_id=by.member_id)
    check_bringing(standing, waiting=stored_sheets.count_waiting(session, assessment))
    held = BroughtIn(
        assessment_id=assessment.id,
        member_id=by.member_id,
        sheet=standing.sheet,
        file_name=file_name[-LONGEST_NAME:],
        read_at=at,
        cells=pages_as_plain(spreadsheet),
        remarks=remarks_as_plain(spreadsheet.remarks),
        understanding=None,
        changes=[],
    )
    session.add(held)
    session.flush()
    return held


def understand_sheet(session: Session, held: BroughtIn, *, understanding: Understanding) -> None:
    """Keep what somebody said the columns, scores and rows of a foreign sheet are. Raises SheetIsDecided."""
    if held.is_applied:
        raise SheetIsDecided
    held.understanding = understanding.as_plain()
    session.flush()


def discard_sheet(session: Session, held: BroughtIn) -> None:
    """Throw away what was read. Raises SheetIsDecided: what was brought in is taken back instead."""
    if held.is_applied:
        raise SheetIsDecided
    session.delete(held)
    session.flush()


def bring_in_sheet(
    session: Session, assessment: Assessment, held: BroughtIn, *, seen: str, taken: Collection[int], by: Actor, at: datetime
) -> int:
    """Bring in every row that is new or changed, and the conflicts `taken` by row; return how many key actions changed.

    `seen` is the fingerprint of what the person was shown. Rows with problems stay out. What was read is forgotten.
    Raises AssessmentIsSigned, SheetIsDecided, SheetIsOver, RowsHaveChanged or NothingToBringIn.
    """
    hold(session, assessment)
    check_open(is_signed=assessment.is_signed)
    _check_undecided(session, assessment, held, by=by)
    proposals = stored_sheets.list_proposals(session, assessment, held, by=by, runs_it=by.role in RUNS_IT)
    if fingerprint(proposals) != seen:
        raise RowsHaveChanged
    chosen = [each for each in proposals if each.is_taken(taken)]
    if not chosen:
        raise NothingToBringIn
    changes = [_write(session, assessment, each, sheet=held.sheet, by=by, at=at) for each in chosen]
    held.applied_at, held.changes, held.cells, held.remarks = at, [each.as_plain() for each in changes], [], []
    held.understanding = None
    new = sum(each.fate is Fate.NEW for each in chosen)
    left_out = sum(each.fate in {Fate.CONFLICT, Fate.PROBLEM} for each in proposals if each not in chosen)
    fact = SheetBroughtIn(new=new, changed=len(chosen) - new, left_out=left_out)
    journal.record(session, fact, by=by, at=at, subject_id=assessment.id)
    session.flush()
    return len(changes)


def _check_undecided(session: Session, assessment: Assessment, held: BroughtIn, *, by: Actor) -> None:
    # Two presses at once: the second waits at the assessment, then sees what the first has done.
    session.refresh(held)
    if held.is_applied:
        raise SheetIsDecided
    if queries.get_standing(session, assessment, member_id=by.member_id).sheet is not held.sheet:
        raise SheetIsOver


def _write(session: Session, assessment: Assessment, each: Proposal, *, sheet: Sheet, by: Actor, at: datetime) -> Change:
    version = each.stored.version
    if each.answer != each.stored.answer:
        version = _store(session, assessment, each.said.code, each.answer, seen=version, sheet=sheet, by=by, at=at)
    if each.aim != each.stored.aim:
        _aim(session, assessment, each.said.code, each.aim, by=by, at=at)
    return Change(
        key_action=each.said.code,
        before=each.stored.version,
        after=version,
        aim_before=each.stored.aim,
        aim_after=each.aim,
    )


def _store(
    session: Session, assessment: Assessment, code: str, answer: Answer, *, seen: int, sheet: Sheet, by: Actor, at: datetime
) -> int:
    write = rate_key_action if sheet is Sheet.OWN or assessment.way is Way.TOGETHER else agree_level
    return write(session, assessment, key_action=code, answer=answer, seen=seen, by=by, at=at).rating.version


def _aim(session: Session, assessment: Assessment, code: str, aim: Aim, *, by: Actor, at: datetime) -> None:
    with changing_item(session, assessment, key_action=code, by=by, at=at) as state:
        state.target, state.work = aim.target, aim.work


def take_back_sheet(session: Session, assessment: Assessment, held: BroughtIn, *, by: Actor, at: datetime) -> list[str]:
    """Write what stood before as new versions, where nobody has changed it since; return the key actions left as they are.

    Raises AssessmentIsSigned, SheetIsOver, SheetIsTakenBack, TakingBackIsOver and what stands in the way of writing there.
    """
    hold(session, assessment)
    session.refresh(held)
    check_open(is_signed=assessment.is_signed)
    check_taking_back(applied_at=held.applied_at, is_undone=held.undone_at is not None, at=at)
    stored = stored_sheets.list_stored(session, assessment, sheet=held.sheet, member_id=by.member_id)
    changes = [Change.of_plain(each) for each in held.changes]
    untouched = [each for each in changes if _is_untouched(each, stored.get(each.key_action, NOTHING))]
    _check_putting_back(session, assessment, untouched, sheet=held.sheet, by=by)
    wanted = {(each.key_action, each.before) for each in untouched}
    answers = stored_sheets.list_versions(session, assessment, wanted, sheet=held.sheet, member_id=by.member_id)
    for each in untouched:
        before = answers.get((each.key_action, each.before), BLANK)
        _put_back(session, assessment, each, before, sheet=held.sheet, by=by, at=at)
    held.undone_at, held.undone_by_id = at, by.member_id
    fact = SheetTakenBack(back=len(untouched), stayed=len(changes) - len(untouched))
    journal.record(session, fact, by=by, at=at, subject_id=assessment.id)
    session.flush()
    return [each.key_action for each in changes if each not in untouched]


def _is_untouched(change: Change, stored: Stored) -> bool:
    return (stored.version, stored.aim) == (change.after, change.aim_after)


def _check_putting_back(session: Session, assessment: Assessment, changes: Collection[Change], *, sheet: Sheet, by: Actor) -> None:
    standing = queries.get_standing(session, assessment, member_id=by.member_id)
    if standing.sheet is not sheet:
        raise SheetIsOver
    for each in changes:
        commitment = queries.get_key_action(session, assessment, slug=each.key_action).commitment
        parts = stored_sheets.parts_between(each.aim_after, each.aim_before, is_answered=each.after != each.before)
        stored_sheets.check_writing(assessment, standing, sheet, commitment=commitment, parts=parts, runs_it=by.role in RUNS_IT)


def _put_back(
    session: Session, assessment: Assessment, change: Change, before: Answer, *, sheet: Sheet, by: Actor, at: datetime
) -> None:
    if change.after != change.before:
        _store(session, assessment, change.key_action, before, seen=change.after, sheet=sheet, by=by, at=at)
    if change.aim_after != change.aim_before:
        _aim(session, assessment, change.key_action, change.aim_before, by=by, at=at)
