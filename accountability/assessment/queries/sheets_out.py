"""Reads a whole sheet for an export: every key action asked, in the order of the standard, with all that pages show of it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from accountability.assessment.domain.ratings import Answer
from accountability.assessment.domain.sheets.columns import Line
from accountability.assessment.domain.sheets.proposing import NOTHING
from accountability.assessment.domain.ways import Sheet, Standing
from accountability.assessment.models import Assessment
from accountability.assessment.queries.brought_in import list_stored
from accountability.assessment.queries.packs import get_pack, get_seen_pack
from accountability.assessment.queries.previous import carried_answers, find_previous
from accountability.assessment.queries.sheets import list_answers
from accountability.assessment.queries.support import list_support
from accountability.assessment.queries.talk import list_open_threads, list_suggestions
from accountability.organisation.queries import names_of_members

Texts = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class _Beside:
    """What stands beside the answers, by key action slug."""

    evidence: Texts = field(default_factory=dict)
    outside: Texts = field(default_factory=dict)
    comments: Texts = field(default_factory=dict)


def list_lines(session: Session, assessment: Assessment, *, standing: Standing, member_id: uuid.UUID) -> list[Line]:
    """One line for each key action that this session may see, of the sheet that this person works on."""
    stored = list_stored(session, assessment, sheet=standing.sheet, member_id=member_id)
    before = _list_before(session, assessment)
    # Who rates alone sees their own sheet and nothing that others made of it.
    beside = _Beside() if standing.sheet is Sheet.OWN else _list_beside(session, assessment)
    return [
        Line(
            commitment=commitment,
            key_action=each,
            answer=stored.get(each.slug, NOTHING).answer,
            version=stored.get(each.slug, NOTHING).version,
            aim=stored.get(each.slug, NOTHING).aim,
            before=before.get(each.slug),
            evidence=beside.evidence.get(each.slug, ()),
            outside=beside.outside.get(each.slug, ()),
            comments=beside.comments.get(each.slug, ()),
        )
        for commitment in get_seen_pack(session, assessment).commitments
        for each in commitment.key_actions_at(assessment.depth)
    ]


def _list_before(session: Session, assessment: Assessment) -> Mapping[str, Answer]:
    previous = find_previous(session, assessment)
    if previous is None:
        return {}
    answers = list_answers(session, previous)
    return carried_answers(session, answers, asked=previous, pack=get_pack(session, assessment)) or {}


def _list_beside(session: Session, assessment: Assessment) -> _Beside:
    names: dict[uuid.UUID, str] = dict(names_of_members(session).items())
    support = list_support(session, assessment)
    suggestions = list_suggestions(session, assessment)
    threads = list_open_threads(session, assessment)
    return _Beside(
        evidence={slug: tuple(each.piece.title for each in rows if each.is_confirmed) for slug, rows in support.items()},
        outside={
            slug: tuple(f"{names[each.member_id]}: {'–' if each.level is None else each.level}. {each.words}" for each in rows)
            for slug, rows in suggestions.items()
        },
        comments={
            slug: tuple(f"{names[each.member_id]}: {each.words}" for thread in found for each in (thread.first, *thread.answers))
            for slug, found in threads.items()
        },
    )
