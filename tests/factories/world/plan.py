"""A plan: an action that waits, one that somebody carries and is late with, one that is done, and one in the trash."""

from datetime import timedelta
from typing import Any

from accountability import roles
from accountability.assessment import queries as assessments
from accountability.evidence.commands.pieces import add_piece
from accountability.evidence.domain import PieceDraft, Source
from accountability.followup import commands
from accountability.followup.access import READ_FOLLOWUP
from accountability.followup.domain.plan import ActionDraft, Move, Status
from accountability.followup.models import Action
from accountability.followup.queries import get_bounds
from accountability.standard import queries as standard
from tests.factories.world.worlds import Place


def fill(place: Place) -> None:
    """Actions for the first commitment, one of them carried by the contributor, and the digest's next morning."""
    by, pack = place.tenant.actor("officer"), standard.shipped_pack()
    first = pack.commitments[0]
    with place.working() as session:
        bounds = get_bounds(session, READ_FOLLOWUP, today=place.at.date())
        signed = assessments.list_signed_assessments(session)[0]

        def plan(title: str, **more: Any) -> Action:
            draft = ActionDraft(title=title[:200], commitment=first.slug, due_on=place.at.date() + timedelta(days=3), **more)
            return commands.plan_action(session, draft, bounds=bounds, assessment_id=signed.id, by=by, at=place.at)

        key_action, owner_id = first.key_actions[0].slug, place.tenant.actor("contributor").member_id
        waiting = plan(
            place.text, note=place.text, cost=place.text[:80], key_action=key_action, expected_level=4, owner_id=owner_id
        )
        done = plan(place.text, key_action=first.key_actions[1].slug)
        move = Move(status=Status.DONE, evidence=place.text, link="https://example.org/report")
        piece = add_piece(session, PieceDraft(title=place.text[:100], source=Source.STAFF), by=by, at=place.at)
        today = place.at.date()
        commands.move_action(session, done, move, seen=1, today=today, by=by, at=place.at, pieces=[piece.id])
        removed = plan(place.text)
        commands.remove_action(session, removed, by=by, at=place.at)
        place.note("action_id", waiting.id, done.id)
        place.note("plan.show_report.year", place.at.year)
        place.note("plan.show_suggestions.assessment_id", signed.id)
        place.note("plan.take_suggestion.assessment_id", signed.id)
    with place.working(roles.WORKER) as session:
        commands.send_reminders(session, rule=READ_FOLLOWUP, base_url="http://localhost", at=place.at)
