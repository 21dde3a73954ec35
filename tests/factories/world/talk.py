"""What is said about a running assessment: work, a thread with an answer, a view from outside, and changes that were asked for."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from accountability.assessment import commands
from accountability.assessment.domain.ids import AssessmentId
from accountability.assessment.domain.talk import WorkStatus
from accountability.assessment.models import Assessment, Comment
from accountability.assessment.queries import get_assessment
from tests.factories import assessment as factory
from tests.factories.world.worlds import Place
from tests.support.tenants import Tenant


def say_everything(tenant: Tenant, session: Session, assessment: Assessment, *, words: str, at: datetime) -> Comment:
    """A work status, a thread with an answer, a suggestion, a submission sent back; returns the first comment."""
    officer, board, reviewer = (tenant.actor(role) for role in ("officer", "board", "reviewer"))
    commands.mark_work(session, assessment, key_action=factory.FIRST, work=WorkStatus.WAITING, by=officer, at=at)
    first = commands.write_comment(session, assessment, key_action=factory.FIRST, words=words, by=officer, at=at)
    commands.answer_comment(session, assessment, thread_id=first.id, words=words, by=board, at=at)
    commands.suggest_level(session, assessment, key_action=factory.FIRST, level=1, words=words, by=reviewer, at=at)
    factory.rate(tenant, session, assessment, factory.SECOND, factory.level(2))
    commands.submit_assessment(session, assessment, words=words, link="", by=officer, at=at)
    commands.request_changes(session, assessment, words=words, link="", by=board, at=at)
    return first


def fill(place: Place) -> None:
    """One of everything on the running assessment, which is open again at the end."""
    with place.working() as session:
        running = get_assessment(session, AssessmentId(uuid.UUID(place.ids["assessment_id"][0])))
        place.note("comment_id", say_everything(place.tenant, session, running, words=place.text, at=place.at).id)
    place.send("assessment.mark_work", work=f"{place.ids['key_action'][0]}:ready")
    place.send("assessment.suggest_level", level=2)
