"""What is kept of a key action beside its level: how far the work on it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy.orm import Session

from accountability.access import Actor
from accountability.assessment import queries
from accountability.assessment.commands.rating import RUNS_IT, hold
from accountability.assessment.domain.refusals import AssessmentIsSigned
from accountability.assessment.domain.signing import check_open
from accountability.assessment.domain.talk import WorkStatus
from accountability.assessment.domain.working import check_working
from accountability.assessment.models import Assessment, ItemState
from accountability.database import refusing


def mark_work(session: Session, assessment: Assessment, *, key_action: str, work: WorkStatus, by: Actor, at: datetime) -> None:
    """Say how far the work on a key action is; its level stays as it is.

    Raises AssessmentIsSigned and what `check_working` raises.
    """
    hold(session, assessment)
    check_open(is_signed=assessment.is_signed)
    asked = queries.get_key_action(session, assessment, slug=key_action)
    standing = queries.get_standing(session, assessment, member_id=by.member_id)
    check_working(standing, commitment=asked.commitment, is_submitted=assessment.is_submitted, runs_it=by.role in RUNS_IT)
    with changing_item(session, assessment, key_action=key_action, by=by, at=at) as state:
        state.work = work


@contextmanager
def changing_item(session: Session, assessment: Assessment, *, key_action: str, by: Actor, at: datetime) -> Iterator[ItemState]:
    """The row of a key action, made if there is none, to change in the block. Whoever calls holds the assessment.

    Raises AssessmentIsSigned when the database says so.
    """
    found = queries.find_item_state(session, assessment, key_action=key_action)
    state = found or ItemState(assessment_id=assessment.id, key_action=key_action, work=WorkStatus.TO_DO)
    with refusing(session, assessment_is_signed=AssessmentIsSigned):
        yield state
        state.set_by_id, state.set_at = by.member_id, at
        session.add(state)
