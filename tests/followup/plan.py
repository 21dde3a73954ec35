"""Actions to test with."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from accountability.access import Actor
from accountability.assessment.commands import finish_rating, rate_key_action
from accountability.assessment.domain.ways import Way
from accountability.assessment.models import Assessment, Rater
from accountability.followup import commands
from accountability.followup.access import READ_FOLLOWUP
from accountability.followup.domain.plan import ActionDraft, Bounds, Move, Status
from accountability.followup.models import Action
from accountability.followup.queries import get_bounds, list_actions
from tests.factories import assessment as factory
from tests.factories.assessment import level
from tests.support.tenants import Tenant

COMMITMENT, KEY_ACTION, OTHER = "c01-justice-equality", "c01-b-claim-rights", "c01-d-inclusion-inside"
DUE = date(2026, 8, 4)
DRAFT = ActionDraft(title="Write down who may complain", commitment=COMMITMENT, due_on=DUE)
DONE = Move(status=Status.DONE, evidence="It hangs at the door.")
DROPPED = Move(status=Status.DROPPED, reason="The grant has ended.")
BOUNDS = Bounds(served={COMMITMENT: {KEY_ACTION, OTHER}}, owners={UUID(int=1)}, today=date(2026, 5, 4))


def draft(**more: Any) -> ActionDraft:
    return replace(DRAFT, **more)


def bounds(session: Session, at: datetime) -> Bounds:
    return get_bounds(session, READ_FOLLOWUP, today=at.date())


def plan(session: Session, *, by: Actor, at: datetime, assessment_id: UUID | None = None, **more: Any) -> Action:
    """An action that the officer planned; due in three months unless said otherwise."""
    limits = bounds(session, at)
    return commands.plan_action(session, draft(**more), bounds=limits, by=by, at=at, assessment_id=assessment_id)


def due_in(days: int, at: datetime) -> date:
    return at.date() + timedelta(days=days)


def move(session: Session, action: Action, wanted: Move, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    commands.move_action(session, action, wanted, seen=seen or action.version, today=at.date(), by=by, at=at)


def assess(tenant: Tenant, session: Session, levels: dict[str, int], *, is_signed: bool = True) -> Assessment:
    """An assessment with these levels, signed off by the board."""
    made = factory.start(tenant, session)
    for slug, number in levels.items():
        factory.rate(tenant, session, made, slug, level(number))
    if is_signed:
        factory.sign(tenant, session, made)
    return made


def rate_apart(tenant: Tenant, session: Session, slug: str, *, levels: tuple[int, int]) -> Assessment:
    """An assessment that two people rated alone and blind, with these levels; revealed when rating is closed."""
    made = factory.start(tenant, session)
    made.way, made.least_raters = Way.NAMED, 3
    for role, number in zip(("officer", "contributor"), levels, strict=True):
        by = tenant.actor(role)
        session.add(Rater(assessment_id=made.id, member_id=by.member_id, asked_at=tenant.at, asked_by_id=by.member_id))
        session.flush()
        rate_key_action(session, made, key_action=slug, answer=level(number), seen=0, by=by, at=tenant.at)
        finish_rating(session, made, by=by, at=tenant.at)
    return made


def stored(session: Session) -> list[Action]:
    """The plan as the database holds it now."""
    session.expire_all()
    return list_actions(session)
