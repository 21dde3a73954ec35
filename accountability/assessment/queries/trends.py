"""Reads the cycles of an organisation side by side, each as far as its version of the standard compares with the newest."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.assessment.domain.formulas import formula_of
from accountability.assessment.domain.ratings import Answer
from accountability.assessment.domain.trends import Cycle, Line, draw_lines
from accountability.assessment.models import AgreedLevel, Assessment
from accountability.assessment.queries.packs import get_pack
from accountability.assessment.queries.previous import carried_answers
from accountability.assessment.queries.sheets import are_seen, is_newest_agreed, newest_agreed
from accountability.parts import seen
from accountability.standard.domain import Pack

MOST_CYCLES = 8


@dataclass(frozen=True, kw_only=True)
class Trend:
    """Cycles, the earliest first, and every commitment of the newest version over them. Empty without a cycle."""

    assessments: tuple[Assessment, ...] = ()
    cycles: tuple[Cycle, ...] = ()
    lines: tuple[Line, ...] = ()


def get_trend(session: Session) -> Trend:
    """The last cycles that are signed, and the one that is open."""
    assessments = _list_cycles(session)
    if not assessments:
        return Trend()
    pack, answers = get_pack(session, assessments[-1]), _list_answers(session, assessments)
    cycles = [
        Cycle(
            name=each.name,
            answers=carried_answers(session, answers.get(each.id, {}), asked=each, pack=pack),
            is_signed=each.is_signed,
            formula=formula_of(each.formula),
        )
        for each in assessments
    ]
    return Trend(assessments=tuple(assessments), cycles=tuple(cycles), lines=draw_lines(_seen(session, pack), cycles))


def _list_cycles(session: Session) -> list[Assessment]:
    """The signed ones by their signature, then the open one that was started last."""
    signed = (
        sa.select(Assessment).where(Assessment.signed_at.is_not(None)).order_by(Assessment.signed_at.desc(), Assessment.id.desc())
    )
    is_open = (
        sa.select(Assessment).where(Assessment.signed_at.is_(None)).order_by(Assessment.started_at.desc(), Assessment.id.desc())
    )
    found = list(session.scalars(signed.limit(MOST_CYCLES)))[::-1]
    latest = session.scalar(is_open.limit(1))
    last_start: datetime | None = max((each.started_at for each in found), default=None)
    # An old one that nobody went on with is no step after what was signed since.
    if latest is not None and (last_start is None or latest.started_at >= last_start):
        found.append(latest)
    return found


def _list_answers(session: Session, assessments: Sequence[Assessment]) -> dict[uuid.UUID, dict[str, Answer]]:
    newest = newest_agreed()
    rows = sa.select(AgreedLevel).join(newest, is_newest_agreed(newest))
    rows = rows.where(AgreedLevel.assessment_id.in_([each.id for each in assessments]), are_seen(session, *assessments))
    found: dict[uuid.UUID, dict[str, Answer]] = {}
    for row in session.scalars(rows.order_by(AgreedLevel.assessment_id, AgreedLevel.key_action)):
        found.setdefault(row.assessment_id, {})[row.key_action] = row.answer
    return found


def _seen(session: Session, pack: Pack) -> Pack:
    parts = seen(session)
    return pack if parts is None else pack.narrowed_to(parts)
