"""Planning, changing, moving and removing actions, on both databases."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from accountability.access import Actor
from accountability.database import NotFound
from accountability.followup import commands, queries
from accountability.followup.domain import plan as domain
from accountability.followup.domain.plan import Move, Priority, Status
from accountability.followup.models import Action
from accountability.journal import JournalEntry
from accountability.organisation.models import Member
from accountability.trash import get_removed, take_back
from tests.followup.plan import (
    DONE,
    DROPPED,
    KEY_ACTION,
    bounds,
    draft,
    due_in,
    move,
    plan,
)
from tests.support.tenants import Tenant


@pytest.fixture
def action(session: Session, officer: Actor, at: datetime) -> Action:
    return plan(session, by=officer, at=at, owner_id=officer.member_id)


@pytest.fixture
def owner(ours: Tenant) -> Actor:
    return ours.actor("owner")


def facts(session: Session) -> list[str]:
    return [entry.kind for entry in session.scalars(sa.select(JournalEntry).order_by(JournalEntry.id))]


def change(session: Session, action: Action, *, by: Actor, at: datetime, seen: int, **more: object) -> commands.Saved:
    base = queries.get_version(session, action, number=seen).draft
    mine = replace(base, **more)
    return commands.change_action(session, action, mine, seen=seen, bounds=bounds(session, at), by=by, at=at)


def history(session: Session, action: Action) -> list[tuple[int, Status, str]]:
    return [(each.version, each.status, each.reason) for each in queries.list_versions(session, action)]


def test_an_action_is_planned_with_its_first_version(session: Session, action: Action, officer: Actor) -> None:
    assert (action.status, action.version, action.made_by_id) == (Status.PLANNED, 1, officer.member_id)
    assert history(session, action) == [(1, Status.PLANNED, "")]
    assert facts(session)[-1] == "ActionPlanned"


def test_only_who_can_read_the_plan_can_carry_an_action(session: Session, ours: Tenant, officer: Actor, at: datetime) -> None:
    for role in ("owner", "contributor", "viewer", "board"):
        assert plan(session, by=officer, at=at, owner_id=ours.actor(role).member_id).owner_id
    for role in ("data_entry", "safeguarding", "reviewer", "coordinator", "custom"):
        with pytest.raises(domain.OwnerIsUnknown):
            plan(session, by=officer, at=at, owner_id=ours.actor(role).member_id)


def test_nobody_of_another_organisation_can_carry_ours(session: Session, theirs: Tenant, officer: Actor, at: datetime) -> None:
    with pytest.raises(domain.OwnerIsUnknown):
        plan(session, by=officer, at=at, owner_id=theirs.actor("officer").member_id)


def test_each_change_is_a_version_and_the_same_again_is_none(
    session: Session, action: Action, officer: Actor, at: datetime
) -> None:
    change(session, action, by=officer, at=at, seen=1, title="Say it better", priority=Priority.FIRST)
    change(session, action, by=officer, at=at, seen=2)
    assert (action.title, action.priority, action.version) == ("Say it better", Priority.FIRST, 2)
    assert facts(session).count("ActionChanged") == 1


def test_two_who_change_different_parts_are_joined(
    session: Session, action: Action, officer: Actor, owner: Actor, at: datetime
) -> None:
    change(session, action, by=officer, at=at, seen=1, title="Say it better")
    saved = change(session, action, by=owner, at=at, seen=1, due_on=due_in(9, at))
    assert saved.is_joined
    assert (action.title, action.due_on, action.version) == ("Say it better", due_in(9, at), 3)


def test_two_who_change_the_same_part_are_asked(
    session: Session, action: Action, officer: Actor, owner: Actor, at: datetime
) -> None:
    change(session, action, by=officer, at=at, seen=1, title="This", cost="1 EUR")
    with pytest.raises(domain.ActionIsDisputed) as dispute:
        change(session, action, by=owner, at=at, seen=1, title="That", note="Because.")
    merge, theirs = dispute.value.params["merge"], dispute.value.params["theirs"]
    assert merge.disputed == ("title",)
    assert (merge.draft.title, merge.draft.cost, merge.draft.note) == ("That", "1 EUR", "Because.")
    assert (theirs.member_id, theirs.version, action.title) == (officer.member_id, 2, "This")


def test_a_version_that_never_was_changes_nothing(session: Session, action: Action, officer: Actor, at: datetime) -> None:
    with pytest.raises(NotFound):
        commands.change_action(session, action, draft(), seen=7, bounds=bounds(session, at), by=officer, at=at)


def test_a_note_changes_only_the_note(session: Session, action: Action, officer: Actor, owner: Actor, at: datetime) -> None:
    change(session, action, by=officer, at=at, seen=1, title="Say it better")
    commands.write_note(session, action, "Half of it is there.", seen=1, bounds=bounds(session, at), by=owner, at=at)
    assert (action.title, action.note) == ("Say it better", "Half of it is there.")


def test_a_note_may_be_written_when_the_day_has_passed(session: Session, action: Action, officer: Actor, at: datetime) -> None:
    later = at + timedelta(days=300)
    commands.write_note(session, action, "Late.", seen=1, bounds=bounds(session, later), by=officer, at=later)
    assert action.note == "Late."


@pytest.mark.parametrize(
    ("wanted", "fact"),
    [
        (Move(status=Status.IN_PROGRESS), "ActionMoved"),
        (Move(status=Status.BLOCKED, reason="The office is closed."), "ActionMoved"),
        (DONE, "ActionDone"),
        (DROPPED, "ActionDropped"),
    ],
)
def test_a_move_is_kept_with_who_when_and_why(
    session: Session, action: Action, owner: Actor, at: datetime, wanted: Move, fact: str
) -> None:
    move(session, action, wanted, by=owner, at=at + timedelta(hours=1))
    last = queries.list_versions(session, action)[-1]
    assert (last.status, last.reason, last.member_id) == (wanted.status, wanted.reason, owner.member_id)
    assert last.saved_at == at + timedelta(hours=1)
    assert facts(session)[-1] == fact


def test_the_same_move_twice_counts_once(session: Session, action: Action, officer: Actor, at: datetime) -> None:
    move(session, action, DONE, by=officer, at=at)
    move(session, action, DONE, by=officer, at=at, seen=1)
    assert history(session, action) == [(1, Status.PLANNED, ""), (2, Status.DONE, "")]


def test_more_to_show_is_a_version_and_no_news(session: Session, action: Action, officer: Actor, at: datetime) -> None:
    move(session, action, DONE, by=officer, at=at)
    move(session, action, replace(DONE, link="https://example.org/photo"), by=officer, at=at)
    assert (action.version, action.link) == (3, "https://example.org/photo")
    assert facts(session).count("ActionDone") == 1


def test_what_somebody_else_moved_is_not_moved_unseen(
    session: Session, action: Action, officer: Actor, owner: Actor, at: datetime
) -> None:
    move(session, action, DROPPED, by=owner, at=at)
    with pytest.raises(domain.ActionWasMoved):
        move(session, action, DONE, by=officer, at=at, seen=1)


def test_a_move_keeps_what_somebody_else_wrote_meanwhile(
    session: Session, action: Action, officer: Actor, owner: Actor, at: datetime
) -> None:
    change(session, action, by=owner, at=at, seen=1, title="Say it better")
    move(session, action, DONE, by=officer, at=at, seen=1)
    assert (action.title, action.status) == ("Say it better", Status.DONE)


def test_what_was_done_can_be_to_do_again(session: Session, action: Action, officer: Actor, at: datetime) -> None:
    move(session, action, DONE, by=officer, at=at)
    move(session, action, Move(status=Status.PLANNED, reason="It fell down."), by=officer, at=at)
    assert (action.closed_on, action.evidence, action.reason) == (None, "", "It fell down.")
    assert queries.list_versions(session, action)[1].evidence == DONE.evidence


def test_what_is_removed_can_be_taken_back(session: Session, action: Action, officer: Actor, at: datetime) -> None:
    commands.remove_action(session, action, by=officer, at=at)
    session.flush()
    assert queries.list_actions(session) == []
    take_back(session, get_removed(session, "action", action.id), by=officer, at=at)
    assert queries.list_actions(session) == [action]
    assert facts(session)[-2:] == ["ActionRemoved", "TakenFromTrash"]


def test_a_version_that_is_taken_is_refused(session: Session, action: Action, officer: Actor, at: datetime) -> None:
    change(session, action, by=officer, at=at, seen=1, title="This")
    action.version = 1
    with pytest.raises(domain.VersionIsTaken):
        change(session, action, by=officer, at=at, seen=1, note="That")


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"title": ""}, "says_what_in_a_sentence"),
        ({"status": Status.DONE}, "closed_has_its_day"),
        ({"closed_on": date(2026, 5, 4)}, "closed_has_its_day"),
        ({"status": Status.DROPPED, "closed_on": date(2026, 5, 4)}, "dropped_has_a_why"),
        ({"key_action": KEY_ACTION, "expected_level": 5}, "level_is_0_to_4"),
        ({"expected_level": 3}, "level_is_of_a_key_action"),
    ],
)
def test_the_database_has_the_last_word(session: Session, action: Action, changes: dict, constraint: str) -> None:
    for name, value in changes.items():
        setattr(action, name, value)
    with pytest.raises(IntegrityError, match=constraint):
        session.flush()


def test_a_member_who_left_stays_where_they_are_and_is_not_chosen_again(
    session: Session, ours: Tenant, officer: Actor, at: datetime
) -> None:
    gone = ours.actor("contributor")
    action = plan(session, by=officer, at=at, owner_id=gone.member_id)
    session.get_one(Member, (ours.organisation_id, gone.member_id)).left_at = at
    change(session, action, by=officer, at=at, seen=1, title="Say it better")
    assert action.owner_id == gone.member_id
    with pytest.raises(domain.OwnerIsUnknown):
        plan(session, by=officer, at=at, owner_id=gone.member_id)
