"""Reads what somebody brings in, and holds its rows against what is stored. The number of queries does not grow with the rows."""

import uuid
from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, defer

from accountability.access import Actor
from accountability.assessment.domain.ids import BroughtInId
from accountability.assessment.domain.marks import check_targets
from accountability.assessment.domain.ratings import Answer
from accountability.assessment.domain.sheets.columns import Aim, mark_of
from accountability.assessment.domain.sheets.deciding import AgreeingIsNotYours, TargetsAreNotYours, pages_of_plain
from accountability.assessment.domain.sheets.proposing import Place, Proposal, Stored, propose
from accountability.assessment.domain.sheets.reading import Said, find_headings, read_rows
from accountability.assessment.domain.sheets.understanding import Understanding, entries, translate
from accountability.assessment.domain.spread import check_reason
from accountability.assessment.domain.ways import Sheet, Standing, Way
from accountability.assessment.domain.working import check_working
from accountability.assessment.domain.writing import check_agreeing, check_rating
from accountability.assessment.models import AgreedLevel, Assessment, BroughtIn, Rating
from accountability.assessment.queries.items import list_item_states
from accountability.assessment.queries.packs import get_pack, list_asked
from accountability.assessment.queries.sheets import list_agreed, list_own
from accountability.assessment.queries.spread import Spread, get_compared, get_spread
from accountability.assessment.queries.team import get_standing
from accountability.database import NotFound
from accountability.refusal import Refusal
from accountability.tenancy import acting_for

MOST_LISTED = 10


def get_brought_in(session: Session, assessment: Assessment, brought_in_id: BroughtInId, *, member_id: uuid.UUID) -> BroughtIn:
    """A file of this assessment: one's own, or one of others that is brought in on the shared sheet. Raises NotFound."""
    found = session.get(BroughtIn, (acting_for(session), brought_in_id))
    if found is None or found.assessment_id != assessment.id or not _is_for(found, member_id):
        raise NotFound
    return found


def _is_for(found: BroughtIn, member_id: uuid.UUID) -> bool:
    return found.member_id == member_id or (found.is_applied and found.sheet is Sheet.AGREED)


def list_brought_in(session: Session, assessment: Assessment, *, member_id: uuid.UUID) -> list[BroughtIn]:
    """The last files that this member may see, the latest first, without what was read from them."""
    is_shared = sa.and_(BroughtIn.applied_at.is_not(None), BroughtIn.sheet == Sheet.AGREED)
    found = sa.select(BroughtIn).where(BroughtIn.assessment_id == assessment.id)
    found = found.where(sa.or_(BroughtIn.member_id == member_id, is_shared)).order_by(BroughtIn.id.desc()).limit(MOST_LISTED)
    without = (defer(BroughtIn.cells), defer(BroughtIn.remarks), defer(BroughtIn.changes))
    return list(session.scalars(found.options(*without)))


def count_waiting(session: Session, assessment: Assessment) -> int:
    """How many files wait to be decided."""
    waiting = sa.select(sa.func.count()).select_from(BroughtIn)
    return session.scalar(waiting.where(BroughtIn.assessment_id == assessment.id, BroughtIn.applied_at.is_(None))) or 0


def is_ours(brought_in: BroughtIn) -> bool:
    """Whether the file is an export of ours, so that nobody has to say what its columns are."""
    return any(find_headings(page.rows) for page in pages_of_plain(brought_in.cells[:1]))


def list_said(assessment: Assessment, brought_in: BroughtIn) -> list[Said]:
    """What the rows of the file say; nothing while nobody has said what its columns are."""
    pages = pages_of_plain(brought_in.cells)
    if pages and find_headings(pages[0].rows):
        mark = mark_of(assessment.id, sheet=brought_in.sheet, member_id=brought_in.member_id)
        return read_rows(pages[0].rows, sheet=brought_in.sheet, mark=mark)
    if brought_in.understanding is None:
        return []
    understanding = Understanding.of_plain(brought_in.understanding)
    return translate(entries(pages[understanding.sheet].rows, understanding), understanding)


