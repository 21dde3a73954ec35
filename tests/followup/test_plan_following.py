"""What shows that an action is done, and what follows from an assessment, on both databases."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.access import Actor
from accountability.evidence.commands.pieces import add_piece, remove_piece
from accountability.evidence.domain import EvidenceId, PieceDraft, Source
from accountability.evidence.models import Evidence
from accountability.followup import commands, queries
from accountability.followup.domain import plan as domain
from accountability.followup.domain.plan import Move, Priority, Status
from accountability.followup.models import Action, ActionEvidence
from accountability.trash import empty
from tests.followup.plan import (
    COMMITMENT,
    DONE,
    DROPPED,
    DUE,
    KEY_ACTION,
    OTHER,
    assess,
    bounds,
    move,
    plan,
)
from tests.support.tenants import Tenant


@pytest.fixture
def action(session: Session, officer: Actor, at: datetime) -> Action:
    return plan(session, by=officer, at=at, owner_id=officer.member_id)


# What shows that it is done


def piece(session: Session, title: str, *, by: Actor, at: datetime) -> Evidence:
    return add_piece(session, PieceDraft(title=title, source=Source.DOCUMENT), by=by, at=at)


def shown(session: Session, action: Action) -> list[str]:
    return [each.title for each in queries.list_pieces_of(session, [action.id]).get(action.id, [])]


def finish(
    session: Session, action: Action, *, by: Actor, at: datetime, pieces: list[EvidenceId] | None, evidence: str = ""
) -> None:
    wanted = Move(status=Status.DONE, evidence=evidence)
    commands.move_action(session, action, wanted, seen=action.version, today=at.date(), by=by, at=at, pieces=pieces)


def test_a_piece_of_evidence_is_enough(session: Session, action: Action, officer: Actor, at: datetime) -> None:
    with pytest.raises(domain.EvidenceIsMissing):
        finish(session, action, by=officer, at=at, pieces=[])
    finish(session, action, by=officer, at=at, pieces=[piece(session, "Minutes", by=officer, at=at).id])
    assert (action.status, shown(session, action)) == (Status.DONE, ["Minutes"])


def test_pieces_are_tied_and_untied(session: Session, action: Action, officer: Actor, at: datetime) -> None:
    minutes, photo = (piece(session, title, by=officer, at=at).id for title in ("Minutes", "Photo"))
    finish(session, action, by=officer, at=at, pieces=[minutes, photo])
    finish(session, action, by=officer, at=at, pieces=None)
    assert shown(session, action) == ["Minutes", "Photo"]
    finish(session, action, by=officer, at=at, pieces=[photo])
    assert shown(session, action) == ["Photo"]


def test_a_piece_that_is_gone_or_anothers_is_refused(
    session: Session, action: Action, officer: Actor, theirs: Tenant, at: datetime
) -> None:
    gone = piece(session, "Minutes", by=officer, at=at)
    remove_piece(session, gone, by=officer, at=at)
    with theirs.session() as other, other.begin():
        foreign = piece(other, "Theirs", by=theirs.actor("officer"), at=at).id
    for evidence_id in (gone.id, foreign):
        with pytest.raises(domain.PieceIsGone):
            finish(session, action, by=officer, at=at, pieces=[evidence_id])


def test_a_piece_knows_what_it_shows(session: Session, action: Action, officer: Actor, at: datetime) -> None:
    minutes = piece(session, "Minutes", by=officer, at=at)
    finish(session, action, by=officer, at=at, pieces=[minutes.id])
    (use,) = queries.PLAN_USES.of(session, minutes.id)
    assert (use.title, use.address, use.is_held) == (action.title, {"action_id": str(action.id)}, False)
    assert not queries.PLAN_USES.is_held(session, minutes.id)
    assert not queries.PLAN_USES.seen_in(session, frozenset({COMMITMENT}))


def test_what_goes_for_good_takes_its_ties_along(session: Session, action: Action, officer: Actor, at: datetime) -> None:
    finish(session, action, by=officer, at=at, pieces=[piece(session, "Minutes", by=officer, at=at).id])
    commands.remove_action(session, action, by=officer, at=at)
    empty(session, at=at + timedelta(days=31))
    assert session.scalar(sa.select(sa.func.count()).select_from(ActionEvidence)) == 0


# From an assessment


def take(session: Session, assessment: object, slug: str, *, by: Actor, at: datetime, **spreads: int) -> Action:
    limits = bounds(session, at)
    return commands.take_suggestion(session, assessment, slug, spreads=spreads, hears=True, bounds=limits, by=by, at=at)


def slugs(session: Session, assessment: object, **spreads: int) -> list[str]:
    return [each.serves.slug for each in queries.get_suggestions(session, assessment, spreads=spreads, hears=True).all]


def test_one_click_makes_an_action_of_whoever_clicked(session: Session, ours: Tenant, officer: Actor, at: datetime) -> None:
    made = assess(ours, session, {KEY_ACTION: 0, OTHER: 3})
    action = take(session, made, KEY_ACTION, by=officer, at=at)
    assert (action.commitment, action.key_action, action.assessment_id) == (COMMITMENT, KEY_ACTION, made.id)
    assert (action.owner_id, action.due_on, action.expected_level) == (officer.member_id, DUE, 1)
    assert (action.priority, action.effort is not None, len(action.title) > 20) == (Priority.FIRST, True, True)


def test_what_is_taken_is_no_longer_suggested(session: Session, ours: Tenant, officer: Actor, at: datetime) -> None:
    made = assess(ours, session, {KEY_ACTION: 0, OTHER: 1})
    take(session, made, KEY_ACTION, by=officer, at=at)
    assert slugs(session, made) == [OTHER]
    with pytest.raises(domain.SuggestionIsGone):
        take(session, made, KEY_ACTION, by=officer, at=at)


def test_what_raters_see_apart_is_suggested(session: Session, ours: Tenant, officer: Actor, at: datetime) -> None:
    made = assess(ours, session, {KEY_ACTION: 3})
    action = take(session, made, KEY_ACTION, by=officer, at=at, **{KEY_ACTION: 2})
    assert (action.priority, action.expected_level) == (Priority.NORMAL, 4)


@pytest.mark.parametrize("wanted", [DONE, DROPPED])
def test_what_was_decided_for_this_assessment_comes_back_with_the_next(
    session: Session, ours: Tenant, officer: Actor, at: datetime, wanted: Move
) -> None:
    made = assess(ours, session, {KEY_ACTION: 0})
    move(session, take(session, made, KEY_ACTION, by=officer, at=at), wanted, by=officer, at=at)
    assert slugs(session, made) == []
    assert slugs(session, assess(ours, session, {KEY_ACTION: 0})) == [KEY_ACTION]


def test_an_open_action_counts_whatever_it_came_from(session: Session, ours: Tenant, officer: Actor, at: datetime) -> None:
    plan(session, by=officer, at=at, key_action=KEY_ACTION)
    assert slugs(session, assess(ours, session, {KEY_ACTION: 0})) == []


def test_whoever_cannot_read_the_plan_takes_a_suggestion_for_nobody(session: Session, ours: Tenant, at: datetime) -> None:
    made = assess(ours, session, {KEY_ACTION: 0})
    assert take(session, made, KEY_ACTION, by=ours.actor("custom"), at=at).owner_id is None


@pytest.mark.parametrize(("is_linked", "is_later"), [(True, False), (False, True)])
def test_a_plan_follows_from_an_assessment_or_comes_after_it(
    session: Session, ours: Tenant, officer: Actor, at: datetime, is_linked: bool, is_later: bool
) -> None:
    made = assess(ours, session, {KEY_ACTION: 0})
    assert made.signed_at
    plan(session, by=officer, at=at - timedelta(days=1))
    assert not queries.has_plan(session, assessment_id=made.id, signed_at=made.signed_at)
    when = at + timedelta(days=1) if is_later else at - timedelta(days=1)
    plan(session, by=officer, at=when, assessment_id=made.id if is_linked else None)
    assert queries.has_plan(session, assessment_id=made.id, signed_at=made.signed_at)


def test_the_dry_run_takes_the_highest_hope_of_what_is_open(session: Session, ours: Tenant, officer: Actor, at: datetime) -> None:
    made = assess(ours, session, {KEY_ACTION: 0, OTHER: 2})
    for level in (3, 2):
        plan(session, by=officer, at=at, key_action=KEY_ACTION, expected_level=level)
    dropped = plan(session, by=officer, at=at, key_action=OTHER, expected_level=4)
    move(session, dropped, DROPPED, by=officer, at=at)
    (found,) = queries.get_forecast(session, made)
    assert (found.now.mean.value, found.then.mean.value) == (1.0, 2.5)
