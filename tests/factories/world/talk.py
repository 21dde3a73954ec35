"""What is said about a running assessment: work, a thread with an answer, a view from outside, and changes that were asked for."""

import uuid

from accountability.assessment import commands
from accountability.assessment.domain.ids import AssessmentId
from accountability.assessment.domain.talk import WorkStatus
from accountability.assessment.queries import get_assessment
from tests.factories import assessment as factory
from tests.factories.world.worlds import Place


def fill(place: Place) -> None:
    """One of everything on the running assessment, which is open again at the end."""
    action, officer, board = place.ids["key_action"][0], place.tenant.actor("officer"), place.tenant.actor("board")
    with place.working() as session:
        running = get_assessment(session, AssessmentId(uuid.UUID(place.ids["assessment_id"][0])))
        commands.mark_work(session, running, key_action=action, work=WorkStatus.WAITING, by=officer, at=place.at)
        first = commands.write_comment(session, running, key_action=action, words=place.text, by=officer, at=place.at)
        commands.answer_comment(session, running, thread_id=first.id, words=place.text, by=board, at=place.at)
        seen = {"key_action": action, "level": 1, "words": place.text}
        commands.suggest_level(session, running, **seen, by=place.tenant.actor("reviewer"), at=place.at)
        factory.rate(place.tenant, session, running, factory.SECOND, factory.level(2))
        commands.submit_assessment(session, running, words=place.text, link="", by=officer, at=place.at)
        commands.request_changes(session, running, words=place.text, link="", by=board, at=place.at)
        place.note("comment_id", first.id)
    place.send("assessment.mark_work", work=f"{action}:ready")
    place.send("assessment.suggest_level", level=2)