def list_proposals(session: Session, assessment: Assessment, brought_in: BroughtIn, *, by: Actor, runs_it: bool) -> list[Proposal]:
    """What bringing the file in would do now, row by row."""
    said = list_said(assessment, brought_in)
    bases = {(each.code, each.seen) for each in said if each.seen}
    standing = get_standing(session, assessment, member_id=by.member_id)
    spread = get_spread(session, assessment, standing=standing)
    place = Place(
        known={str(each.slug): each for each in get_pack(session, assessment).key_actions},
        asked={str(each.slug) for each in list_asked(session, assessment)},
        stored=list_stored(session, assessment, sheet=brought_in.sheet, member_id=by.member_id),
        bases=list_versions(session, assessment, bases, sheet=brought_in.sheet, member_id=by.member_id),
        barred=lambda found: _why_barred(assessment, standing, brought_in.sheet, found, spread=spread, runs_it=runs_it),
    )
    return propose(said, place)


def _why_barred(
    assessment: Assessment, standing: Standing, sheet: Sheet, found: Proposal, *, spread: Spread | None, runs_it: bool
) -> Refusal | None:
    commitment = str(found.key_action.commitment) if found.key_action else ""
    parts = parts_between(found.stored.aim, found.aim, is_answered=found.answer != found.stored.answer)
    try:
        check_writing(assessment, standing, sheet, commitment=commitment, parts=parts, runs_it=runs_it)
        if "answer" in parts and sheet is Sheet.AGREED and spread is not None:
            check_reason(get_compared(spread, found.said.code).opinion, answer=found.answer)
    except Refusal as refusal:
        return refusal
    return None


def parts_between(before: Aim, after: Aim, *, is_answered: bool) -> frozenset[str]:
    """Which of answer, work and target change."""
    changes = {"answer": is_answered, "work": before.work is not after.work, "target": before.target != after.target}
    return frozenset(part for part, is_changed in changes.items() if is_changed)


def check_writing(
    assessment: Assessment, standing: Standing, sheet: Sheet, *, commitment: str, parts: Collection[str], runs_it: bool
) -> None:
    """Raise what keeps this person from changing these parts (answer, work, target), by the rules of the cards."""
    how: dict[str, Any] = {"commitment": commitment, "is_submitted": assessment.is_submitted, "runs_it": runs_it}
    if "answer" in parts and (standing.way is Way.TOGETHER or sheet is Sheet.OWN):
        check_rating(standing, **how)
    elif "answer" in parts:
        check_agreeing(way=assessment.way, is_closed=assessment.is_rating_closed, is_submitted=assessment.is_submitted)
        if not runs_it:
            raise AgreeingIsNotYours
    if "work" in parts:
        check_working(standing, **how)
    if "target" in parts:
        check_targets(is_submitted=assessment.is_submitted)
        if not runs_it:
            raise TargetsAreNotYours


def list_stored(session: Session, assessment: Assessment, *, sheet: Sheet, member_id: uuid.UUID) -> Mapping[str, Stored]:
    """What stands on a sheet now, with what stands beside it, by key action slug."""
    rows: Mapping[str, AgreedLevel | Rating]
    rows = list_agreed(session, assessment) if sheet is Sheet.AGREED else list_own(session, assessment, member_id=member_id)
    states = list_item_states(session, assessment) if sheet is Sheet.AGREED else {}
    aims = {slug: Aim(target=state.target, work=state.work) for slug, state in states.items()}
    return {
        slug: Stored(
            answer=rows[slug].answer if slug in rows else Stored().answer,
            version=rows[slug].version if slug in rows else 0,
            aim=aims.get(slug, Aim()),
        )
        for slug in {*rows, *aims}
    }


def list_versions(
    session: Session, assessment: Assessment, wanted: Collection[tuple[str, int]], *, sheet: Sheet, member_id: uuid.UUID
) -> dict[tuple[str, int], Answer]:
    """These versions of answers on a sheet, by (key action, version), as far as they exist."""
    if not wanted:
        return {}
    kind: Any = AgreedLevel if sheet is Sheet.AGREED else Rating
    found = sa.select(kind).where(kind.assessment_id == assessment.id)
    found = found.where(sa.tuple_(kind.key_action, kind.version).in_(sorted(wanted)))
    if sheet is Sheet.OWN:
        found = found.where(Rating.member_id == member_id)
    return {(row.key_action, row.version): row.answer for row in session.scalars(found)}
